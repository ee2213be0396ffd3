package org.cimlet.simulate.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Admits sequences first come, first served, as many at a time as there is room for.
public final class ArrivalList implements Admission {
  private final List<Arrival> arrivals;
  private final int most;
  private int next;

  /// A sequence that comes.
  public record Arrival(long atPs, Sequence sequence) {}

  /// @param arrivals in order of time
  /// @param most sequences that run at the same time
  /// @throws IllegalArgumentException where arrivals are out of order or there is room for none
  public ArrivalList(List<Arrival> arrivals, int most) {
    this.arrivals = List.copyOf(arrivals);
    this.most = most;
    if (most < 1) {
      throw new IllegalArgumentException("must have room for at least 1 sequence, got " + most);
    }
    for (int i = 1; i < arrivals.size(); i++) {
      if (arrivals.get(i).atPs() < arrivals.get(i - 1).atPs()) {
        throw new IllegalArgumentException("arrivals must be in order of time, got " + arrivals);
      }
    }
  }

  @Override
  public @Nullable Sequence next(long nowPs, int running) {
    return running < most && next < arrivals.size() && arrivals.get(next).atPs() <= nowPs
        ? arrivals.get(next++).sequence()
        : null;
  }

  @Override
  public long nextArrivalPs(long nowPs) {
    return next < arrivals.size() && arrivals.get(next).atPs() > nowPs
        ? arrivals.get(next).atPs()
        : NEVER;
  }
}
