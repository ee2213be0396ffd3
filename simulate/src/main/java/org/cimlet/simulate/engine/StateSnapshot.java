package org.cimlet.simulate.engine;

import java.util.Arrays;

/// All that decides what happens from now on, written down with times relative to now.
///
/// Two equal images have equal futures.
public final class StateSnapshot {
  private long[] values = new long[1024];
  private int size;
  private long nowPs;

  /// Empty.
  public StateSnapshot() {}

  /// Starts over.
  public void begin(long atPs) {
    nowPs = atPs;
    size = 0;
  }

  public long nowPs() {
    return nowPs;
  }

  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  public void addTime(long atPs) {
    add(atPs - nowPs);
  }

  public boolean sameAs(StateSnapshot other) {
    return Arrays.equals(values, 0, size, other.values, 0, other.size);
  }
}
