package org.cimlet.serve.system;

/// What money is counted for.
///
/// @param years that hardware is used
/// @param usdPerKwh of electricity
/// @param pue power usage effectiveness: what the building takes over what the hardware takes
public record Prices(double years, double usdPerKwh, double pue) {
  /// Three years, 0.08 $/kWh, 1.3.
  public static final Prices USUAL = new Prices(3, 0.08, 1.3);

  private static final double S_PER_YEAR = 365.25 * 86_400;
  private static final double J_PER_KWH = 3.6e6;

  /// Dollars of some seconds.
  ///
  /// @param hardwareUsd what the hardware costs
  /// @param joules that it takes
  public double usd(double hardwareUsd, double seconds, double joules) {
    return hardwareUsd * seconds / (years * S_PER_YEAR) + joules * pue / J_PER_KWH * usdPerKwh;
  }
}
