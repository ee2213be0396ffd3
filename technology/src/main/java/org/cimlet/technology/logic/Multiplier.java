package org.cimlet.technology.logic;

/// How a weight is multiplied.
public enum Multiplier {
  /// A few bits of the input at a time, an and gate for each pair of bits.
  SERIAL,
  /// All bits of the input at once, an and gate for each pair of bits.
  ARRAY,
  /// Two bits of the input as one digit of -2 to 2 (Booth, radix 4), a selector for each.
  BOOTH4,
  /// One bit by one bit, which stand for minus one and one: an exclusive nor for each pair.
  XNOR,
  /// Not at all: the smaller of the two is added, bit by bit from the highest. Sums of inputs, of
  /// weights and of minima make distances, of which networks without products are built.
  MINIMUM;

  /// @throws IllegalArgumentException where it does not multiply so many bits so
  void check(
      int weightBits,
      int weightSliceBits,
      int inputBits,
      int inputBitsPerCycle,
      boolean perBitColumn) {
    switch (this) {
      case ARRAY ->
          require(
              inputBitsPerCycle == inputBits,
              "an array multiplier takes all %s bits of an input at once, got %s"
                  .formatted(inputBits, inputBitsPerCycle));
      case BOOTH4 ->
          require(
              inputBitsPerCycle % 2 == 0 && !perBitColumn,
              "a Booth multiplier takes an even number of bits of an input and adds whole"
                  + " products");
      case XNOR ->
          require(
              weightBits == 1 && inputBits == 1 && !perBitColumn,
              "an exclusive nor multiplies one bit by one, got %s by %s"
                  .formatted(weightBits, inputBits));
      case MINIMUM ->
          require(
              inputBitsPerCycle == 1
                  && inputBits == weightBits
                  && weightSliceBits == weightBits
                  && !perBitColumn,
              "minima are of weights and inputs with as many bits, one of each in a cycle");
      case SERIAL -> {}
    }
  }

  private static void require(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
