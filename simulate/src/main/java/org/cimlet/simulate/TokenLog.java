package org.cimlet.simulate;

import java.util.Arrays;
import org.cimlet.simulate.engine.Picoseconds;

/// When tokens were finished, and how long each took.
final class TokenLog {
  private static final int MOST_BATCHES = 20;

  /// Two-sided 95 % quantiles of Student's t for 1 to 19 degrees of freedom.
  private static final double[] STUDENT_T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093
  };

  private final long beginPs;
  private final long[] endPs;
  private final long[] tookPs;
  private final int together;
  private int size;

  /// @param beginPs when measuring began
  /// @param tokens to be measured; at least 2
  /// @param together tokens that always come one soon after the other, 1 where they do not; at
  ///   least two such lots are measured
  TokenLog(long beginPs, int tokens, int together) {
    this.beginPs = beginPs;
    this.together = together;
    endPs = new long[tokens];
    tookPs = new long[tokens];
  }

  void add(long atPs, long durationPs) {
    endPs[size] = atPs;
    tookPs[size++] = durationPs;
  }

  int size() {
    return size;
  }

  int left() {
    return endPs.length - size;
  }

  /// The last `period` tokens come again, `times` over, every time `shiftPs` later.
  void repeat(int period, int times, long shiftPs) {
    for (int i = 0; i < period * times; i++) {
      add(endPs[size - period] + shiftPs, tookPs[size - period]);
    }
  }

  long spanPs() {
    return endPs[size - 1] - beginPs;
  }

  /// Tokens of all sequences together a second.
  double tokensPerS() {
    return size / (spanPs() / Picoseconds.PER_S);
  }

  /// Half the width of the 95 % confidence interval of [#tokensPerS], as a share of it: the means
  /// of up to 20 batches of successive tokens, which depend on each other less than tokens do.
  double relativeConfidence() {
    int lots = size / together;
    int batches = Math.min(MOST_BATCHES, lots);
    double[] perTokenPs = new double[batches];
    double sum = 0;
    for (int b = 0; b < batches; b++) {
      int from = (int) ((long) lots * b / batches) * together;
      int to = (int) ((long) lots * (b + 1) / batches) * together;
      long fromPs = from == 0 ? beginPs : endPs[from - 1];
      perTokenPs[b] = (double) (endPs[to - 1] - fromPs) / (to - from);
      sum += perTokenPs[b];
    }
    double mean = sum / batches;
    double squares = 0;
    for (double value : perTokenPs) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / (batches - 1) / batches);
    return STUDENT_T[batches - 2] * deviation / mean;
  }

  /// How long tokens took.
  TokenTimes times() {
    long[] sorted = Arrays.copyOf(tookPs, size);
    Arrays.sort(sorted);
    double sum = 0;
    for (long took : sorted) {
      sum += took;
    }
    return new TokenTimes(sum / size, rank(sorted, 0.5), rank(sorted, 0.99));
  }

  /// The smallest value that so large a share of all does not exceed.
  private static long rank(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
