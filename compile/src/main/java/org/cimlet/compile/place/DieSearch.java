package org.cimlet.compile.place;

import java.util.List;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.plan.machine.Topology;

/// Finds dies for the chiplets of all replicas so that bits cross few links: a quadratic assignment
/// problem.
///
/// It begins with the best of the [DieOrders], then exchanges the dies of two chiplets as long as
/// that helps, a fixed number of tries. The same input gives the same answer; the answer is never
/// worse than the order it began with.
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
      for (int b = a + 1; b < each; b++) {
        double bits = traffic.between(a, b);
        if (bits > 0) {
          cost += bits * hops.between(die[replica * each + a], die[replica * each + b]);
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
    long random = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < TRIES; i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      int a = (int) Math.floorMod(random, (long) used);
      int b = (int) Math.floorMod(random >>> 32, (long) die.length);
      if (a != b) {
        double before = costOf(a) + costOf(b);
        swap(a, b);
        if (costOf(a) + costOf(b) >= before * (1 - 1e-12)) {
          swap(a, b);
        }
      }
    }
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
    double cost =
        traffic.withHost(own) * hops.between(die[chiplet], topology.host(hostOf[replica]));
    for (int other = 0; other < each; other++) {
      double bits = traffic.between(own, other);
      if (bits > 0) {
        cost += bits * hops.between(die[chiplet], die[replica * each + other]);
      }
    }
    return cost;
  }
}
