package org.cimlet.technology.manufacture;

/// A die, cut from a wafer and tested.
///
/// @param areaMm2 its area
/// @param wafer what it is cut from
/// @param yield share that is good
public record Die(double areaMm2, Wafer wafer, DieYield yield) {
  /// Largest field a scanner exposes at once, 26 mm x 33 mm.
  public static final double RETICLE_MM2 = 26.0 * 33;

  /// @throws IllegalArgumentException where the area is not positive
  public Die {
    if (!(areaMm2 > 0)) {
      throw new IllegalArgumentException("a die must have an area, got " + areaMm2 + " mm2");
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

  /// Good ones for a package.
  public Component times(int count) {
    return new Component(areaMm2, knownGoodUsd(), count);
  }
}
