package org.cimlet.technology.manufacture;

/// Something good that goes into a package: dies of one kind, or memory that is bought.
///
/// @param areaMm2 area on the carrier
/// @param knownGoodUsd price of one that has been found good
/// @param count how many a package takes
public record Component(double areaMm2, double knownGoodUsd, int count) {
  /// @throws IllegalArgumentException where there is no area or no count
  public Component {
    if (!(areaMm2 > 0) || !(knownGoodUsd >= 0) || count < 1) {
      throw new IllegalArgumentException(
          "components must have an area, a price and a count, got %s of %s mm2 at %s $"
              .formatted(count, areaMm2, knownGoodUsd));
    }
  }

  /// Area of all of them together.
  public double allMm2() {
    return areaMm2 * count;
  }
}
