package org.cimlet.technology.manufacture;

/// Share of dies without a fatal defect, defects clustered: the negative binomial model `Y = (1 + D
/// A / alpha)^-alpha`.
///
/// @param defectsPerCm2 fatal defects, `D`
/// @param clustering `alpha`: low where defects come in clusters and so spare other dies; without
///   bound it becomes Poisson's `exp(-D A)`
public record DieYield(double defectsPerCm2, double clustering) {
  private static final double MM2_PER_CM2 = 100;

  /// @throws IllegalArgumentException where there are negative defects or no clustering parameter
  public DieYield {
    if (!(defectsPerCm2 >= 0) || !(clustering > 0)) {
      throw new IllegalArgumentException(
          "yield needs defects of at least 0 and clustering above 0, got %s per cm2 and %s"
              .formatted(defectsPerCm2, clustering));
    }
  }

  /// Share of good dies of an area.
  public double of(double areaMm2) {
    return Math.pow(1 + defectsPerCm2 * areaMm2 / MM2_PER_CM2 / clustering, -clustering);
  }
}
