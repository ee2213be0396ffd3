package org.cimlet.paper.row;

import org.jspecify.annotations.Nullable;

/// Builds one row: the claim, its printed figure, the computed one, and last how they stand to each
/// other. Expected figures are given as digits; a value must round to them.
public final class Claim {
  private final Section section;
  private final String claim;
  private @Nullable Printed printed;
  private String unit = "";
  private @Nullable Double computed;
  private @Nullable Basis basis;

  private Claim(Section section, String claim) {
    this.section = section;
    this.claim = claim;
  }

  public static Claim of(Section section, String claim) {
    return new Claim(section, claim);
  }

  public Claim printed(String digits, String unitPrinted) {
    printed = new Printed(digits, Printed.Bound.NONE);
    unit = unitPrinted;
    return this;
  }

  public Claim printedAtLeast(String digits, String unitPrinted) {
    printed = new Printed(digits, Printed.Bound.LOWER);
    unit = unitPrinted;
    return this;
  }

  public Claim printedAtMost(String digits, String unitPrinted) {
    printed = new Printed(digits, Printed.Bound.UPPER);
    unit = unitPrinted;
    return this;
  }

  /// Made in words, or only implied.
  public Claim unprinted(String unitOfValue) {
    printed = null;
    unit = unitOfValue;
    return this;
  }

  public Claim computed(Basis by, double value) {
    basis = by;
    computed = value;
    return this;
  }

  /// Rounds to what is printed.
  public PaperRow reproduced() {
    return reproduced("");
  }

  /// Rounds to what is printed.
  public PaperRow reproduced(String why) {
    return row(Status.REPRODUCED, why, Expectation.rounding(figure().digits()));
  }

  /// Within a share of what is printed.
  public PaperRow reproducedWithin(double relative, String why) {
    return row(Status.REPRODUCED, why, Expectation.within(relative, figure().value()));
  }

  /// Within the printed bound, at the figure expected.
  public PaperRow reproducedBound(String expected, String why) {
    return row(Status.REPRODUCED, why, Expectation.rounding(expected));
  }

  /// Rounds to the corrected figure.
  public PaperRow corrected(String expected, String why) {
    return row(Status.CORRECTED, why, Expectation.rounding(expected));
  }

  /// Rounds to the figure that comes out under our conditions.
  public PaperRow notReproduced(String expected, String why) {
    return row(Status.NOT_REPRODUCED, why, Expectation.rounding(expected));
  }

  /// Rounds to what is printed, as it must.
  public PaperRow restated(String why) {
    return row(Status.RESTATED, why, Expectation.rounding(figure().digits()));
  }

  /// Within a share of what is printed, as it must be.
  public PaperRow restatedWithin(double relative, String why) {
    return row(Status.RESTATED, why, Expectation.within(relative, figure().value()));
  }

  /// Rounds to what is printed, by a fit.
  public PaperRow calibrated(String why) {
    return row(Status.CALIBRATED, why, Expectation.rounding(figure().digits()));
  }

  /// Rounds to what the model gives, which was not fitted to what is printed.
  public PaperRow predicted(String expected, String why) {
    return row(Status.PREDICTED, why, Expectation.rounding(expected));
  }

  /// Rounds to the figure expected.
  public PaperRow implied(String expected, String why) {
    return implied(Expectation.rounding(expected), why);
  }

  public PaperRow implied(Expectation expected, String why) {
    return row(Status.IMPLIED, why, expected);
  }

  public PaperRow given(String why) {
    return row(Status.GIVEN, why, null);
  }

  public PaperRow notReproducible(String why) {
    return row(Status.NOT_REPRODUCIBLE, why, null);
  }

  private Printed figure() {
    if (printed == null) {
      throw new IllegalStateException("'%s' has no printed figure".formatted(claim));
    }
    return printed;
  }

  private PaperRow row(Status status, String why, @Nullable Expectation expected) {
    return new PaperRow(section, claim, printed, unit, computed, basis, status, why, expected);
  }
}
