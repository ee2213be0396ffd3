package org.cimlet.execute.macro;

/// A sum left the accumulator that was to hold it.
public final class AccumulatorOverflowException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  AccumulatorOverflowException(long sum, int bits) {
    super(
        "an accumulator of %s bits must hold %s to %s, got %s; widen it or cut the inputs"
            .formatted(bits, -(1L << (bits - 1)), (1L << (bits - 1)) - 1, sum));
  }
}
