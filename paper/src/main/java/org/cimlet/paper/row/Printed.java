package org.cimlet.paper.row;

import java.math.BigDecimal;

/// A figure as it stands on paper.
///
/// @param digits as printed: `0.0325`
/// @param atLeast whether the paper says "more than"
public record Printed(String digits, boolean atLeast) {
  /// @throws NumberFormatException where `digits` is no number
  public Printed {
    BigDecimal _ = new BigDecimal(digits);
  }

  /// The figure.
  public double value() {
    return Double.parseDouble(digits);
  }

  /// Significant digits printed.
  public int precision() {
    return new BigDecimal(digits).precision();
  }

  /// Whether a value is beyond the bound, where it is one; any value is no contradiction to a
  /// figure that is none.
  public boolean holdsFor(double value) {
    return !atLeast || value >= value();
  }

  /// `0.0325`, or `≥ 85` for a bound.
  public String text() {
    return atLeast ? "≥ " + digits : digits;
  }
}
