package org.cimlet.execute.generate;

/// How well a network predicts a text: the negative logarithm of the chance it gave to what came.
///
/// @param nats summed over all tokens that were predicted
/// @param tokens how many those are
/// @param characters Unicode characters of the text
/// @param bytes of the text in UTF-8
public record Quality(double nats, long tokens, long characters, long bytes) {
  /// Mean per token.
  public double natsPerToken() {
    return nats / tokens;
  }

  /// `e` to the nats per token.
  public double perplexity() {
    return StrictMath.exp(natsPerToken());
  }

  /// Does not depend on how a text is cut into tokens.
  public double bitsPerCharacter() {
    return nats / StrictMath.log(2) / characters;
  }

  /// Does not depend on how a text is cut into tokens.
  public double bitsPerByte() {
    return nats / StrictMath.log(2) / bytes;
  }
}
