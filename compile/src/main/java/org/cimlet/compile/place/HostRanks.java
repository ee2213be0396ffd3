package org.cimlet.compile.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Which replica's sequences are served by which host.
///
/// Ranks are as many as the least common multiple of both, so that every replica and every host has
/// an equal share of the sequences. Consecutive ranks differ in replica and host as long as they
/// can, so that few sequences too use different ones.
///
/// @param count of ranks
@SuppressWarnings("ArrayRecordComponent") // shared within the compiler, never outside it
public record HostRanks(int count, int[] replicas, int[] hosts) {

  /// What a rank costs.
  @FunctionalInterface
  interface Cost {
    double of(int replica, int host);
  }

  private record Pair(int replica, int host, double cost) {}

  /// Ranks that give every replica and every host an equal share.
  public static int count(int hosts, int replicas) {
    return hosts / gcd(hosts, replicas) * replicas;
  }

  /// Near pairs first, as long as both have sequences left.
  static HostRanks of(int hosts, int replicas, Cost cost) {
    int count = count(hosts, replicas);
    int[] replicaLeft = filled(replicas, count / replicas);
    int[] hostLeft = filled(hosts, count / hosts);
    List<Pair> pairs = new ArrayList<>();
    for (int replica = 0; replica < replicas; replica++) {
      for (int host = 0; host < hosts; host++) {
        pairs.add(new Pair(replica, host, cost.of(replica, host)));
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Pair::cost)
            .thenComparingInt(Pair::replica)
            .thenComparingInt(Pair::host));
    List<Pair> ranks = new ArrayList<>();
    for (Pair pair : pairs) {
      int sequences = Math.min(replicaLeft[pair.replica()], hostLeft[pair.host()]);
      replicaLeft[pair.replica()] -= sequences;
      hostLeft[pair.host()] -= sequences;
      for (int i = 0; i < sequences; i++) {
        ranks.add(pair);
      }
    }
    return dealt(ranks, replicas, hosts);
  }

  /// Takes next the rank whose replica, then whose host, has been taken least.
  private static HostRanks dealt(List<Pair> ranks, int replicas, int hosts) {
    int[] replicaTaken = new int[replicas];
    int[] hostTaken = new int[hosts];
    int count = ranks.size();
    int[] replicaOf = new int[count];
    int[] hostOf = new int[count];
    for (int rank = 0; rank < count; rank++) {
      Pair next =
          ranks.stream()
              .min(
                  Comparator.<Pair>comparingInt(pair ->
                          Math.max(
                              replicaTaken[pair.replica()] * replicas,
                              hostTaken[pair.host()] * hosts))
                      .thenComparingInt(pair ->
                          replicaTaken[pair.replica()] * replicas + hostTaken[pair.host()] * hosts)
                      .thenComparingInt(Pair::replica)
                      .thenComparingInt(Pair::host))
              .orElseThrow();
      ranks.remove(next);
      replicaTaken[next.replica()]++;
      hostTaken[next.host()]++;
      replicaOf[rank] = next.replica();
      hostOf[rank] = next.host();
    }
    return new HostRanks(count, replicaOf, hostOf);
  }

  private static int[] filled(int length, int value) {
    int[] array = new int[length];
    Arrays.fill(array, value);
    return array;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  int replica(int rank) {
    return replicas[rank];
  }

  int host(int rank) {
    return hosts[rank];
  }

  /// A host of each replica: the first it has.
  int[] hostOfReplica(int replicaCount) {
    int[] first = new int[replicaCount];
    for (int rank = count - 1; rank >= 0; rank--) {
      first[replicas[rank]] = hosts[rank];
    }
    return first;
  }
}
