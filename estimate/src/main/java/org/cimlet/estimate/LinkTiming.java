package org.cimlet.estimate;

import org.cimlet.plan.Topology;

/// Traffic and time of vectors on the package's links.
///
/// A vector's head passes each link after the link's latency while its tail follows (cut-through):
/// the time is the sum of latencies plus the bits over the slowest link. Vectors that travel at the
/// same time do not delay each other here; their shares of bandwidth add up in the links' loads.
final class LinkTiming {
  private final Topology topology;
  private final double[] bitsPerToken;
  private final int chunk;
  private double tokenS;
  private double chunkS;

  /// @param chunk tokens that travel together in prefill
  LinkTiming(Topology topology, int chunk) {
    this.topology = topology;
    this.chunk = chunk;
    bitsPerToken = new double[topology.links().size()];
  }

  /// Starts a set of vectors that travel at the same time.
  void begin() {
    tokenS = 0;
    chunkS = 0;
  }

  /// Sends `bits` a token from node to node.
  void send(int from, int to, double bits) {
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
    tokenS = Math.max(tokenS, latency + bits / slowest);
    chunkS = Math.max(chunkS, latency + chunk * bits / slowest);
  }

  /// Time until the last vector of the set has arrived, for one token.
  double tokenS() {
    return tokenS;
  }

  /// The same for a chunk of tokens.
  double chunkS() {
    return chunkS;
  }

  double[] bitsPerToken() {
    return bitsPerToken;
  }

  /// Busy time of a link for one token.
  double busyS(int link) {
    return bitsPerToken[link] / topology.bitsPerS(link);
  }
}
