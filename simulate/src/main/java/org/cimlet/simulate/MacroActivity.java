package org.cimlet.simulate;

import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Macro;
import org.jspecify.annotations.Nullable;

/// The macros of every chiplet. All macros of a chiplet read the rows of one step side by side, for
/// one stream at a time, one row every `cyclesPerRow` cycles.
final class MacroActivity {
  private final Macro macro;
  private final WorkQueue[] chiplets;

  MacroActivity(Chiplet chiplet, int count, EventQueue events, @Nullable Recorder recorder) {
    macro = chiplet.macro();
    chiplets = new WorkQueue[count];
    for (int c = 0; c < count; c++) {
      chiplets[c] = new WorkQueue(events, Event.MACROS_DONE, Resource.MACROS, c, recorder);
    }
  }

  /// Time of so many rows.
  long rowsPs(long rows) {
    return Picoseconds.ofCycles(rows * macro.cyclesPerRow(), macro.clockHz());
  }

  /// Chiplets there are.
  int count() {
    return chiplets.length;
  }

  WorkQueue at(int chiplet) {
    return chiplets[chiplet];
  }
}
