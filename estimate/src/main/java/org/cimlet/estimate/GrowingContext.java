package org.cimlet.estimate;

import java.util.function.IntToDoubleFunction;

/// Adds up what tokens take while their context grows. A token's time is a broken line over the
/// context: it is worked out at both ends of a stretch and in its middle, and where these are not
/// on one line, in the halves.
final class GrowingContext {
  private static final double STRAIGHT = 1e-4;

  private final IntToDoubleFunction seconds;

  private GrowingContext(IntToDoubleFunction seconds) {
    this.seconds = seconds;
  }

  /// Sum over all contexts from one to another, both included; 0 where there is none.
  ///
  /// @param seconds of a token, by its context
  static double sum(int from, int to, IntToDoubleFunction seconds) {
    if (from > to) {
      return 0;
    }
    double first = seconds.applyAsDouble(from);
    return from == to
        ? first
        : new GrowingContext(seconds).stretch(from, first, to, seconds.applyAsDouble(to));
  }

  private double stretch(int from, double first, int to, double last) {
    int middle = (from + to) >>> 1;
    double line = first + (last - first) * (middle - from) / (to - from);
    double there = middle == from ? first : seconds.applyAsDouble(middle);
    if (Math.abs(there - line) <= STRAIGHT * there) {
      return (to - from + 1) * (first + last) / 2;
    }
    return stretch(from, first, middle, there) + stretch(middle, there, to, last) - there;
  }
}
