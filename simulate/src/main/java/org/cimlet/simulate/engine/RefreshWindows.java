package org.cimlet.simulate.engine;

import org.cimlet.plan.machine.Chiplet;

/// When a part stands still: never, or at regular times of the clock on the wall.
///
/// DRAM is refreshed whether it works or not, on all dies at the same time. Work stops for a
/// refresh and goes on behind it.
///
/// @param everyPs from the beginning of one pause to that of the next; 0 for never
/// @param lengthPs how long each is; the first comes after `everyPs - lengthPs`
public record RefreshWindows(long everyPs, long lengthPs) {
  public static final RefreshWindows NEVER = new RefreshWindows(0, 0);

  /// The refreshes of a chiplet's macros.
  public static RefreshWindows of(Chiplet chiplet) {
    return chiplet
        .macro()
        .refresh()
        .map(refresh -> new RefreshWindows(refresh.everyPs(), refresh.lengthPs()))
        .orElse(NEVER);
  }

  public boolean any() {
    return lengthPs > 0;
  }

  /// When work that begins now is done.
  long endPs(long startPs, long workPs) {
    return any() && workPs > 0 ? wallPs(workedPs(startPs) + workPs) : startPs + workPs;
  }

  /// Time from one moment to another that was no pause.
  long workedPs(long fromPs, long toPs) {
    return any() ? workedPs(toPs) - workedPs(fromPs) : toPs - fromPs;
  }

  private long workedPs(long atPs) {
    long working = everyPs - lengthPs;
    return atPs / everyPs * working + Math.min(atPs % everyPs, working);
  }

  /// The first moment at which so much, at least 1 ps, can have been worked.
  private long wallPs(long workedPs) {
    long working = everyPs - lengthPs;
    return workedPs + (workedPs - 1) / working * lengthPs;
  }
}
