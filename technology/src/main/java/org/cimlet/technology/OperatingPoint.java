package org.cimlet.technology;

/// A supply voltage, the clock a chip reaches at it, and the power it then draws with everything
/// busy.
public record OperatingPoint(double voltageV, double clockHz, double powerW) {
  /// @throws IllegalArgumentException where a figure is not positive and finite
  public OperatingPoint {
    requirePositive("voltage", voltageV, "V");
    requirePositive("clock", clockHz, "Hz");
    requirePositive("power", powerW, "W");
  }

  private static void requirePositive(String what, double value, String unit) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "an operating point's %s must be positive, got %s %s".formatted(what, value, unit));
    }
  }
}
