package org.cimlet.simulate;

import org.cimlet.plan.machine.Dies;
import org.jspecify.annotations.Nullable;

/// The wires that bring activations to the macros' edges and results away from them, on every
/// chiplet. They work while the macros read rows: a step on a chiplet ends with the later of both.
final class DistributionBus {
  private final double[] bitsPerS;
  private final WorkQueue[] chiplets;

  DistributionBus(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    bitsPerS = new double[dies.count()];
    chiplets = new WorkQueue[dies.count()];
    for (int c = 0; c < chiplets.length; c++) {
      bitsPerS[c] =
          Picoseconds.rate(dies.at(c).distributionBitsPerS(), "rate of on-die distribution");
      chiplets[c] = new WorkQueue(events, Event.DISTRIBUTED, Resource.DISTRIBUTION, c, recorder);
    }
  }

  /// Time of inputs and results together.
  long bitsPs(int chiplet, long bits) {
    return Picoseconds.of(bits, bitsPerS[chiplet]);
  }

  WorkQueue at(int chiplet) {
    return chiplets[chiplet];
  }
}
