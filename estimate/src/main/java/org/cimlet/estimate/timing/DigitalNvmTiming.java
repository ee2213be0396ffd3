package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.DigitalNvm;

/// Resistive cells: a word line is opened for the rows behind it, which are sensed one after the
/// other while the row before is multiplied.
record DigitalNvmTiming(DigitalNvm array) implements ArrayTiming {
  private static final double PS = 1e-12;

  @Override
  public double passS(long rows, int tiles) {
    return activations(rows) * array.selectPs() * PS + rows * array.rowS() + 1.0 / array.clockHz();
  }

  @Override
  public long activations(long rows) {
    return Math.ceilDiv(rows, (long) array.cellsPerSelector());
  }
}
