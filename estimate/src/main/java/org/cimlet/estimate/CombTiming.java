package org.cimlet.estimate;

/// SRAM on the memory boundary reads a row every `rowS` seconds.
record CombTiming(double rowS) implements ArrayTiming {
  @Override
  public double passS(long rows, int tiles, int inputs) {
    return rows * rowS;
  }
}
