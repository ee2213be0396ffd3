package org.cimlet.plan.machine;

/// What a die loses beside its arithmetic, resolved: time between operations and within them,
/// energy of control, power of its clock.
///
/// @param stepControlS for which a unit waits before an operation, busy for all others: dispatch,
///   the barrier over the die after the operation before, fill and drain
/// @param sustainedShare of the peak rate of rows that macros reach while rows stream: what bank
///   conflicts and bubbles leave; above 0, at most 1
/// @param controlEnergyShare energy of control on top of that of operations
/// @param clockW power of the clock, whatever the work
public record Losses(
    double stepControlS, double sustainedShare, double controlEnergyShare, double clockW) {
  /// An ideal die: an operation follows on the one before at once, and a row on a row.
  public static final Losses NONE = new Losses(0, 1, 0, 0);

  /// @throws IllegalArgumentException where something would be gained
  public Losses {
    if (!(stepControlS >= 0 && sustainedShare > 0 && sustainedShare <= 1)) {
      throw new IllegalArgumentException(
          "a die must lose time, got %s s an operation and a share of %s"
              .formatted(stepControlS, sustainedShare));
    }
    if (!(controlEnergyShare >= 0 && clockW >= 0)) {
      throw new IllegalArgumentException(
          "a die must lose energy, got a share of %s and %s W"
              .formatted(controlEnergyShare, clockW));
    }
  }
}
