package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.DigitalNvm;
import org.cimlet.simulate.engine.Picoseconds;

/// Resistive cells: open a word line, sense the rows behind it bit by bit, multiply each while the
/// next is sensed.
record DigitalNvmActivity(DigitalNvm macro) implements ArrayActivity {
  @Override
  public long passPs(long rows, int tiles) {
    long cyclePs = Picoseconds.ofCycles(1, macro.clockHz());
    long sensePs = macro.bitsPerCell() * macro.sensePs();
    long arrayFreePs = 0;
    long multipliersFreePs = 0;
    for (long row = 0; row < rows; row++) {
      if (row % macro.cellsPerSelector() == 0) {
        arrayFreePs += macro.selectPs();
      }
      long sensedPs = arrayFreePs + sensePs;
      multipliersFreePs = Math.max(sensedPs, multipliersFreePs) + cyclePs;
      // sense amplifiers hold a row until the multipliers take it
      arrayFreePs = multipliersFreePs - cyclePs;
    }
    return multipliersFreePs;
  }

  @Override
  public long activations(long rows) {
    return Math.ceilDiv(rows, (long) macro.cellsPerSelector());
  }
}
