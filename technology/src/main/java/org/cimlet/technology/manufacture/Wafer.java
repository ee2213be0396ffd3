package org.cimlet.technology.manufacture;

/// A round wafer that is cut into square dies.
///
/// @param usd price, processed
/// @param diameterMm across
/// @param edgeMm rim that yields nothing
/// @param scribeMm width of a cut
public record Wafer(double usd, double diameterMm, double edgeMm, double scribeMm) {
  private static final double USUAL_DIAMETER_MM = 300;
  private static final double USUAL_EDGE_MM = 5;
  private static final double USUAL_SCRIBE_MM = 0.2;

  /// @throws IllegalArgumentException where the wafer has no area
  public Wafer {
    if (!(usd >= 0) || !(edgeMm >= 0) || !(scribeMm >= 0) || !(diameterMm > 2 * edgeMm)) {
      throw new IllegalArgumentException(
          "a wafer must have a price and an area, got %s $, %s mm across with an edge of %s mm"
              .formatted(usd, diameterMm, edgeMm));
    }
  }

  /// A wafer of 300 mm with 5 mm of edge and cuts of 0.2 mm.
  public static Wafer of300Mm(double usd) {
    return new Wafer(usd, USUAL_DIAMETER_MM, USUAL_EDGE_MM, USUAL_SCRIBE_MM);
  }

  /// Whole dies of an area, good and bad; the second term takes off what the rim cuts.
  ///
  /// @throws IllegalArgumentException where not even one fits
  public double dies(double areaMm2) {
    double withCuts = areaMm2 + 2 * scribeMm * Math.sqrt(areaMm2) + scribeMm * scribeMm;
    double usable = diameterMm - 2 * edgeMm;
    double dies =
        Math.PI * usable * usable / 4 / withCuts - Math.PI * usable / Math.sqrt(2 * withCuts);
    if (!(dies >= 1)) {
      throw new IllegalArgumentException(
          "a wafer of %s mm must hold at least one die, got %s of %s mm2"
              .formatted(diameterMm, dies, areaMm2));
    }
    return dies;
  }

  /// Whether at least one die of an area fits.
  public boolean holds(double areaMm2) {
    double withCuts = areaMm2 + 2 * scribeMm * Math.sqrt(areaMm2) + scribeMm * scribeMm;
    double usable = diameterMm - 2 * edgeMm;
    return Math.PI * usable * usable / 4 / withCuts - Math.PI * usable / Math.sqrt(2 * withCuts)
        >= 1;
  }
}
