package org.cimlet.paper.row;

import java.math.BigDecimal;
import java.math.MathContext;

/// Where a computed value must lie, found without the code that computes it.
///
/// @param low smallest value accepted
/// @param high largest value accepted
public record Expectation(double low, double high) {
  /// Binary rounding of values that fall exactly between two decimals.
  private static final double SLACK = 1e-9;

  private static final int SHOWN_DIGITS = 6;

  /// @throws IllegalArgumentException unless `low <= high`
  public Expectation {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "an expectation needs low <= high, got %s to %s".formatted(low, high));
    }
  }

  /// Values that round to these digits: `518.1` accepts 518.05 to 518.15.
  public static Expectation rounding(String digits) {
    BigDecimal value = new BigDecimal(digits);
    BigDecimal half = value.ulp().divide(BigDecimal.TWO);
    double slack = Math.abs(value.doubleValue()) * SLACK;
    return new Expectation(
        value.subtract(half).doubleValue() - slack, value.add(half).doubleValue() + slack);
  }

  /// Values within a share of a figure.
  public static Expectation within(double relative, double figure) {
    double margin = Math.abs(figure) * relative;
    return new Expectation(figure - margin, figure + margin);
  }

  /// `518.05 to 518.15`.
  public String text() {
    return rounded(low) + " to " + rounded(high);
  }

  private static String rounded(double value) {
    return new BigDecimal(value)
        .round(new MathContext(SHOWN_DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// Whether a value is as expected.
  public boolean accepts(double value) {
    return value >= low && value <= high;
  }
}
