package org.cimlet.compile;

/// What a plan is worth, by whatever engine measured it.
///
/// @param timePerTokenS in the scenario's batch
/// @param saturatedTokensPerS with sequences enough
public record Merit(double timePerTokenS, double saturatedTokensPerS) {
  /// Times this near are taken as equal.
  private static final double NEAR = 0.01;

  /// Differences this small are rounding.
  private static final double ROUNDING = 1e-3;

  /// Whether this is faster in the scenario's batch, or about as fast and better with many
  /// sequences.
  boolean isBetterThan(Merit other) {
    if (timePerTokenS < other.timePerTokenS * (1 - NEAR)) {
      return true;
    }
    return timePerTokenS < other.timePerTokenS * (1 + NEAR)
        && saturatedTokensPerS > other.saturatedTokensPerS * (1 + ROUNDING);
  }

  /// Whether this is worse in neither.
  boolean isNoWorseThan(Merit other) {
    return timePerTokenS <= other.timePerTokenS * (1 + ROUNDING)
        && saturatedTokensPerS >= other.saturatedTokensPerS * (1 - ROUNDING);
  }
}
