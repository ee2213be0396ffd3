package org.cimlet.compile;

import java.util.Comparator;

/// What a plan is worth, by whatever engine measured it.
///
/// @param timePerTokenS in the scenario's batch
/// @param saturatedTokensPerS with sequences enough
/// @param timeAtBatch1S of a token of a sequence that is alone
public record Merit(double timePerTokenS, double saturatedTokensPerS, double timeAtBatch1S) {
  /// None is better.
  static final Merit BEST = new Merit(0, Double.POSITIVE_INFINITY, 0);

  /// Times this near to the fastest are taken as equal.
  private static final double NEAR = 0.01;

  /// Differences this small are rounding.
  private static final double ROUNDING = 1e-3;

  /// Of those that are nearly the fastest the one that is to be taken comes first: for its peak, in
  /// steps of a thousandth; of equal ones for a sequence that is alone. An order of all merits:
  /// whichever are compared first, the same one is taken.
  static final Comparator<Merit> PEAK_THEN_ALONE =
      Comparator.comparingDouble(Merit::peakStep)
          .reversed()
          .thenComparingDouble(Merit::timeAtBatch1S);

  /// Whether this is worse in neither batch nor peak.
  boolean isNoWorseThan(Merit other) {
    return timePerTokenS <= other.timePerTokenS * (1 + ROUNDING)
        && saturatedTokensPerS >= other.saturatedTokensPerS * (1 - ROUNDING);
  }

  /// Whether this is as fast in the batch as the fastest of all, or nearly.
  boolean isNearly(double fastestS) {
    return timePerTokenS <= fastestS * (1 + NEAR);
  }

  private double peakStep() {
    return Math.floor(Math.log(saturatedTokensPerS) / ROUNDING);
  }

  /// What is at most as good as both bounds: a bound where they are.
  Merit tightened(Merit other) {
    return new Merit(
        Math.max(timePerTokenS, other.timePerTokenS),
        Math.min(saturatedTokensPerS, other.saturatedTokensPerS),
        Math.max(timeAtBatch1S, other.timeAtBatch1S));
  }
}
