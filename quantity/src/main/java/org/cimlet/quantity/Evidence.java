package org.cimlet.quantity;

import java.util.Locale;

/// How far a technology number can be trusted.
///
/// Each kind has a spread that stands in where a number states no range of its own: the value
/// divided and multiplied by it. The spreads are our judgement; reports that use them say so.
public enum Evidence {
  /// Printed in a paper, data sheet or standard.
  PUBLISHED(1.02),
  /// Arithmetic on published numbers.
  DERIVED(1.05),
  /// Fitted so that a published result comes out.
  CALIBRATED(1.15),
  /// Read from a table or a fit beyond its end.
  EXTRAPOLATED(1.3),
  /// Our judgement; nobody printed it.
  ASSUMED(1.5);

  private final double spread;

  Evidence(double spread) {
    this.spread = spread;
  }

  /// How many times larger or smaller a number of this kind may be where it states no range.
  public double spread() {
    return spread;
  }

  /// The interval around a value by the spread.
  Interval intervalAround(double value) {
    double a = value / spread;
    double b = value * spread;
    return new Interval(Math.min(a, b), Math.max(a, b));
  }

  /// The word specs and reports use: `published`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
