package org.cimlet.simulate;

import org.cimlet.plan.machine.Chiplet;
import org.jspecify.annotations.Nullable;

/// The element-wise unit of every chiplet; none works where the machine has none.
final class VectorActivity {
  private final double operationsPerS;
  private final WorkQueue[] chiplets;

  VectorActivity(Chiplet chiplet, int count, EventQueue events, @Nullable Recorder recorder) {
    Chiplet.VectorUnit unit = chiplet.vector();
    operationsPerS =
        unit == null ? 1 : Picoseconds.rate(unit.operationsPerS(), "rate of the vector unit");
    chiplets = new WorkQueue[unit == null ? 0 : count];
    for (int c = 0; c < chiplets.length; c++) {
      chiplets[c] = new WorkQueue(events, Event.VECTOR_DONE, Resource.VECTOR_UNIT, c, recorder);
    }
  }

  /// Whether chiplets have one.
  boolean present() {
    return chiplets.length > 0;
  }

  long opsPs(long ops) {
    return Picoseconds.of(ops, operationsPerS);
  }

  WorkQueue at(int chiplet) {
    return chiplets[chiplet];
  }
}
