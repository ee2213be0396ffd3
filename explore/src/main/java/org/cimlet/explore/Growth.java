package org.cimlet.explore;

import java.util.List;

/// How a front grew with the designs that were answered.
///
/// Its hypervolume is a share of the box from the best that was met in each objective to a
/// reference point, a tenth of the way beyond the worst that was on the front of some stretch of
/// designs.
///
/// @param best costs of each objective, less being better
/// @param reference costs of each objective
/// @param stretches the front after more and more designs
@SuppressWarnings("ArrayRecordComponent") // never changed once made
public record Growth(double[] best, double[] reference, List<Stretch> stretches) {
  /// Copies the list.
  public Growth {
    stretches = List.copyOf(stretches);
  }

  /// The front after so many designs.
  ///
  /// @param designs answered, refused or excluded
  /// @param front designs on it
  /// @param share of the box that they dominate
  public record Stretch(long designs, int front, double share) {}
}
