package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Macro;
import org.cimlet.simulate.engine.Picoseconds;

/// SRAM on the memory boundary: one row every `cyclesPerRow` cycles.
record DigitalSramActivity(Macro.DigitalSram macro) implements ArrayActivity {
  @Override
  public long passPs(long rows, int tiles) {
    return Picoseconds.ofCycles(rows * macro.cyclesPerRow(), macro.clockHz());
  }

  @Override
  public long activations(long rows) {
    return 0;
  }
}
