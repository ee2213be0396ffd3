package org.cimlet.paper.row;

import java.math.BigDecimal;

/// A figure as it stands on paper.
///
/// @param digits as printed: `0.0325`
/// @param bound whether the paper says "more than" or "up to"
public record Printed(String digits, Bound bound) {
  /// What the figure bounds.
  public enum Bound {
    /// The figure itself.
    NONE(""),
    /// "More than", or the lower end of a range.
    LOWER("≥ "),
    /// "Up to", or the upper end of a range.
    UPPER("≤ ");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

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

  /// Whether a value is within the bound, where it is one; any value is no contradiction to a
  /// figure that is none.
  public boolean holdsFor(double value) {
    return switch (bound) {
      case NONE -> true;
      case LOWER -> value >= value();
      case UPPER -> value <= value();
    };
  }

  /// `0.0325`, or `≥ 85` for a bound.
  public String text() {
    return bound.sign + digits;
  }
}
