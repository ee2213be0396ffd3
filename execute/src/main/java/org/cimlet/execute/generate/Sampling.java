package org.cimlet.execute.generate;

/// How the next token is chosen from the scores.
///
/// @param temperature 0 for always the likeliest; else scores are divided by it
/// @param topP of the likeliest tokens, the fewest whose chances add up to this are drawn from; 1
///   for all
/// @param seed of the draws; the same seed draws the same tokens on every machine
public record Sampling(double temperature, double topP, long seed) {
  /// @throws IllegalArgumentException unless `temperature >= 0` and `0 < topP <= 1`
  public Sampling {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a temperature must be 0 or more, got " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p must be above 0 and at most 1, got " + topP);
    }
  }

  /// Always the likeliest token.
  public static Sampling greedy() {
    return new Sampling(0, 1, 0);
  }
}
