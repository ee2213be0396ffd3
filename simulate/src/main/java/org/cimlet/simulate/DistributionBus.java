package org.cimlet.simulate;

import org.cimlet.plan.Chiplet;
import org.jspecify.annotations.Nullable;

/// The wires that bring activations to the macros' edges and results away from them, on every
/// chiplet. They work while the macros read rows: a step on a chiplet ends with the later of both.
final class DistributionBus {
  private final double bitsPerS;
  private final WorkQueue[] chiplets;

  DistributionBus(Chiplet chiplet, int count, EventQueue events, @Nullable Recorder recorder) {
    bitsPerS = Picoseconds.rate(chiplet.distributionBitsPerS(), "rate of on-die distribution");
    chiplets = new WorkQueue[count];
    for (int c = 0; c < count; c++) {
      chiplets[c] = new WorkQueue(events, Event.DISTRIBUTED, Resource.DISTRIBUTION, c, recorder);
    }
  }

  /// Time of inputs and results together.
  long bitsPs(long bits) {
    return Picoseconds.of(bits, bitsPerS);
  }

  WorkQueue at(int chiplet) {
    return chiplets[chiplet];
  }
}
