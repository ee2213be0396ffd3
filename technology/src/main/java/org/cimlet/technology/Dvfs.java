package org.cimlet.technology;

/// A chip at any supply voltage: how fast it then runs and what it then draws.
///
/// Drawn exactly through two published points, so those two are reproduced by construction and say
/// nothing about the laws; what lies between is a prediction that rests on the two exponents.
///
/// @param low the published point of lowest voltage
/// @param high the published point of highest voltage
/// @param power the power law through both
/// @param clock the clock law through both
public record Dvfs(OperatingPoint low, OperatingPoint high, PowerLaw power, ClockLaw clock) {

  /// The laws through both points.
  ///
  /// @param leakageExponent see [PowerLaw]
  /// @param alpha see [ClockLaw]
  /// @throws IllegalArgumentException where no such law passes through them; the message names the
  ///   figures it would need
  public static Dvfs through(
      OperatingPoint low, OperatingPoint high, double leakageExponent, double alpha) {
    return new Dvfs(
        low,
        high,
        PowerLaw.through(low, high, leakageExponent),
        ClockLaw.through(low, high, alpha));
  }

  /// The operating point at a voltage between the published ones.
  ///
  /// @throws IllegalArgumentException outside them, where the laws are not drawn
  public OperatingPoint at(double voltageV) {
    if (!(voltageV >= low.voltageV() && voltageV <= high.voltageV())) {
      throw new IllegalArgumentException(
          "must lie between the fitted %s V and %s V, got %s V"
              .formatted(low.voltageV(), high.voltageV(), voltageV));
    }
    double clockHz = clock.clockHz(voltageV);
    return new OperatingPoint(voltageV, clockHz, power.powerW(voltageV, clockHz));
  }
}
