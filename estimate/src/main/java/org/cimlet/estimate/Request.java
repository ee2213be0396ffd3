package org.cimlet.estimate;

/// Whole requests: prompts that are all there at once, and the answers that are written to them
/// together.
///
/// @param promptTokens of each
/// @param answerTokens of each, the first of which follows from the prompt
/// @param batch how many there are
/// @param promptsS until every answer has its first token
/// @param seconds until every answer is written
public record Request(
    int promptTokens, int answerTokens, int batch, double promptsS, double seconds) {
  /// @throws IllegalArgumentException where an answer has no token
  public Request {
    if (answerTokens < 1) {
      throw new IllegalArgumentException("an answer must have 1 token, got " + answerTokens);
    }
  }

  /// From the last first token to the end.
  public double answersS() {
    return seconds - promptsS;
  }

  /// Tokens of all answers over all of the time.
  public double tokensPerS() {
    return (double) batch * answerTokens / seconds;
  }
}
