package org.cimlet.simulate;

/// A prompt to be read and the tokens to be generated after it.
///
/// @param promptTokens at least 1
/// @param answerTokens at least 1; the first follows from the prompt
public record Request(int promptTokens, long answerTokens) {
  /// @throws IllegalArgumentException where there are too few tokens
  public Request {
    if (promptTokens < 1 || answerTokens < 1) {
      throw new IllegalArgumentException(
          "a request must have at least 1 token of each, got %s and %s"
              .formatted(promptTokens, answerTokens));
    }
  }

  /// When the package served a request, in picoseconds from the beginning of the run.
  ///
  /// @param startPs its prompt set out
  /// @param firstTokenPs its first token was there
  /// @param endPs its last token was there
  public record Served(Request request, long startPs, long firstTokenPs, long endPs) {}
}
