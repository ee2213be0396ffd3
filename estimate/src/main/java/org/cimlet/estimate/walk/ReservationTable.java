package org.cimlet.estimate.walk;

import java.util.Arrays;

/// When a part is busy. Who is entered first goes first: later work gets the idle time that is
/// left, in as many shards as it takes.
final class ReservationTable {
  /// A femtosecond: less is rounding.
  private static final double NEGLIGIBLE_S = 1e-15;

  private double[] fromS = new double[4];
  private double[] toS = new double[4];
  private int size;
  private double busyS;

  /// Enters work of `seconds` that is there from `readyS` on; says when it is done.
  double enter(double readyS, double seconds) {
    if (seconds <= 0) {
      return readyS;
    }
    busyS += seconds;
    int first = firstEndingFrom(readyS);
    int next = first;
    double start = readyS;
    double done = readyS;
    if (next < size && fromS[next] <= readyS) {
      start = fromS[next];
      done = toS[next++];
    }
    double left = seconds;
    while (next < size && left > fromS[next] - done + NEGLIGIBLE_S) {
      left -= fromS[next] - done;
      done = toS[next++];
    }
    done += left;
    replace(first, next, start, done);
    return done;
  }

  private int firstEndingFrom(double seconds) {
    int at = Arrays.binarySearch(toS, 0, size, seconds);
    return at < 0 ? -at - 1 : at;
  }

  /// Puts one time in place of those from `first` to before `next`.
  private void replace(int first, int next, double start, double end) {
    int moved = size - next;
    if (first == next && size == fromS.length) {
      fromS = Arrays.copyOf(fromS, 2 * size);
      toS = Arrays.copyOf(toS, 2 * size);
    }
    System.arraycopy(fromS, next, fromS, first + 1, moved);
    System.arraycopy(toS, next, toS, first + 1, moved);
    size = first + 1 + moved;
    fromS[first] = start;
    toS[first] = end;
  }

  /// All work entered.
  double busyS() {
    return busyS;
  }
}
