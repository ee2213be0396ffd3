package org.cimlet.estimate;

import org.cimlet.plan.RelayTree;
import org.cimlet.plan.Topology;

/// Traffic and time of vectors on the package's links, for the streams of one host.
///
/// A vector's head passes each link after the link's latency while its tail follows (cut-through):
/// the time is the sum of latencies plus the bits over the slowest link. Of many vectors that
/// travel at the same time no link carries more than its bandwidth either: the busiest link of the
/// set, and the latency its vectors have on average besides, is the other bound. Few vectors are
/// taken not to meet.
final class LinkTiming {
  /// Vectors of a set that may go several ways at once and are asked whether they share links.
  static final int FEW = 3;

  private final Topology topology;
  private final double[] bitsPerToken;
  private final int host;
  private final double[] toHost;
  private final double[] fromHost;
  private final double[] setS;
  private final double[] setLatencyS;
  private final int[] touched;
  private final double[] headS;
  private int touchedLinks;
  private boolean crowded;
  private int chunk;
  private double tokenS;
  private double chunkS;

  /// @param bitsPerToken where the links' loads are added up
  /// @param host that serves the streams
  LinkTiming(Topology topology, double[] bitsPerToken, int host) {
    this.topology = topology;
    this.bitsPerToken = bitsPerToken;
    this.host = host;
    toHost = new double[topology.chiplets()];
    fromHost = new double[topology.chiplets()];
    setS = new double[topology.links().size()];
    setLatencyS = new double[topology.links().size()];
    touched = new int[topology.links().size()];
    headS = new double[topology.chiplets() + topology.hosts()];
  }

  /// Starts a set of vectors that travel at the same time, each for a token or for a chunk of
  /// tokens.
  ///
  /// @param vectors about how many they are
  void begin(int chunkTokens, int vectors) {
    for (int i = 0; i < touchedLinks; i++) {
      setS[touched[i]] = 0;
      setLatencyS[touched[i]] = 0;
    }
    touchedLinks = 0;
    crowded = vectors > FEW;
    chunk = chunkTokens;
    tokenS = 0;
    chunkS = 0;
  }

  /// Sends `bits` a token from node to node; what stays where it is takes no time.
  void send(int from, int to, double bits) {
    if (from == to) {
      return;
    }
    double latency = 0;
    double slowest = Double.POSITIVE_INFINITY;
    int node = from;
    while (node != to) {
      int link = topology.nextLink(node, to);
      bitsPerToken[link] += bits;
      latency += topology.latencyS(link);
      slowest = Math.min(slowest, topology.bitsPerS(link));
      node = topology.linkTo(link);
    }
    if (crowded) {
      occupy(from, to, bits, latency);
    }
    arrive(latency, bits / slowest);
  }

  /// Sends `bits` a token to the host; the links on the way are charged by [#settle].
  void sendToHost(int from, double bits) {
    if (crowded) {
      send(from, topology.host(host), bits);
      return;
    }
    toHost[from] += bits;
    Topology.Route route = topology.routeToHost(from, host);
    arrive(route.latencyS(), bits / route.bitsPerS());
  }

  /// Sends `bits` a token from the host; the links on the way are charged by [#settle].
  void sendFromHost(int to, double bits) {
    if (crowded) {
      send(topology.host(host), to, bits);
      return;
    }
    fromHost[to] += bits;
    Topology.Route route = topology.routeFromHost(host, to);
    arrive(route.latencyS(), bits / route.bitsPerS());
  }

  /// Passes `bits` a token down a tree, or up it where they are partial sums: every segment waits
  /// at each place until it is there whole, and the segments follow each other.
  ///
  /// @param up towards the root
  void relay(RelayTree tree, double bits, boolean up) {
    double segments = RelayTree.segments(Math.round(bits));
    double chunkSegments = RelayTree.segments(Math.round(bits * chunk));
    double slowest = Double.POSITIVE_INFINITY;
    double tokenHeadS = 0;
    double chunkHeadS = 0;
    headS[0] = 0;
    double[] hops = new double[tree.size()];
    for (int i = 1; i < tree.size(); i++) {
      int parent = tree.parent(i);
      int from = tree.place(up ? i : parent);
      int to = tree.place(up ? parent : i);
      double latency = 0;
      double edge = Double.POSITIVE_INFINITY;
      int node = from;
      while (node != to) {
        int link = topology.nextLink(node, to);
        bitsPerToken[link] += bits;
        latency += topology.latencyS(link);
        edge = Math.min(edge, topology.bitsPerS(link));
        node = topology.linkTo(link);
      }
      slowest = Math.min(slowest, edge);
      headS[i] = headS[parent] + latency;
      hops[i] = hops[parent] + 1 / edge;
      tokenHeadS = Math.max(tokenHeadS, headS[i] + hops[i] * bits / segments);
      chunkHeadS = Math.max(chunkHeadS, headS[i] + hops[i] * bits * chunk / chunkSegments);
      occupy(from, to, bits, headS[i] + (hops[i] - 1 / edge) * bits / segments);
    }
    double rest = bits / slowest;
    tokenS = Math.max(tokenS, tokenHeadS + rest * (segments - 1) / segments);
    chunkS = Math.max(chunkS, chunkHeadS + rest * chunk * (chunkSegments - 1) / chunkSegments);
  }

  /// The host's node.
  int hostNode() {
    return topology.host(host);
  }

  /// Enters a vector, with the latency of all its way, in the books of the set's links.
  private void occupy(int from, int to, double bits, double latencyS) {
    for (int node = from; node != to; ) {
      int link = topology.nextLink(node, to);
      if (setS[link] == 0) {
        touched[touchedLinks++] = link;
      }
      double busyS = bits / topology.bitsPerS(link);
      setS[link] += busyS;
      setLatencyS[link] += busyS * latencyS;
      node = topology.linkTo(link);
    }
  }

  private void arrive(double latencyS, double transferS) {
    double token = latencyS + transferS;
    if (token > tokenS) {
      tokenS = token;
    }
    double whole = latencyS + chunk * transferS;
    if (whole > chunkS) {
      chunkS = whole;
    }
  }

  /// Charges the links between host and chiplets, once for all that was sent since the last time.
  void settle() {
    int node = topology.host(host);
    for (int chiplet = 0; chiplet < topology.chiplets(); chiplet++) {
      charge(chiplet, node, toHost[chiplet]);
      charge(node, chiplet, fromHost[chiplet]);
      toHost[chiplet] = 0;
      fromHost[chiplet] = 0;
    }
  }

  private void charge(int from, int to, double bits) {
    int node = bits > 0 ? from : to;
    while (node != to) {
      int link = topology.nextLink(node, to);
      bitsPerToken[link] += bits;
      node = topology.linkTo(link);
    }
  }

  /// Until the busiest link has passed on the last of its vectors.
  private double crowdedS(double times) {
    double longest = 0;
    for (int i = 0; i < touchedLinks; i++) {
      double busy = setS[touched[i]];
      longest = Math.max(longest, times * busy + setLatencyS[touched[i]] / busy);
    }
    return longest;
  }

  /// Time until the last vector of the set has arrived, for one token.
  double tokenS() {
    return touchedLinks == 0 ? tokenS : Math.max(tokenS, crowdedS(1));
  }

  /// The same for a chunk of tokens.
  double chunkS() {
    return touchedLinks == 0 ? chunkS : Math.max(chunkS, crowdedS(chunk));
  }
}
