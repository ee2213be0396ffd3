package org.cimlet.estimate.timing;

import java.util.Arrays;
import org.cimlet.plan.machine.Topology;

/// Traffic and time of few vectors on the package's links, for the sequences of one host.
///
/// A vector's head passes each link after the link's latency while its tail follows (cut-through):
/// the time is the sum of latencies plus the bits over the slowest link. Vectors that set out over
/// the same link, or arrive over one, pass it one after the other; those that meet in between do
/// not delay each other here. Where many travel, [LinkSchedule] is asked.
public final class LinkTiming {
  private static final int NO_LINK = -1;
  private static final double[] NONE = {};

  private final Topology topology;
  private final double[] bitsPerToken;
  private final int host;
  private final int together;
  private final double[] toHost;
  private final double[] fromHost;
  private final double[] known;
  private double[] noted;
  private int sets;
  private double seconds;

  // The links over which the vector before set out and arrived, and for how long the vectors of the
  // set have had them busy.
  private int firstLink;
  private int lastLink;
  private double firstS;
  private double lastS;

  /// Of vectors that nobody sends again.
  ///
  /// @param bitsPerToken where the links' loads are added up
  /// @param host that serves the sequences
  /// @param together tokens that travel together, each vector behind the other
  public LinkTiming(Topology topology, double[] bitsPerToken, int host, int together) {
    this(topology, bitsPerToken, host, together, NONE, 0);
  }

  /// @param known how long each set of vectors takes, one after the other, where they were sent
  ///   before; empty where they are to be sent
  /// @param bitsPerToken where the links' loads are added up; not of sets that are known
  /// @param host that serves the sequences
  /// @param together tokens that travel together, each vector behind the other
  /// @param sets there are about so many of, to be noted; 0 where none is
  public LinkTiming(
      Topology topology, double[] bitsPerToken, int host, int together, double[] known, int sets) {
    this.known = known;
    this.noted = new double[known.length > 0 ? 0 : sets];
    this.together = together;
    this.topology = topology;
    this.bitsPerToken = bitsPerToken;
    this.host = host;
    toHost = new double[topology.chiplets()];
    fromHost = new double[topology.chiplets()];
  }

  /// Starts a set of vectors that travel at the same time; false where none needs to be sent, since
  /// it is known how long they take.
  public boolean begin() {
    sets++;
    if (known.length > 0) {
      seconds = known[sets - 1];
      return false;
    }
    seconds = 0;
    firstLink = NO_LINK;
    lastLink = NO_LINK;
    return true;
  }

  /// Sends `bits` a token from chiplet to chiplet; what stays where it is takes no time.
  public void send(int from, int to, double bits) {
    if (from == to) {
      return;
    }
    double latency = 0;
    double slowest = Double.POSITIVE_INFINITY;
    int[] links = topology.routeLinks(from, to);
    for (int link : links) {
      bitsPerToken[link] += bits;
      latency += topology.latencyS(link);
      if (topology.bitsPerS(link) < slowest) { // faster than Math.min, which orders NaN and zeros
        slowest = topology.bitsPerS(link);
      }
    }
    arrive(latency, bits, slowest, links[0], links[links.length - 1]);
  }

  /// Sends `bits` a token to the host; the links on the way are charged by [#settle].
  public void sendToHost(int from, double bits) {
    toHost[from] += bits;
    arrive(topology.routeToHost(from, host), bits);
  }

  /// Sends `bits` a token from the host; the links on the way are charged by [#settle].
  public void sendFromHost(int to, double bits) {
    fromHost[to] += bits;
    arrive(topology.routeFromHost(host, to), bits);
  }

  private void arrive(Topology.Route route, double bits) {
    int last = route.link(route.hops() - 1);
    arrive(route.latencyS(), bits, route.bitsPerS(), route.link(0), last);
  }

  private void arrive(double latencyS, double bits, double slowest, int first, int last) {
    double all = together * bits;
    firstS = (first == firstLink ? firstS : 0) + all / topology.bitsPerS(first);
    lastS = (last == lastLink ? lastS : 0) + all / topology.bitsPerS(last);
    firstLink = first;
    lastLink = last;
    double transferS = all / slowest;
    transferS = transferS > firstS ? transferS : firstS;
    transferS = transferS > lastS ? transferS : lastS;
    if (latencyS + transferS > seconds) {
      seconds = latencyS + transferS;
    }
  }

  /// Charges the links between host and chiplets, once for all that was sent since the last time.
  public void settle() {
    if (known.length > 0) {
      return;
    }
    for (int chiplet = 0; chiplet < topology.chiplets(); chiplet++) {
      if (toHost[chiplet] > 0) {
        charge(topology.routeToHost(chiplet, host), toHost[chiplet]);
        toHost[chiplet] = 0;
      }
      if (fromHost[chiplet] > 0) {
        charge(topology.routeFromHost(host, chiplet), fromHost[chiplet]);
        fromHost[chiplet] = 0;
      }
    }
  }

  private void charge(Topology.Route route, double bits) {
    for (int hop = 0; hop < route.hops(); hop++) {
      bitsPerToken[route.link(hop)] += bits;
    }
  }

  /// Time until the last vector of the set has arrived.
  public double seconds() {
    if (noted.length > 0) {
      if (sets > noted.length) {
        noted = Arrays.copyOf(noted, 2 * noted.length);
      }
      noted[sets - 1] = seconds;
    }
    return seconds;
  }

  /// How long each set of vectors took, for who sends the same again.
  public double[] noted() {
    return known.length > 0 ? known : Arrays.copyOf(noted, sets);
  }
}
