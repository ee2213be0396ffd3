package org.cimlet.compile.place;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.Topology;

/// Chooses how a step's vectors travel: the collective after which the last chiplet has its vector
/// first, when nobody else is on the links.
///
/// Chiplets of a group lie alike in all replicas and layers: what is found for a step of a stage
/// holds for all that are alike.
public final class CollectiveChoice {
  private static final List<CollectiveAlgorithm> ALL = List.of(CollectiveAlgorithm.values());

  private final Topology topology;
  private final double[] busyS;
  private final Map<Question, CollectiveAlgorithm> found = new HashMap<>();
  private double longestS;
  private double lastS;
  private double enoughS;

  /// What a choice depends on.
  private record Question(char kind, int firstChiplet, int size, int before, long bits) {}

  public CollectiveChoice(Topology topology) {
    this.topology = topology;
    busyS = new double[topology.linkCount()];
  }

  /// A vector from one place to all members.
  public CollectiveAlgorithm broadcast(int root, int[] members, double bits) {
    return found.computeIfAbsent(
        question(topology.isHost(root) ? 'h' : 'b', members, 0, bits),
        asked -> fastest(collective -> relay(collective, root, members, bits, false)));
  }

  /// Partial sums of all members at one place.
  public CollectiveAlgorithm sums(int root, int[] members, double bits) {
    return found.computeIfAbsent(
        question('s', members, 0, bits),
        asked -> fastest(collective -> relay(collective, root, members, bits, true)));
  }

  /// What all sources made, each a share, to all members.
  public CollectiveAlgorithm exchange(
      int home, int[] sources, double[] shares, int[] members, double bits) {
    return found.computeIfAbsent(
        question('x', members, sources.length, bits),
        asked -> fastest(collective -> exchange(collective, home, sources, shares, members, bits)));
  }

  private static Question question(char kind, int[] members, int before, double bits) {
    return new Question(kind, members[0], members.length, before, Math.round(bits));
  }

  private interface Transfer {
    void by(CollectiveAlgorithm collective);
  }

  private CollectiveAlgorithm fastest(Transfer transfer) {
    CollectiveAlgorithm fastest = CollectiveAlgorithm.DIRECT;
    double least = Double.POSITIVE_INFINITY;
    for (CollectiveAlgorithm collective : ALL) {
      begin();
      enoughS = least;
      transfer.by(collective);
      double time = timeS();
      if (time < least * (1 - 1e-6)) {
        least = time;
        fastest = collective;
      }
    }
    return fastest;
  }

  private void exchange(
      CollectiveAlgorithm collective,
      int home,
      int[] sources,
      double[] shares,
      int[] members,
      double bits) {
    if (collective == CollectiveAlgorithm.TREE) {
      for (int i = 0; i < sources.length; i++) {
        send(sources[i], home, bits * shares[i]);
      }
      double gatheredS = timeS();
      begin();
      relay(collective, home, members, bits, false);
      lastS = timeS() + gatheredS;
      return;
    }
    for (int i = 0; i < sources.length && lastS < enoughS; i++) {
      relay(collective, sources[i], members, bits * shares[i], false);
    }
  }

  private void begin() {
    Arrays.fill(busyS, 0);
    longestS = 0;
    lastS = 0;
  }

  private void send(int from, int to, double bits) {
    if (from != to) {
      double latency = 0;
      double slowest = Double.POSITIVE_INFINITY;
      for (int node = from; node != to; ) {
        int link = topology.nextLink(node, to);
        busyS[link] += bits / topology.bitsPerS(link);
        latency += topology.latencyS(link);
        slowest = Math.min(slowest, topology.bitsPerS(link));
        node = topology.linkTo(link);
      }
      arrive(latency, bits / slowest);
    }
  }

  private void relay(
      CollectiveAlgorithm collective, int root, int[] members, double bits, boolean up) {
    RelayTree tree = topology.relayTrees(collective, members).from(topology, root);
    double segmentBits = bits / RelayTree.segments(Math.round(bits));
    double[] atS = new double[tree.size()];
    for (int i = 1; i < tree.size() && lastS < enoughS; i++) { // another is faster already
      int above = tree.place(tree.parent(i));
      int to = up ? above : tree.place(i);
      double slowest = Double.POSITIVE_INFINITY;
      atS[i] = atS[tree.parent(i)];
      for (int node = up ? tree.place(i) : above; node != to; ) {
        int link = topology.nextLink(node, to);
        busyS[link] += bits / topology.bitsPerS(link);
        atS[i] += topology.latencyS(link);
        slowest = Math.min(slowest, topology.bitsPerS(link));
        node = topology.linkTo(link);
      }
      arrive(atS[i], bits / slowest);
      atS[i] += segmentBits / slowest;
    }
  }

  private void arrive(double headS, double transferS) {
    longestS = Math.max(longestS, headS);
    lastS = Math.max(lastS, headS + transferS);
  }

  private double timeS() {
    double busiest = 0;
    for (double busy : busyS) {
      busiest = Math.max(busiest, busy);
    }
    return Math.max(lastS, busiest + longestS);
  }
}
