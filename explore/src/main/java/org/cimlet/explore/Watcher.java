package org.cimlet.explore;

/// Hears how far an exploration is, from any thread, one call at a time.
@FunctionalInterface
public interface Watcher {
  /// Designs were answered.
  void explored(Standing standing);

  /// Designs of the front were looked at once more.
  ///
  /// @param how `uncertainty` or `events`
  default void checked(String how, long done, long total) {
    // seldom of interest
  }
}
