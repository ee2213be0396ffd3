package org.cimlet.execute.macro;

/// Adds the sums of a macro's rows, or of macros that share an output: two's complement of some
/// bits, every addition checked.
public final class Accumulator {
  private final int bits;
  private long sum;

  /// @param bits 1 to 32
  public Accumulator(int bits) {
    this.bits = bits;
  }

  /// Begins anew.
  public void clear() {
    sum = 0;
  }

  /// Adds a number.
  ///
  /// @throws AccumulatorOverflowException where the sum does not fit
  public void add(int value) {
    sum += value;
    if (sum >> (bits - 1) != sum >> (Long.SIZE - 1)) {
      throw new AccumulatorOverflowException(sum, bits);
    }
  }

  /// The sum so far.
  public int sum() {
    return (int) sum;
  }
}
