package org.cimlet.simulate.hardware;

import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Dies;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.jspecify.annotations.Nullable;

/// The wires that bring activations to the macros' edges and results away from them, on every
/// chiplet. They work while the macros read rows: a step on a chiplet ends with the later of both.
public final class DistributionBus {
  private final double[] bitsPerS;
  private final Server[] chiplets;

  public DistributionBus(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    bitsPerS = new double[dies.count()];
    chiplets = new Server[dies.count()];
    for (int c = 0; c < chiplets.length; c++) {
      bitsPerS[c] =
          Picoseconds.rate(dies.at(c).distributionBitsPerS(), "rate of on-die distribution");
      chiplets[c] = new Server(events, Event.DISTRIBUTED, Resource.DISTRIBUTION, c, recorder);
    }
  }

  /// Time of inputs and results together.
  public long bitsPs(int chiplet, long bits) {
    return Picoseconds.of(bits, bitsPerS[chiplet]);
  }

  public Server at(int chiplet) {
    return chiplets[chiplet];
  }
}
