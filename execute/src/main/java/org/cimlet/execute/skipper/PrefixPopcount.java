package org.cimlet.execute.skipper;

/// Counts the ones of a mask below a position, as the decoder's adders do.
///
/// The position that heads the upper half of a butterfly block of `2d` inputs has `d` as its lowest
/// set bit, and the block's control word depends on the count modulo `2d` alone. So each of the
/// positions 1 to n-1 has an adder of its own, `log2(2d)` bits wide.
final class PrefixPopcount {
  private PrefixPopcount() {}

  /// Ones of `mask` at positions 0 to `position - 1`, modulo twice the position's lowest set bit.
  ///
  /// @param position 1 to 63
  static int below(long mask, int position) {
    int ones = Long.bitCount(mask & ((1L << position) - 1));
    return ones & (2 * Integer.lowestOneBit(position) - 1);
  }
}
