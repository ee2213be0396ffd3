package org.cimlet.simulate;

import org.cimlet.plan.machine.Dies;
import org.jspecify.annotations.Nullable;

/// The macros of every chiplet. All macros of a chiplet read the rows of one step side by side, for
/// one stream at a time; [ArrayActivity] says how long that takes.
final class MacroActivity {
  private final boolean pauses;
  private final WorkQueue[] chiplets;

  MacroActivity(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    boolean any = false;
    chiplets = new WorkQueue[dies.count()];
    for (int c = 0; c < chiplets.length; c++) {
      Pauses refreshes = Pauses.of(dies.at(c));
      any |= refreshes.any();
      chiplets[c] =
          new WorkQueue(events, Event.MACROS_DONE, Resource.MACROS, c, refreshes, recorder);
    }
    pauses = any;
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
