package org.cimlet.report.html.page;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Runs of numbers in words.
public final class Ranges {
  private Ranges() {}

  /// The members of `set` below `end`: `0 to 2, 5, 7 to 9`.
  public static String of(BitSet set, int end) {
    List<String> runs = new ArrayList<>();
    int from = set.nextSetBit(0);
    while (from >= 0 && from < end) {
      int to = Math.min(set.nextClearBit(from), end) - 1;
      runs.add(from == to ? "" + from : from + (to == from + 1 ? ", " : " to ") + to);
      from = set.nextSetBit(to + 1);
    }
    return String.join(", ", runs);
  }
}
