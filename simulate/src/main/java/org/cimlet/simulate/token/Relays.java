package org.cimlet.simulate.token;

import org.cimlet.simulate.network.Router;

/// Moves vectors along trees: each place passes a segment on to the places below as soon as it is
/// there whole; partial sums go the other way, a segment as soon as all below have brought theirs.
final class Relays {
  /// Roles of messages from here on are segments: the number of a place among all places of the
  /// step's trees comes on top.
  static final int FIRST_ROLE = 1 << 20;

  private final Router router;

  Relays(Router router) {
    this.router = router;
  }

  /// Sends what is at the root of a tree down it.
  void begin(Stream s, Relay relay, long tokens) {
    int segments = relay.segments(tokens);
    for (int segment = 0; segment < segments; segment++) {
      passOn(s, relay, 0, segment, segments, tokens);
    }
  }

  private void passOn(Stream s, Relay relay, int at, int segment, int segments, long tokens) {
    for (int c = relay.firstChild()[at]; c < relay.firstChild()[at + 1]; c++) {
      int child = relay.children()[c];
      send(s, relay, at, child, child, relay.segmentBits(segment, segments, tokens));
    }
  }

  /// @param edge lower place of the two
  private void send(Stream s, Relay relay, int from, int to, int edge, long bits) {
    router.send(
        relay.tree().place(from),
        relay.tree().place(to),
        s.id(),
        FIRST_ROLE + relay.first() + edge,
        bits);
  }

  /// A segment has come down to a place. Returns the part of the step that now has the whole
  /// vector, or [Relay#NO_PART].
  int arrivedBelow(Stream s, int role, long tokens) {
    int place = role - FIRST_ROLE;
    Relay relay = s.work().relayAt(place);
    int at = place - relay.first();
    int segments = relay.segments(tokens);
    int segment = s.relayed(place);
    passOn(s, relay, at, segment, segments, tokens);
    return segment == segments - 1 ? relay.partAt()[at] : Relay.NO_PART;
  }

  /// A part of a step has its partial sums ready. Returns whether that makes the sum complete.
  boolean summedAt(Stream s, int part, long tokens) {
    Relay sums = s.work().sums();
    for (int at = 0; at < sums.tree().size(); at++) {
      if (sums.partAt()[at] == part) {
        return rise(s, sums, at, tokens);
      }
    }
    throw new IllegalStateException("part " + part + " takes no part in the sum");
  }

  /// A segment of partial sums has come up from a place. Returns whether the sum is complete.
  boolean arrivedAbove(Stream s, int role, long tokens) {
    int place = role - FIRST_ROLE;
    Relay sums = s.work().sums();
    s.relayed(place);
    return rise(s, sums, sums.tree().parent(place - sums.first()), tokens);
  }

  private boolean rise(Stream s, Relay sums, int at, long tokens) {
    int segments = sums.segments(tokens);
    int part = sums.partAt()[at];
    if (part != Relay.NO_PART && !s.isPartDone(part)) {
      return false;
    }
    int ready = segments;
    for (int c = sums.firstChild()[at]; c < sums.firstChild()[at + 1]; c++) {
      ready = Math.min(ready, s.relayedSoFar(sums.first() + sums.children()[c]));
    }
    if (at == 0) {
      return ready == segments && s.completeSum();
    }
    while (s.risen(sums.first() + at) < ready) {
      int segment = s.rise(sums.first() + at);
      long bits = sums.segmentBits(segment, segments, tokens);
      send(s, sums, at, sums.tree().parent(at), at, bits);
    }
    return false;
  }
}
