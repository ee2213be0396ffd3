package org.cimlet.technology.heat;

/// A rectangle that gives off heat: a die, or a part of one.
///
/// @param layer number of the layer it lies in, from the bottom
/// @param xM left edge, from the left of the package
/// @param yM upper edge, from the top of the package
/// @param widthM across
/// @param depthM down
/// @param powerW spread evenly over it
public record HeatSource(
    int layer, double xM, double yM, double widthM, double depthM, double powerW) {
  /// @throws IllegalArgumentException where it has no area or its power is negative
  public HeatSource {
    if (layer < 0 || !(widthM > 0) || !(depthM > 0) || !(powerW >= 0)) {
      throw new IllegalArgumentException(
          "a source must have an area and a power of at least 0, got %s m x %s m and %s W"
              .formatted(widthM, depthM, powerW));
    }
  }

  /// Area in square metres that lies within a rectangle.
  double overlap(double left, double top, double right, double bottom) {
    double across = Math.min(right, xM + widthM) - Math.max(left, xM);
    double down = Math.min(bottom, yM + depthM) - Math.max(top, yM);
    return Math.max(0, across) * Math.max(0, down);
  }
}
