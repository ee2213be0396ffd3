package org.cimlet.simulate.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Brings the plan's seconds and rates to whole picoseconds, once, rounded half up.
public final class Picoseconds {
  public static final double PER_S = 1e12;
  private static final long PER_S_EXACT = 1_000_000_000_000L;

  private Picoseconds() {}

  /// A latency.
  ///
  /// @throws IllegalArgumentException unless it is a number from 0 to a million seconds
  public static long ofSeconds(double seconds, String what) {
    if (!(seconds >= 0 && seconds <= 1e6)) {
      throw new IllegalArgumentException(what + " must be from 0 to 1e6 s, got " + seconds);
    }
    return Math.round(seconds * PER_S);
  }

  /// Time of `amount` at a rate per second; at least 1 ps unless the amount is 0.
  public static long of(long amount, double perSecond) {
    return amount == 0 ? 0 : Math.max(1, Math.round((double) amount * PER_S / perSecond));
  }

  /// Time of `cycles` of a clock, exact to the nearest picosecond.
  public static long ofCycles(long cycles, long clockHz) {
    if (cycles <= Long.MAX_VALUE / PER_S_EXACT) {
      long scaled = cycles * PER_S_EXACT;
      return scaled / clockHz + (2 * (scaled % clockHz) >= clockHz ? 1 : 0);
    }
    BigDecimal scaled =
        new BigDecimal(BigInteger.valueOf(cycles)).multiply(new BigDecimal(PER_S_EXACT));
    return scaled.divide(new BigDecimal(clockHz), 0, RoundingMode.HALF_UP).longValueExact();
  }

  /// @throws IllegalArgumentException unless the rate is above 0 and finite
  public static double rate(double perSecond, String what) {
    if (!(perSecond > 0 && perSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above 0 and finite, got " + perSecond);
    }
    return perSecond;
  }
}
