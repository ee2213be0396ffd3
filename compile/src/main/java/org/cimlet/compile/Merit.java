package org.cimlet.compile;

/// What a plan is worth, by whatever engine measured it.
///
/// @param timePerTokenS in the scenario's batch
/// @param saturatedTokensPerS with sequences enough
/// @param timeAtBatch1S of a token of a sequence that is alone
public record Merit(double timePerTokenS, double saturatedTokensPerS, double timeAtBatch1S) {
  /// Times this near are taken as equal.
  private static final double NEAR = 0.01;

  /// Differences this small are rounding.
  private static final double ROUNDING = 1e-3;

  /// Whether this is faster in the scenario's batch; or about as fast and better with many
  /// sequences; or alike in both and faster for one that is alone.
  boolean isBetterThan(Merit other) {
    if (timePerTokenS < other.timePerTokenS * (1 - NEAR)) {
      return true;
    }
    if (timePerTokenS > other.timePerTokenS * (1 + NEAR)) {
      return false;
    }
    if (saturatedTokensPerS > other.saturatedTokensPerS * (1 + ROUNDING)) {
      return true;
    }
    return saturatedTokensPerS >= other.saturatedTokensPerS * (1 - ROUNDING)
        && timeAtBatch1S < other.timeAtBatch1S * (1 - NEAR);
  }

  /// Whether this is worse in neither batch nor peak.
  boolean isNoWorseThan(Merit other) {
    return timePerTokenS <= other.timePerTokenS * (1 + ROUNDING)
        && saturatedTokensPerS >= other.saturatedTokensPerS * (1 - ROUNDING);
  }
}
