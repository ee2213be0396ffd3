package org.cimlet.technology;

/// The clock a chip reaches at a supply voltage, by the alpha-power law `f(V) = K (V - Vt)^alpha /
/// V` (Sakurai and Newton, IEEE JSSC 25(2), 1990).
///
/// Two points determine `K` and `Vt` for a chosen `alpha`, which is a prior: 2 for long channels,
/// near 1.3 for short ones.
///
/// @param scaleHz `K`, in hertz times `V^(1 - alpha)`
/// @param thresholdV `Vt`, where the clock would stop
/// @param alpha velocity saturation, 1 to 2
public record ClockLaw(double scaleHz, double thresholdV, double alpha) {

  /// The law with exponent `alpha` that passes through both points.
  ///
  /// @throws IllegalArgumentException where the voltages are not ascending, `alpha` is not
  ///   positive, `f V` does not rise, or the threshold would lie below zero
  public static ClockLaw through(OperatingPoint low, OperatingPoint high, double alpha) {
    PowerLaw.requireAscending(low, high);
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
