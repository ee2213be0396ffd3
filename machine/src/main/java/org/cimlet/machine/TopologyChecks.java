package org.cimlet.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What must hold in a topology: links lead to chiplets that are there, and every chiplet can be
/// reached from the host.
final class TopologyChecks {
  private static final int MOST_NAMED = 8;

  private final CheckedKeys keys;
  private final int chiplets;
  private final JsonNode topology;
  private boolean sound = true;

  /// @param chiplets dies in the package
  TopologyChecks(CheckedKeys keys, int chiplets) {
    this.keys = keys;
    this.chiplets = chiplets;
    this.topology = keys.node("topology");
  }

  void run() {
    BitSet hosted = hostAt();
    if (topology.path("kind").asString("").equals("custom")) {
      List<int[]> edges = edges();
      if (sound && keys.blamed().stream().noneMatch(key -> key.startsWith("topology"))) {
        reach(hosted, edges);
        join(edges);
      }
    }
  }

  private BitSet hostAt() {
    BitSet hosted = new BitSet(chiplets);
    BitSet ofOne = new BitSet(chiplets);
    JsonNode list = topology.path("host_at");
    int run = linksOfOneHost(list);
    for (int i = 0; i < list.size(); i++) {
      if (i % run == 0) {
        ofOne.clear();
      }
      String key = "topology.host_at[" + i + "]";
      if (!inRange(list.path(i), key)) {
        continue;
      }
      int chiplet = list.path(i).intValue();
      if (ofOne.get(chiplet)) {
        blame(list.path(i), key, "must be given once, got %s again; remove it".formatted(chiplet));
      }
      ofOne.set(chiplet);
      hosted.set(chiplet);
    }
    return hosted;
  }

  /// Entries of `host_at` that belong to one host.
  private int linksOfOneHost(JsonNode hostAt) {
    JsonNode count = keys.node("host.count");
    if (!count.isNumber()
        || keys.blamed().contains("host.count")
        || keys.blamed().contains("topology.host_at")) {
      return Math.max(1, hostAt.size());
    }
    int hosts = count.intValue();
    if (hostAt.size() % hosts != 0) {
      blame(
          topology.path("host_at"),
          "topology.host_at",
          "must name as many chiplets for each of host.count = %s hosts, got %s in all; name %s"
              .formatted(
                  hosts, hostAt.size(), Math.ceilDiv(Math.max(1, hostAt.size()), hosts) * hosts));
      return Math.max(1, hostAt.size());
    }
    return hostAt.size() / hosts;
  }

  private List<int[]> edges() {
    List<int[]> edges = new ArrayList<>();
    Map<Set<Integer>, Integer> seen = new HashMap<>();
    JsonNode list = topology.path("edges");
    for (int i = 0; i < list.size(); i++) {
      String key = "topology.edges[" + i + "]";
      JsonNode pair = list.path(i);
      boolean from = inRange(pair.path(0), key + "[0]");
      boolean to = inRange(pair.path(1), key + "[1]");
      if (from && to && !keys.blamed().contains(key)) {
        int a = pair.path(0).intValue();
        int b = pair.path(1).intValue();
        edge(pair, key, a, b, seen.putIfAbsent(a == b ? Set.of(a) : Set.of(a, b), i));
        edges.add(new int[] {a, b});
      }
    }
    return edges;
  }

  private void edge(JsonNode pair, String key, int a, int b, @Nullable Integer earlier) {
    if (a == b) {
      blame(pair, key, "must link two different chiplets, got [%s, %s]; remove it".formatted(a, b));
    } else if (earlier != null) {
      blame(
          pair,
          key,
          "must be given once, got [%s, %s] as topology.edges[%s] already; remove one, an edge serves both directions"
              .formatted(a, b, earlier));
    }
  }

  /// With a vector unit the residual stream moves from die to die; the host forwards nothing.
  private void join(List<int[]> edges) {
    BitSet first = new BitSet(chiplets);
    first.set(0);
    BitSet reached = reached(first, edges);
    List<Integer> lost = lost(reached);
    if (sound && keys.node("chiplet").has("vector_unit") && !lost.isEmpty()) {
      blame(
          topology.path("edges"),
          "topology.edges",
          "must link all chiplets where they have a vector_unit, got no way from 0 to %s; add an edge such as [%s, %s] or remove the vector_unit"
              .formatted(named(lost), 0, lost.getFirst()));
    }
  }

  private static BitSet reached(BitSet from, List<int[]> edges) {
    BitSet reached = (BitSet) from.clone();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int[] edge : edges) {
        if (reached.get(edge[0]) != reached.get(edge[1])) {
          reached.set(edge[0]);
          reached.set(edge[1]);
          grew = true;
        }
      }
    }
    return reached;
  }

  private List<Integer> lost(BitSet reached) {
    return IntStream.range(0, chiplets).filter(chiplet -> !reached.get(chiplet)).boxed().toList();
  }

  private void reach(BitSet hosted, List<int[]> edges) {
    BitSet reached = reached(hosted, edges);
    List<Integer> lost = lost(reached);
    if (!lost.isEmpty()) {
      blame(
          topology.path("edges"),
          "topology.edges",
          "must lead from the host to every chiplet, got no way to %s; add an edge such as [%s, %s] or list one of them in host_at"
              .formatted(named(lost), reached.nextSetBit(0), lost.getFirst()));
    }
  }

  private static String named(List<Integer> chiplets) {
    String names =
        chiplets.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    int more = chiplets.size() - MOST_NAMED;
    return more > 0 ? names + " and %s more".formatted(more) : names;
  }

  private boolean inRange(JsonNode chiplet, String key) {
    if (!chiplet.isNumber() || keys.blamed().contains(key)) {
      return false;
    }
    if (chiplet.intValue() >= chiplets) {
      blame(
          chiplet,
          key,
          "must be a chiplet from 0 to %s, got %s".formatted(chiplets - 1, chiplet.intValue()));
      return false;
    }
    return true;
  }

  private void blame(JsonNode node, String key, String message) {
    sound = false;
    keys.blame(node, key, message);
  }
}
