package org.cimlet.technology.comb;

import org.cimlet.technology.scaling.SramCell;

/// A macro as a designer draws it.
///
/// @param columns weights in a row, one multiplier each
/// @param depth rows, of which one is read for each multiply
/// @param weightBits of a weight
/// @param inputBits of an input
/// @param inputBitsPerCycle bits of an input that enter a multiplier at once: all of them where
///   inputs come in parallel, 1 where they come bit by bit
/// @param accumulatorBits of the sum
/// @param cell kind of memory cell
/// @param bitlineRows rows on one bit line; at most `depth`
/// @param group inputs a mask covers where rows may be packed; 0 without a zero skipper
public record CombShape(
    int columns,
    int depth,
    int weightBits,
    int inputBits,
    int inputBitsPerCycle,
    int accumulatorBits,
    SramCell cell,
    int bitlineRows,
    int group) {
  /// @throws IllegalArgumentException where the numbers do not fit together
  public CombShape {
    if (columns < 1 || depth < 1 || weightBits < 1 || inputBits < 1 || accumulatorBits < 1) {
      throw new IllegalArgumentException("a macro must have columns, rows and bits");
    }
    if (inputBitsPerCycle < 1 || inputBitsPerCycle > inputBits) {
      throw new IllegalArgumentException(
          "a macro takes 1 to %s bits of an input at once, got %s"
              .formatted(inputBits, inputBitsPerCycle));
    }
    if (bitlineRows < 1 || bitlineRows > depth) {
      throw new IllegalArgumentException(
          "a bit line must pass 1 to %s rows, got %s".formatted(depth, bitlineRows));
    }
  }

  /// Bits stored.
  public long bits() {
    return (long) columns * depth * weightBits;
  }

  /// Cycles until all bits of an input have entered.
  public int cycles() {
    return Math.ceilDiv(inputBits, inputBitsPerCycle);
  }
}
