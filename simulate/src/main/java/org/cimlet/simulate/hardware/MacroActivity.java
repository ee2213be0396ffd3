package org.cimlet.simulate.hardware;

import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Dies;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.RefreshWindows;
import org.cimlet.simulate.engine.Server;
import org.jspecify.annotations.Nullable;

/// The macros of every chiplet. All macros of a chiplet read the rows of one step side by side, for
/// one stream at a time; [ArrayActivity] says how long that takes.
public final class MacroActivity {
  private final boolean pauses;
  private final Server[] chiplets;

  public MacroActivity(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    boolean any = false;
    chiplets = new Server[dies.count()];
    for (int c = 0; c < chiplets.length; c++) {
      RefreshWindows refreshes = RefreshWindows.of(dies.at(c));
      any |= refreshes.any();
      chiplets[c] = new Server(events, Event.MACROS_DONE, Resource.MACROS, c, refreshes, recorder);
    }
    pauses = any;
  }

  /// Whether refreshes step in between.
  public boolean pauses() {
    return pauses;
  }

  /// Chiplets there are.
  public int count() {
    return chiplets.length;
  }

  public Server at(int chiplet) {
    return chiplets[chiplet];
  }
}
