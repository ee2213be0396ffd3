package org.cimlet.execute.macro;

/// Adds the sums of a macro's rows, or of macros that share an output: two's complement of some
/// bits, every addition checked.
final class Accumulator {
  private final int bits;
  private long sum;

  /// @param bits 1 to 32
  Accumulator(int bits) {
    this.bits = bits;
  }

  void clear() {
    sum = 0;
  }

  /// @throws AccumulatorOverflowException where the sum does not fit
  void add(int value) {
    sum += value;
    if (sum >> (bits - 1) != sum >> (Long.SIZE - 1)) {
      throw new AccumulatorOverflowException(sum, bits);
    }
  }

  int sum() {
    return (int) sum;
  }
}
