package org.cimlet.explore;

import java.util.Locale;

/// What became of a design.
///
/// @param design its number
/// @param why what refused it, or which limit it breaks; empty otherwise
/// @param metrics in the order of the [Columns]; not numbers where there is no answer
@SuppressWarnings("ArrayRecordComponent") // a million of them; never changed once made
record Row(long design, Status status, String why, double[] metrics) {
  /// What became of it.
  enum Status {
    /// Answered, within every limit.
    DONE,
    /// Answered, beyond a limit.
    OVER_LIMIT,
    /// The machine cannot run the network so.
    REFUSED,
    /// It breaks a constraint and was not tried.
    EXCLUDED;

    /// `over_limit`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
