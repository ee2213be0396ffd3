package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.simulate.engine.Picoseconds;

/// For how long a unit of a chiplet waits before an operation, busy for all others.
final class StepControl {
  private StepControl() {}

  /// Before one operation.
  static long ps(Chiplet chiplet) {
    return Picoseconds.ofSeconds(chiplet.losses().stepControlS(), "step control of a chiplet");
  }

  /// In a layer's attention, before each of its operations in turn.
  static long ofAttentionPs(Chiplet chiplet, AttentionWork work) {
    return work.dependentOperations() * ps(chiplet);
  }
}
