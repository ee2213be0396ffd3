package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.AnalogArray;

/// An array with analog sums: for each input tile and pulse they settle, are held, and are
/// converted while the next ones settle.
record AnalogTiming(AnalogArray array) implements ArrayTiming {
  private static final double PS = 1e-12;

  @Override
  public double passS(long rows, int tiles) {
    long conversionPs = array.conversionPs((int) (rows / tiles));
    long drives = (long) tiles * array.pulses();
    long steady = (drives - 1) * Math.max(array.settlePs(), conversionPs);
    return (array.settlePs() + steady + conversionPs) * PS;
  }
}
