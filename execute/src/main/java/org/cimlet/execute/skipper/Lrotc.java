package org.cimlet.execute.skipper;

/// Left rotate and complement: rotate a word left by one, complementing the bit that wraps, as many
/// times as said. The paper's "LRCW".
///
/// A word of `d` ones goes through `d` words of ever more zeros below, then `d` of ever more ones
/// below: the period is `2d`.
final class Lrotc {
  private Lrotc() {}

  /// `d` ones, rotated and complemented `rotations` times.
  ///
  /// @param d bits of the word, 1 to 32
  /// @param rotations 0 to `2d - 1`
  static long ofOnes(int d, int rotations) {
    long ones = (1L << d) - 1;
    return rotations <= d ? (ones << rotations) & ones : ones >>> (2 * d - rotations);
  }
}
