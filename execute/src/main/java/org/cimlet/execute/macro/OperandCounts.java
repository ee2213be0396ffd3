package org.cimlet.execute.macro;

/// What macros multiplied, bit by bit: from the shares of ones and zeros follows what a datapath
/// switches.
///
/// @param multiplies operands of either kind, those of padding included
/// @param inputBits bits of an input
/// @param inputOnes ones among the bits of all inputs
/// @param zeroInputs inputs that were zero as a whole
/// @param weightBits bits of a weight
/// @param weightOnes ones among the bits of all weights
/// @param zeroWeights weights that were zero as a whole
public record OperandCounts(
    long multiplies,
    int inputBits,
    long inputOnes,
    long zeroInputs,
    int weightBits,
    long weightOnes,
    long zeroWeights) {
  /// Nothing multiplied.
  public static final OperandCounts NONE = new OperandCounts(0, 0, 0, 0, 0, 0, 0);

  /// Both together.
  ///
  /// @throws IllegalArgumentException where they are of different widths
  public OperandCounts plus(OperandCounts other) {
    if (multiplies == 0 || other.multiplies == 0) {
      return multiplies == 0 ? other : this;
    }
    if (inputBits != other.inputBits || weightBits != other.weightBits) {
      throw new IllegalArgumentException(
          "operands must be of one width, got %s and %s".formatted(this, other));
    }
    return new OperandCounts(
        multiplies + other.multiplies,
        inputBits,
        inputOnes + other.inputOnes,
        zeroInputs + other.zeroInputs,
        weightBits,
        weightOnes + other.weightOnes,
        zeroWeights + other.zeroWeights);
  }

  /// Share of ones among the inputs' bits; 0 where nothing was multiplied.
  public double inputOnesShare() {
    return share(inputOnes, multiplies * inputBits);
  }

  /// Share of inputs that were zero as a whole.
  public double zeroInputsShare() {
    return share(zeroInputs, multiplies);
  }

  /// Share of ones among the weights' bits.
  public double weightOnesShare() {
    return share(weightOnes, multiplies * weightBits);
  }

  /// Share of weights that were zero as a whole.
  public double zeroWeightsShare() {
    return share(zeroWeights, multiplies);
  }

  private static double share(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }
}
