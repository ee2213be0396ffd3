package org.cimlet.serve.law;

import java.util.Arrays;
import org.cimlet.estimate.Contention;
import org.cimlet.plan.Plan;

/// How much longer a token takes where others are under way: worked out for some numbers of them at
/// some contexts, on straight lines between.
final class Excess {
  private static final int[] CONTEXTS = {64, 1024};

  /// Where so many times the sequences that could saturate a part are under way, the stations alone
  /// say how long each waits.
  private static final int SATURATED = 3;

  private static final int MOST = 96;

  private final int[] contexts;
  private final long[][] ps;

  private Excess(int[] contexts, long[][] ps) {
    this.contexts = contexts;
    this.ps = ps;
  }

  /// @param longest context
  static Excess of(Plan plan, int longest) {
    int[] contexts =
        Arrays.stream(new int[] {CONTEXTS[0], CONTEXTS[1], longest})
            .map(context -> Math.min(context, longest))
            .distinct()
            .toArray();
    long[][] ps = new long[contexts.length][];
    for (int i = 0; i < contexts.length; i++) {
      Contention contention = Contention.of(plan.at(contexts[i]));
      int most =
          Math.clamp((long) Math.ceil(SATURATED * contention.saturatingSequences()), 2, MOST);
      Table excess = Table.of(sequences(most), contention::excessS);
      ps[i] = excess.picoseconds();
    }
    return new Excess(contexts, ps);
  }

  /// 1, 2, 3, 4, 6, 8, 12, and so on.
  private static int[] sequences(int most) {
    int[] knots = new int[64];
    int count = 0;
    int step = 1;
    for (int at = 1; at < most; at += step) {
      knots[count++] = at;
      step = Math.max(1, Integer.highestOneBit(at) / 2);
    }
    knots[count++] = most;
    return Arrays.copyOf(knots, count);
  }

  long ps(int underWay, int context) {
    int above = 0;
    while (above < contexts.length - 1 && contexts[above] < context) {
      above++;
    }
    long there = at(above, underWay);
    if (above == 0 || context >= contexts[above]) {
      return there;
    }
    long before = at(above - 1, underWay);
    int from = contexts[above - 1];
    return before + (there - before) * (context - from) / (contexts[above] - from);
  }

  private long at(int context, int underWay) {
    long[] known = ps[context];
    return known[Math.min(underWay, known.length - 1)];
  }
}
