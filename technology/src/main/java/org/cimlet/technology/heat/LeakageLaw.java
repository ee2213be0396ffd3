package org.cimlet.technology.heat;

/// How static power rises with temperature: it doubles every so many kelvin.
///
/// @param atC temperature it was stated at, in degrees Celsius
/// @param doublingK kelvin in which it doubles
public record LeakageLaw(double atC, double doublingK) {
  /// @throws IllegalArgumentException where it would never double
  public LeakageLaw {
    if (!(doublingK > 0)) {
      throw new IllegalArgumentException("leakage must double in some kelvin, got " + doublingK);
    }
  }

  /// Static power at a temperature over that stated.
  public double factor(double celsius) {
    return Math.pow(2, (celsius - atC) / doublingK);
  }
}
