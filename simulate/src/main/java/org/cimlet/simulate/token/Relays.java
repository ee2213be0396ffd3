package org.cimlet.simulate.token;

import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.network.Router;

/// Moves vectors along trees: each node passes a segment on to the nodes below as soon as it is
/// there whole; partial sums go the other way, a segment as soon as all below have brought theirs.
final class Relays {
  private final Router router;

  Relays(Router router) {
    this.router = router;
  }

  /// Sends what is at the root of a tree down it.
  void begin(Pass p, Relay relay) {
    int segments = relay.segments(p.times());
    for (int segment = 0; segment < segments; segment++) {
      passOn(p, relay, 0, segment, segments);
    }
  }

  private void passOn(Pass p, Relay relay, int at, int segment, int segments) {
    for (int c = relay.firstChild()[at]; c < relay.firstChild()[at + 1]; c++) {
      int child = relay.children()[c];
      long bits = relay.segmentBits(segment, segments, p.times());
      long then = p.at(Stage.SEGMENT_DOWN, relay.first() + child);
      router.send(relay.tree().place(at), relay.tree().place(child), then, bits);
    }
  }

  /// A segment has come down to a node. Returns the member that now has the whole vector, or
  /// [Relay#NO_MEMBER].
  int down(Pass p, int node) {
    Relay relay = p.work().relayAt(node);
    int at = node - relay.first();
    int segments = relay.segments(p.times());
    int segment = p.progress().received(node);
    passOn(p, relay, at, segment, segments);
    return segment == segments - 1 ? relay.memberAt()[at] : Relay.NO_MEMBER;
  }

  /// A member has its partial sums ready. Returns whether that makes the sum complete.
  boolean summed(Pass p, int member) {
    Relay sums = p.work().sums();
    for (int at = 0; at < sums.tree().size(); at++) {
      if (sums.memberAt()[at] == member) {
        return rise(p, sums, at);
      }
    }
    throw new IllegalStateException("member " + member + " takes no part in the sum");
  }

  /// A segment of partial sums has come up from a node. Returns whether the sum is complete.
  boolean up(Pass p, int node) {
    Relay sums = p.work().sums();
    p.progress().received(node);
    return rise(p, sums, sums.tree().parent(node - sums.first()));
  }

  private boolean rise(Pass p, Relay sums, int at) {
    StepProgress progress = p.progress();
    int segments = sums.segments(p.times());
    int member = sums.memberAt()[at];
    if (member != Relay.NO_MEMBER && !progress.isMemberDone(member)) {
      return false;
    }
    int ready = segments;
    for (int c = sums.firstChild()[at]; c < sums.firstChild()[at + 1]; c++) {
      ready = Math.min(ready, progress.receivedSoFar(sums.first() + sums.children()[c]));
    }
    if (at == 0) {
      return ready == segments && progress.completeSum();
    }
    int node = sums.first() + at;
    while (progress.risen(node) < ready) {
      int segment = progress.rise(node);
      long bits = sums.segmentBits(segment, segments, p.times());
      int parent = sums.tree().place(sums.tree().parent(at));
      router.send(sums.tree().place(at), parent, p.at(Stage.SEGMENT_UP, node), bits);
    }
    return false;
  }
}
