package org.cimlet.explore;

import java.util.Map;

/// How far an exploration is.
///
/// @param designs answered, refused or excluded so far, those of a run before included
/// @param total to be answered at most
/// @param overLimit answered, but beyond a limit
/// @param excluded by a constraint
/// @param refused machines that cannot run their network, by what refused them
/// @param front designs on the front
/// @param hypervolume share of the box that it dominates ([Growth]); not a number where that is not
///   known
public record Standing(
    long designs,
    long total,
    long overLimit,
    long excluded,
    Map<String, Long> refused,
    int front,
    double hypervolume) {
  /// Copies the map.
  public Standing {
    refused = Map.copyOf(refused);
  }

  /// Designs refused for whatever reason.
  public long allRefused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
