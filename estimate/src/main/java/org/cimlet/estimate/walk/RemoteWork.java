package org.cimlet.estimate.walk;

import org.cimlet.estimate.timing.LinkSchedule;
import org.cimlet.plan.machine.Topology;

/// Some dies get vectors from one place, work on them, and send what they make to one place: all at
/// the same time, each going its own pace.
final class RemoteWork {
  private final LinkSchedule timing;
  private final double[] linkDemandS;
  private int inLink;
  private double inBusyS;
  private double inS;
  private int outLink;
  private double outBusyS;
  private double firstS;
  private double lastS;
  private double workS;
  private double totalS;

  /// @param linkBits where the links' loads of a token are added up
  /// @param linkDemandS how long a token of the whole network has each link busy; empty where it
  ///   does not matter
  RemoteWork(Topology topology, double[] linkBits, double[] linkDemandS) {
    timing = new LinkSchedule(topology, linkBits);
    this.linkDemandS = linkDemandS;
  }

  /// A die's share.
  ///
  /// @param inBits that it gets for a token
  /// @param workS that it works on all tokens
  /// @param outBits that it makes of a token
  record Share(int die, double inBits, double workS, double outBits) {}

  /// Sends so many tokens there and back; says when each die had what it works on.
  double[] walk(int tokens, int from, Share[] shares, int to) {
    timing.begin(tokens);
    for (Share share : shares) {
      timing.send(from, share.die(), share.inBits());
    }
    inS = timing.latestS();
    if (linkDemandS.length > 0) {
      inLink = timing.mostDemanded(linkDemandS);
      inBusyS = inLink < 0 ? 0 : timing.busyS(inLink);
    }
    double[] thereS = new double[shares.length];
    workS = 0;
    lastS = 0;
    firstS = Double.POSITIVE_INFINITY;
    for (int i = 0; i < shares.length; i++) {
      thereS[i] = timing.at(shares[i].die());
      double ready = thereS[i] + shares[i].workS();
      timing.readyAt(shares[i].die(), ready);
      workS = Math.max(workS, shares[i].workS());
      lastS = Math.max(lastS, ready);
      firstS = Math.min(firstS, ready);
    }
    timing.next(firstS);
    for (Share share : shares) {
      timing.send(share.die(), to, share.outBits());
    }
    totalS = Math.max(lastS, timing.latestS());
    if (linkDemandS.length > 0) {
      outLink = timing.mostDemanded(linkDemandS);
      outBusyS = outLink < 0 ? 0 : timing.busyS(outLink);
    }
    return thereS;
  }

  /// Writes the vectors there into a chunk's profile; each die waits for its own alone.
  void writeThere(PrefillProfile profile) {
    if (inLink >= 0) {
      profile.vectors(inLink, 0, inBusyS, inS);
      profile.next(-inS);
    }
  }

  /// Writes the vectors back into a chunk's profile.
  void writeBack(PrefillProfile profile) {
    if (outLink >= 0) {
      profile.vectors(outLink, firstS - lastS, outBusyS, totalS - firstS);
      profile.next(0);
    }
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
