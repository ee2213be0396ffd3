package org.cimlet.simulate;

import java.util.Arrays;

/// All that decides what happens from now on, written down with times relative to now.
///
/// Two equal images have equal futures.
final class StateImage {
  private long[] values = new long[1024];
  private int size;
  private long nowPs;

  /// Starts over.
  void begin(long atPs) {
    nowPs = atPs;
    size = 0;
  }

  long nowPs() {
    return nowPs;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  void addTime(long atPs) {
    add(atPs - nowPs);
  }

  boolean sameAs(StateImage other) {
    return Arrays.equals(values, 0, size, other.values, 0, other.size);
  }
}
