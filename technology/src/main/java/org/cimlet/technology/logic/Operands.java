package org.cimlet.technology.logic;

/// What the bits of inputs and weights look like: gates switch where bits change, and a zero stops
/// a multiplier.
///
/// @param inputOnes share of ones among the bits of all inputs
/// @param inputZeros share of inputs that are zero as a whole; ones lie in the others
/// @param weightOnes share of ones among the bits of all weights
/// @param weightZeros share of weights that are zero as a whole
public record Operands(double inputOnes, double inputZeros, double weightOnes, double weightZeros) {
  /// Where nobody says: sums of normal distribution after a ReLU, in 8 bits whose full scale is
  /// four standard deviations, are zero in half of all cases and have a fifth of ones; weights of
  /// normal distribution have half.
  public static final Operands USUAL = new Operands(0.2, 0.5, 0.5, 0);

  /// Every bit is one half of the time.
  public static final Operands RANDOM = new Operands(0.5, 0, 0.5, 0);

  /// Three of four inputs are zero and a tenth of the bits are ones: the least that macros are
  /// measured with.
  public static final Operands SPARSE = new Operands(0.1, 0.75, 0.5, 0);

  /// @throws IllegalArgumentException where shares do not lie within 0 and 1, or there are more
  ///   ones than bits of what is not zero
  public Operands {
    requirePossible("input", inputOnes, inputZeros);
    requirePossible("weight", weightOnes, weightZeros);
  }

  private static void requirePossible(String what, double ones, double zeros) {
    if (!(ones >= 0) || !(zeros >= 0) || !(ones + zeros <= 1)) {
      throw new IllegalArgumentException(
          "%s ones and zeros must be shares that leave room for one another, got %s and %s"
              .formatted(what, ones, zeros));
    }
  }

  /// Share of ones among the bits of inputs that are not zero as a whole.
  double onesOfInputs() {
    return inputZeros == 1 ? 0 : inputOnes / (1 - inputZeros);
  }

  /// The same of weights.
  double onesOfWeights() {
    return weightZeros == 1 ? 0 : weightOnes / (1 - weightZeros);
  }
}
