package org.cimlet.estimate;

import org.cimlet.plan.Topology;

/// Some dies get vectors from one place, work on them, and send what they make to one place: all at
/// the same time, each going its own pace.
final class Visit {
  private final GroupTiming charging;
  private final GroupTiming silent;
  private double workS;
  private double totalS;

  /// @param linkBits where the links' loads of a token are added up
  Visit(Topology topology, double[] linkBits) {
    charging = new GroupTiming(topology, linkBits);
    silent = new GroupTiming(topology, new double[0]);
  }

  /// A die's share.
  ///
  /// @param inBits that it gets for a token
  /// @param workS that it works on all tokens
  /// @param outBits that it makes of a token
  record Share(int die, double inBits, double workS, double outBits) {}

  /// Sends a token there and back.
  void token(int from, Share[] shares, int to) {
    go(charging, 1, from, shares, to);
  }

  /// Sends a chunk of a prompt there and back; it loads no links.
  void chunk(int tokens, int from, Share[] shares, int to) {
    go(silent, tokens, from, shares, to);
  }

  private void go(GroupTiming timing, int tokens, int from, Share[] shares, int to) {
    timing.begin(tokens);
    for (Share share : shares) {
      timing.send(from, share.die(), share.inBits());
    }
    workS = 0;
    double lastS = 0;
    double firstS = Double.POSITIVE_INFINITY;
    for (Share share : shares) {
      double ready = timing.at(share.die()) + share.workS();
      timing.readyAt(share.die(), ready);
      workS = Math.max(workS, share.workS());
      lastS = Math.max(lastS, ready);
      firstS = Math.min(firstS, ready);
    }
    timing.next(firstS);
    for (Share share : shares) {
      timing.send(share.die(), to, share.outBits());
    }
    totalS = Math.max(lastS, timing.latestS());
  }

  /// Longest work of a die.
  double workS() {
    return workS;
  }

  /// Until the last result had arrived.
  double totalS() {
    return totalS;
  }
}
