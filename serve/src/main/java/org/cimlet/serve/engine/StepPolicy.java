package org.cimlet.serve.engine;

/// What goes into a step.
///
/// @param kind the rule
/// @param stepTokens tokens of a step at most
/// @param sequences that run at the same time at most
public record StepPolicy(Kind kind, int stepTokens, int sequences) {
  /// A rule.
  public enum Kind {
    /// vLLM v1's: running requests first, then waiting ones, prompts in chunks beside answers.
    MIXED,
    /// SGLang's: prompts first, in steps of their own; answers wait meanwhile.
    PREFILL_FIRST,
    /// A batch is collected, served to its last token, and only then the next begins.
    STATIC
  }

  /// @throws IllegalArgumentException where a count is below 1
  public StepPolicy {
    if (stepTokens < 1 || sequences < 1) {
      throw new IllegalArgumentException(
          "a step must take at least 1 token and sequence, got %s and %s"
              .formatted(stepTokens, sequences));
    }
  }
}
