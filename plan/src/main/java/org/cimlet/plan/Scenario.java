package org.cimlet.plan;

/// What is asked of a machine.
///
/// @param promptTokens tokens of the prompt that prefill reads
/// @param contextTokens tokens already cached when a decode step is timed
/// @param batch sequences decoded at the same time, each with its own context
/// @param prefillChunkTokens tokens that pass the pipeline together in prefill
public record Scenario(int promptTokens, int contextTokens, int batch, int prefillChunkTokens) {
  /// @throws IllegalArgumentException where a count is below one
  public Scenario {
    if (promptTokens < 1 || contextTokens < 1 || batch < 1 || prefillChunkTokens < 1) {
      throw new IllegalArgumentException(
          "scenario counts must be at least 1, got prompt %s, context %s, batch %s, chunk %s"
              .formatted(promptTokens, contextTokens, batch, prefillChunkTokens));
    }
  }
}
