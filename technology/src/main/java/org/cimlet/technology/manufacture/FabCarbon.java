package org.cimlet.technology.manufacture;

/// What a fab emits for a die: energy, gases and materials of its area, bad dies included.
public final class FabCarbon {
  private static final double G_PER_KG = 1000;

  private FabCarbon() {}

  /// Carbon dioxide equivalent of one good die in kilograms.
  ///
  /// @param gPerMm2 of processed silicon
  public static double kgPerGoodDie(double gPerMm2, double areaMm2, DieYield yield) {
    return gPerMm2 * areaMm2 / yield.of(areaMm2) / G_PER_KG;
  }
}
