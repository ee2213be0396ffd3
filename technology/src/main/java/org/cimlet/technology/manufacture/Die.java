package org.cimlet.technology.manufacture;

/// One kind of die in a package.
///
/// @param areaMm2 its area
/// @param wafer what it is cut from
/// @param yield share that is good
/// @param count how many a package takes
public record Die(double areaMm2, Wafer wafer, DieYield yield, int count) {
  /// Largest field a scanner exposes at once, 26 mm x 33 mm.
  public static final double RETICLE_MM2 = 26.0 * 33;

  /// @throws IllegalArgumentException where area or count is not positive
  public Die {
    if (!(areaMm2 > 0) || count < 1) {
      throw new IllegalArgumentException(
          "dies must have an area and a count, got %s of %s mm2".formatted(count, areaMm2));
    }
  }

  /// Its share of a wafer.
  public double rawUsd() {
    return wafer.usd() / wafer.dies(areaMm2);
  }

  /// A die that has been tested and found good, the bad ones paid for.
  public double knownGoodUsd() {
    return rawUsd() / yield.of(areaMm2);
  }

  /// Whether it is larger than one exposure.
  public boolean exceedsReticle() {
    return areaMm2 > RETICLE_MM2;
  }

  /// Area of all of them together.
  public double allMm2() {
    return areaMm2 * count;
  }
}
