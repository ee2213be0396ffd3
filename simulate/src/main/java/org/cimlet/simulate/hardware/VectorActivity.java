package org.cimlet.simulate.hardware;

import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.jspecify.annotations.Nullable;

/// The element-wise unit of every chiplet; none works where the machine has none. Where units take
/// turns, it waits for the macros and has them busy.
public final class VectorActivity {
  private final double operationsPerS;
  private final long controlPs;
  private final boolean apart;
  private final Server[] chiplets;

  public VectorActivity(
      Chiplet chiplet, MacroActivity macros, EventQueue events, @Nullable Recorder recorder) {
    Chiplet.VectorUnit unit = chiplet.vector();
    operationsPerS =
        unit == null ? 1 : Picoseconds.rate(unit.operationsPerS(), "rate of the vector unit");
    controlPs = StepControl.ps(chiplet);
    apart = unit != null && !chiplet.takesTurns();
    chiplets = new Server[unit == null ? 0 : macros.count()];
    for (int c = 0; c < chiplets.length; c++) {
      chiplets[c] =
          apart
              ? new Server(events, Event.VECTOR_DONE, Resource.VECTOR_UNIT, c, recorder)
              : macros.at(c);
    }
  }

  /// Whether chiplets have one that works beside their macros.
  public boolean apart() {
    return apart;
  }

  /// Time of so many operations of one kind, waiting before them included.
  public long opsPs(long ops) {
    return controlPs + Picoseconds.of(ops, operationsPerS);
  }

  public Server at(int chiplet) {
    return chiplets[chiplet];
  }
}
