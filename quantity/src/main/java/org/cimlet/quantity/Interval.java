package org.cimlet.quantity;

/// Where a number may lie.
///
/// @param low smallest value thought possible
/// @param high largest
public record Interval(double low, double high) {
  /// @throws IllegalArgumentException unless `low <= high` and both are finite
  public Interval {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "an interval needs low <= high, got %s to %s".formatted(low, high));
    }
  }

  /// Whether a value lies in it, ends included.
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /// The value of which a share of the possible lie below: half of them below `middle`, evenly
  /// spread on either side of it.
  ///
  /// @param share 0 to 1
  public double quantile(double middle, double share) {
    return share < 0.5
        ? low + 2 * share * (middle - low)
        : middle + (2 * share - 1) * (high - middle);
  }
}
