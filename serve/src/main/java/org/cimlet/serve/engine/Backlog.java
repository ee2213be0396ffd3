package org.cimlet.serve.engine;

import java.util.Arrays;

/// How many requests wait as others come. A queue that keeps up is empty now and then; one that
/// does not grows. So the smallest backlog of each eighth of the requests is kept: more comes than
/// is served where that of the last eighth is above that of the fourth.
final class Backlog {
  private static final int PARTS = 8;
  private static final int MIDDLE = 3;

  private final long requests;
  private final int[] least = new int[PARTS];
  private int last;

  Backlog(long requests) {
    this.requests = requests;
    Arrays.fill(least, Integer.MAX_VALUE);
  }

  /// @param number of a request, from 1
  void sees(long number, int waiting) {
    int part = (int) Math.min(PARTS - 1, (number - 1) * PARTS / requests);
    least[part] = Math.min(least[part], waiting);
    last = waiting;
  }

  boolean grows() {
    int end = least[PARTS - 1];
    int middle = least[MIDDLE];
    return end != Integer.MAX_VALUE && end > 0 && (middle == Integer.MAX_VALUE || end > middle);
  }

  int last() {
    return last;
  }
}
