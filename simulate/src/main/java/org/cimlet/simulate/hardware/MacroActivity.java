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
/// one pass at a time; [ArrayActivity] says how long that takes.
public final class MacroActivity {
  private final boolean refreshes;
  private final Server[] chiplets;

  public MacroActivity(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    boolean any = false;
    chiplets = new Server[dies.count()];
    for (int c = 0; c < chiplets.length; c++) {
      RefreshWindows windows = RefreshWindows.of(dies.at(c));
      any |= windows.any();
      chiplets[c] = new Server(events, Event.MACROS_DONE, Resource.MACROS, c, windows, recorder);
    }
    refreshes = any;
  }

  /// Whether refreshes step in between.
  public boolean refreshes() {
    return refreshes;
  }

  /// Chiplets there are.
  public int count() {
    return chiplets.length;
  }

  public Server at(int chiplet) {
    return chiplets[chiplet];
  }
}
