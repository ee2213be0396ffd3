package org.cimlet.simulate;

import org.cimlet.plan.Chiplet;
import org.jspecify.annotations.Nullable;

/// The macros of every chiplet. All macros of a chiplet read the rows of one step side by side, for
/// one stream at a time; [ArrayActivity] says how long that takes.
final class MacroActivity {
  private final boolean pauses;
  private final WorkQueue[] chiplets;

  MacroActivity(Chiplet chiplet, int count, EventQueue events, @Nullable Recorder recorder) {
    Pauses refreshes = Pauses.of(chiplet);
    pauses = refreshes.any();
    chiplets = new WorkQueue[count];
    for (int c = 0; c < count; c++) {
      chiplets[c] =
          new WorkQueue(events, Event.MACROS_DONE, Resource.MACROS, c, refreshes, recorder);
    }
  }

  /// Whether refreshes step in between.
  boolean pauses() {
    return pauses;
  }

  /// Chiplets there are.
  int count() {
    return chiplets.length;
  }

  WorkQueue at(int chiplet) {
    return chiplets[chiplet];
  }
}
