package org.cimlet.plan.machine;

/// What a die loses between operations and within them, resolved.
///
/// @param stepControlS for which a unit waits before an operation, busy for all others: dispatch,
///   the barrier over the die after the operation before, fill and drain
/// @param sustainedShare of the peak rate of rows that macros reach while rows stream: what bank
///   conflicts and bubbles leave; above 0, at most 1
public record Losses(double stepControlS, double sustainedShare) {
  /// An ideal die: an operation follows on the one before at once, and a row on a row.
  public static final Losses NONE = new Losses(0, 1);

  /// @throws IllegalArgumentException where time would be gained
  public Losses {
    if (!(stepControlS >= 0 && sustainedShare > 0 && sustainedShare <= 1)) {
      throw new IllegalArgumentException(
          "a die must lose time, got %s s an operation and a share of %s"
              .formatted(stepControlS, sustainedShare));
    }
  }
}
