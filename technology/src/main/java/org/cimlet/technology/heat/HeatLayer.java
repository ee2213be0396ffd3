package org.cimlet.technology.heat;

/// One layer of a package.
///
/// @param name for people: `lid`
/// @param thicknessM from face to face
/// @param wPerMK thermal conductivity; in a layer of dies, that of the dies
/// @param fillWPerMK conductivity between the dies; the same where a layer is of one material
public record HeatLayer(String name, double thicknessM, double wPerMK, double fillWPerMK) {
  /// @throws IllegalArgumentException where a figure is not positive
  public HeatLayer {
    if (!(thicknessM > 0) || !(wPerMK > 0) || !(fillWPerMK > 0)) {
      throw new IllegalArgumentException(
          "a layer must be thick and conduct, got %s of %s m with %s and %s W/(m K)"
              .formatted(name, thicknessM, wPerMK, fillWPerMK));
    }
  }

  /// A layer of one material.
  public static HeatLayer of(String name, double thicknessM, double wPerMK) {
    return new HeatLayer(name, thicknessM, wPerMK, wPerMK);
  }
}
