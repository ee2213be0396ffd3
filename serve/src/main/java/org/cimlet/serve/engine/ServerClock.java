package org.cimlet.serve.engine;

import java.util.Arrays;

/// Which of the servers comes next: a tree in which the sooner of two goes up, of equals the one
/// with the lower number.
final class ServerClock {
  private final int leaves;
  private final long[] times;
  private final int[] winners;

  ServerClock(int servers) {
    leaves = Integer.highestOneBit(Math.max(1, 2 * servers - 1));
    times = new long[leaves];
    Arrays.fill(times, Server.NEVER);
    winners = new int[2 * leaves];
    for (int i = 0; i < leaves; i++) {
      winners[leaves + i] = i;
    }
    for (int i = leaves - 1; i > 0; i--) {
      winners[i] = winners[2 * i];
    }
  }

  void set(int server, long nextPs) {
    times[server] = nextPs;
    for (int at = (leaves + server) / 2; at > 0; at /= 2) {
      int left = winners[2 * at];
      int right = winners[2 * at + 1];
      winners[at] = times[right] < times[left] ? right : left;
    }
  }

  int first() {
    return leaves == 1 ? 0 : winners[1];
  }

  long nextPs() {
    return times[first()];
  }
}
