package org.cimlet.compile.place;

import java.util.Arrays;
import java.util.List;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.plan.machine.Topology;

/// Finds dies for the chiplets of all replicas so that bits cross few links: a quadratic assignment
/// problem.
///
/// It begins with the best of the [DieOrders], then exchanges the dies of two chiplets as long as
/// that helps, a fixed number of tries or until no exchange helps any more. The same input gives
/// the same answer; the answer is never worse than the order it began with.
public final class DieSearch {
  /// Exchanges tried on a package, whatever its size.
  static final int TRIES = 40_000;

  private final Topology topology;
  private final HopCounts hops;
  private final StepTraffic traffic;
  private final int replicas;
  private final int each;
  private final int[] die;
  private int[] hostOf;

  private DieSearch(
      Topology topology, HopCounts hops, StepTraffic traffic, int replicas, int[] order) {
    this.topology = topology;
    this.hops = hops;
    this.traffic = traffic;
    this.replicas = replicas;
    this.each = traffic.chiplets();
    this.die = order.clone();
    this.hostOf = new int[0];
  }

  /// What was found.
  ///
  /// @param die of each chiplet, replica after replica; dies without one come last
  /// @param ranks which replica is served by which host
  /// @param hopBits bits times links crossed for a token of each rank, on average
  @SuppressWarnings("ArrayRecordComponent") // shared within the compiler, never outside it
  public record Found(int[] die, HostRanks ranks, double hopBits) {}

  /// The best of some orders, without exchanges.
  public static Found best(
      Topology topology, HopCounts hops, StepTraffic traffic, int replicas, List<int[]> orders) {
    Found best = null;
    for (int[] order : orders) {
      DieSearch search = new DieSearch(topology, hops, traffic, replicas, order);
      Found found = search.found();
      if (best == null || found.hopBits() < best.hopBits() * (1 - 1e-9)) {
        best = found;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("must have an order to begin with");
    }
    return best;
  }

  /// Goes on from what was found.
  public static Found improved(
      Topology topology, HopCounts hops, StepTraffic traffic, int replicas, Found from) {
    DieSearch search = new DieSearch(topology, hops, traffic, replicas, from.die());
    search.hostOf = from.ranks().hostOfReplica(replicas);
    search.exchange();
    Found found = search.found();
    return found.hopBits() < from.hopBits() ? found : from;
  }

  private Found found() {
    HostRanks ranks = HostRanks.of(topology.hosts(), replicas, this::hostCost);
    double cost = 0;
    for (int rank = 0; rank < ranks.count(); rank++) {
      cost += hostCost(ranks.replica(rank), ranks.host(rank)) / ranks.count();
    }
    for (int replica = 0; replica < replicas; replica++) {
      cost += chipletCost(replica) / replicas;
    }
    return new Found(die, ranks, cost);
  }

  private double hostCost(int replica, int host) {
    double cost = 0;
    for (int c = 0; c < each; c++) {
      cost += traffic.withHost(c) * hops.between(die[replica * each + c], topology.host(host));
    }
    return cost;
  }

  private double chipletCost(int replica) {
    double cost = 0;
    for (int a = 0; a < each; a++) {
      int[] partners = traffic.partners(a);
      double[] bits = traffic.bitsWithPartners(a);
      int at = die[replica * each + a];
      for (int i = 0; i < partners.length; i++) {
        if (partners[i] > a) {
          cost += bits[i] * hops.between(at, die[replica * each + partners[i]]);
        }
      }
    }
    return cost;
  }

  private void exchange() {
    int used = replicas * each;
    if (die.length < 3) {
      return;
    }
    Refusals refusals = new Refusals(used, die.length);
    double[] costs = new double[die.length];
    boolean[] known = new boolean[die.length];
    long random = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < TRIES && !refusals.areAll(); i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      int a = (int) Math.floorMod(random, (long) used);
      int b = (int) Math.floorMod(random >>> 32, (long) die.length);
      if (a == b || refusals.has(a, b)) {
        continue;
      }
      double before = cost(a, costs, known) + cost(b, costs, known);
      swap(a, b);
      if (costOf(a) + costOf(b) >= before * (1 - 1e-12)) {
        swap(a, b);
        refusals.add(a, b);
      } else {
        refusals.clear();
        Arrays.fill(known, false);
      }
    }
  }

  /// The same as [#costOf], worked out once as long as no die changes.
  private double cost(int chiplet, double[] costs, boolean[] known) {
    if (!known[chiplet]) {
      costs[chiplet] = costOf(chiplet);
      known[chiplet] = true;
    }
    return costs[chiplet];
  }

  private void swap(int a, int b) {
    int other = die[a];
    die[a] = die[b];
    die[b] = other;
  }

  private double costOf(int chiplet) {
    int replica = chiplet / each;
    if (replica >= replicas) {
      return 0;
    }
    int own = chiplet % each;
    int at = die[chiplet];
    double cost = traffic.withHost(own) * hops.between(at, topology.host(hostOf[replica]));
    int[] partners = traffic.partners(own);
    double[] bits = traffic.bitsWithPartners(own);
    for (int i = 0; i < partners.length; i++) {
      cost += bits[i] * hops.between(at, die[replica * each + partners[i]]);
    }
    return cost;
  }

  /// Exchanges that did not help since the last that did: they need not be tried again, and where
  /// none is left that might, the search is over.
  private static final class Refusals {
    /// Pairs of larger packages are not all tried anyway.
    private static final int MOST_PAIRS = 1 << 18;

    private final int used;
    private final int dies;
    private final int[] refusedIn;
    private int round = 1;
    private int refused;

    Refusals(int used, int dies) {
      this.used = used;
      this.dies = dies;
      refusedIn = (long) used * dies <= MOST_PAIRS ? new int[used * dies] : new int[0];
    }

    boolean has(int a, int b) {
      return refusedIn.length > 0 && refusedIn[a * dies + b] == round;
    }

    void add(int a, int b) {
      if (refusedIn.length > 0) {
        refusedIn[a * dies + b] = round;
        refused++;
        if (b < used) {
          refusedIn[b * dies + a] = round;
          refused++;
        }
      }
    }

    void clear() {
      round++;
      refused = 0;
    }

    boolean areAll() {
      return refused == used * (dies - 1) && refusedIn.length > 0;
    }
  }
}
