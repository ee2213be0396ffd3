package org.cimlet.technology;

import java.util.Locale;

/// Power of a chip at full load: switched capacitance and leakage, `P(V, f) = C V^2 f + L (V /
/// V0)^k`.
///
/// Two points determine `C` and `L` for a chosen `k`, which is a prior.
///
/// @param capacitanceF effective capacitance switched each cycle, `C`
/// @param leakageW static power at `referenceV`, `L`
/// @param referenceV `V0`
/// @param leakageExponent `k`
public record PowerLaw(
    double capacitanceF, double leakageW, double referenceV, double leakageExponent) {
  /// Leakage current that hardly changes with the supply. On the one chip with a third point it
  /// misses by 0.4 and 1.2 % where the cube misses by 2.6 and 2.8 %.
  public static final double LEAKAGE_EXPONENT = 1;

  /// The law with leakage exponent `k` that passes through both points; the reference is the lower
  /// voltage.
  ///
  /// @throws IllegalArgumentException where the voltages are not ascending, or where the law would
  ///   need a capacitance that is not positive or a leakage below zero: `k` is then too steep for
  ///   these points, or they are no two points of one chip
  public static PowerLaw through(OperatingPoint low, OperatingPoint high, double leakageExponent) {
    requireAscending(low, high);
    double growth = Math.pow(high.voltageV() / low.voltageV(), leakageExponent);
    double switchedLow = switched(low);
    double switchedHigh = switched(high);
    double capacitance =
        (high.powerW() - low.powerW() * growth) / (switchedHigh - growth * switchedLow);
    double leakage = low.powerW() - capacitance * switchedLow;
    if (!(capacitance > 0) || !(leakage >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no power law with leakage exponent %s passes through %s and %s: it would need %.4g F"
                  + " switched and %.4g W leakage at %s V",
              leakageExponent,
              low,
              high,
              capacitance,
              leakage,
              low.voltageV()));
    }
    return new PowerLaw(capacitance, leakage, low.voltageV(), leakageExponent);
  }

  /// Power at full load.
  public double powerW(double voltageV, double clockHz) {
    return capacitanceF * voltageV * voltageV * clockHz + leakageW(voltageV);
  }

  /// The static part of it.
  public double leakageW(double voltageV) {
    return leakageW * Math.pow(voltageV / referenceV, leakageExponent);
  }

  /// `V^2 f`: watts for each farad switched.
  private static double switched(OperatingPoint point) {
    return point.voltageV() * point.voltageV() * point.clockHz();
  }

  static void requireAscending(OperatingPoint low, OperatingPoint high) {
    if (!(low.voltageV() < high.voltageV())) {
      throw new IllegalArgumentException(
          "two operating points must have ascending voltages, got %s V and %s V"
              .formatted(low.voltageV(), high.voltageV()));
    }
  }
}
