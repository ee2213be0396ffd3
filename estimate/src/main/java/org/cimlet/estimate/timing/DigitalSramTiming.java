package org.cimlet.estimate.timing;

/// SRAM on the memory boundary reads a row every `secondsPerRow`.
record DigitalSramTiming(double secondsPerRow) implements ArrayTiming {
  @Override
  public double passS(long rows, int tiles) {
    return rows * secondsPerRow;
  }
}
