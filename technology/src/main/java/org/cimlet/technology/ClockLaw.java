package org.cimlet.technology;

/// The clock a chip reaches at a supply voltage, by the alpha-power law `f(V) = K (V - Vt)^alpha /
/// V` (Sakurai and Newton, IEEE JSSC 25(2), 1990).
///
/// Two points determine `K` and `Vt` for a chosen `alpha`, which is a prior: 2 for long channels,
/// towards 1 where carriers are at their saturated velocity. One point does where `Vt` is known.
///
/// `Vt` is the effective threshold of whole paths, arrays included, and lies above that of a
/// transistor's data sheet.
///
/// @param scaleHz `K`, in hertz times `V^(1 - alpha)`
/// @param thresholdV `Vt`, where the clock would stop
/// @param alpha velocity saturation, 1 to 2
public record ClockLaw(double scaleHz, double thresholdV, double alpha) {
  /// Full velocity saturation. Of the exponents from 1 to 2 it misses the fewest points between the
  /// ends of published voltage and frequency tables from 65 to 5 nm (docs/studies/silicon.md).
  public static final double ALPHA = 1;

  /// What a gate's delay is multiplied by at a supply, `V / (V - Vt)^alpha` with [#ALPHA].
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public static double slowness(double voltageV, double thresholdV) {
    return 1 / new ClockLaw(1, thresholdV, ALPHA).clockHz(voltageV);
  }

  /// The law with a known threshold that passes through one point.
  ///
  /// @throws IllegalArgumentException where the point does not lie above the threshold
  public static ClockLaw through(Point point, double thresholdV, double alpha) {
    double unscaled = new ClockLaw(1, thresholdV, alpha).clockHz(point.voltageV());
    return new ClockLaw(point.clockHz() / unscaled, thresholdV, alpha);
  }

  /// A supply voltage and the clock reached at it.
  public record Point(double voltageV, double clockHz) {
    /// @throws IllegalArgumentException where a figure is not positive
    public Point {
      if (!(voltageV > 0) || !(clockHz > 0)) {
        throw new IllegalArgumentException(
            "a point must be positive, got %s V and %s Hz".formatted(voltageV, clockHz));
      }
    }
  }

  /// The law with exponent `alpha` that passes through both points.
  ///
  /// @throws IllegalArgumentException where the voltages are not ascending, `alpha` is not
  ///   positive, `f V` does not rise, or the threshold would lie below zero
  public static ClockLaw through(OperatingPoint low, OperatingPoint high, double alpha) {
    return through(
        new Point(low.voltageV(), low.clockHz()),
        new Point(high.voltageV(), high.clockHz()),
        alpha);
  }

  /// As the one for chips whose power is known too.
  public static ClockLaw through(Point low, Point high, double alpha) {
    if (!(low.voltageV() < high.voltageV())) {
      throw new IllegalArgumentException(
          "two operating points must have ascending voltages, got %s V and %s V"
              .formatted(low.voltageV(), high.voltageV()));
    }
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha must be positive, got " + alpha);
    }
    double driveLow = low.clockHz() * low.voltageV();
    double driveHigh = high.clockHz() * high.voltageV();
    // (V1 - Vt) / (V2 - Vt)
    double ratio = Math.pow(driveLow / driveHigh, 1 / alpha);
    double threshold = (low.voltageV() - ratio * high.voltageV()) / (1 - ratio);
    if (!(ratio < 1) || !(threshold >= 0)) {
      throw new IllegalArgumentException(
          "no clock law with alpha %s passes through %s and %s: it would need a threshold of %s V"
              .formatted(alpha, low, high, threshold));
    }
    double scale = driveHigh / Math.pow(high.voltageV() - threshold, alpha);
    return new ClockLaw(scale, threshold, alpha);
  }

  /// The clock reached.
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public double clockHz(double voltageV) {
    if (!(voltageV > thresholdV)) {
      throw new IllegalArgumentException(
          "a clock needs a voltage above the threshold of %s V, got %s V"
              .formatted(thresholdV, voltageV));
    }
    return scaleHz * Math.pow(voltageV - thresholdV, alpha) / voltageV;
  }
}
