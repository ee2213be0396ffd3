package org.cimlet.serve.engine;

import java.util.ArrayList;
import java.util.List;

/// What servers hold, from time to time: at equal steps, which double where the run goes on.
final class History {
  private static final int MOST = 512;
  private static final long FIRST_STEP_PS = 1_000_000_000L;
  private static final double PS = 1e-12;

  private final List<Moment> moments = new ArrayList<>();
  private long stepPs = FIRST_STEP_PS;
  private long nextPs;

  /// When it is to be looked at next.
  long nextPs() {
    return nextPs;
  }

  void see(long nowPs, List<Server> servers) {
    long waiting = 0;
    long running = 0;
    double kv = 0;
    for (Server server : servers) {
      Occupancy occupancy = server.occupancy();
      waiting += occupancy.waiting.size();
      running += occupancy.running.size();
      kv +=
          (double) occupancy.memory().used().value()
              / occupancy.memory().spec().capacityBytes()
              / servers.size();
    }
    moments.add(new Moment(nowPs * PS, waiting, running, kv));
    if (moments.size() == MOST) {
      for (int kept = 1; kept <= MOST / 2; kept++) {
        moments.remove(kept);
      }
      stepPs *= 2;
    }
    nextPs = (nowPs / stepPs + 1) * stepPs;
  }

  List<Moment> moments() {
    return List.copyOf(moments);
  }
}
