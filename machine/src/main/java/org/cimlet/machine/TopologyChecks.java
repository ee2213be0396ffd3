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
/// reached from every host.
final class TopologyChecks {
  private static final int MOST_NAMED = 8;

  private final CheckedKeys keys;
  private final TopologySpec topology;
  private final int chiplets;
  private final JsonNode node;
  private boolean sound = true;

  /// @param topology without the lists that the schema found wrong
  TopologyChecks(CheckedKeys keys, TopologySpec topology) {
    this.keys = keys;
    this.topology = topology;
    this.chiplets = topology.chiplets();
    this.node = keys.node("topology");
  }

  void run() {
    List<BitSet> hosted = hostAt();
    switch (topology) {
      case TopologySpec.Mesh _,
          TopologySpec.Torus _,
          TopologySpec.Ring _,
          TopologySpec.Star _,
          TopologySpec.FullyConnected _ -> {}
      case TopologySpec.Dragonfly dragonfly -> globalLinks(dragonfly);
      case TopologySpec.Custom _ -> edges();
    }
    if (sound && keys.blamed().stream().noneMatch(key -> key.startsWith("topology"))) {
      List<TopologySpec.Wire> wires = topology.wires();
      for (int host = 0; sound && host < hosted.size(); host++) {
        reach(hosted.size() == 1 ? "the host" : "host " + host, hosted.get(host), wires);
      }
      join(wires);
      globalLink();
    }
  }

  private void globalLinks(TopologySpec.Dragonfly dragonfly) {
    int links = Math.multiplyExact(dragonfly.chipletsPerGroup(), dragonfly.globalLinksPerChiplet());
    if (links < dragonfly.groups() - 1) {
      blame(
          keys.node("topology.global_links_per_chiplet"),
          "topology.global_links_per_chiplet",
          "must give a group, times its chiplets_per_group, a link to each of the %s other groups, got %s x %s"
              .formatted(
                  dragonfly.groups() - 1,
                  dragonfly.globalLinksPerChiplet(),
                  dragonfly.chipletsPerGroup()));
    }
  }

  /// The class of links that join groups is given where there are such links, and only there; where
  /// no links are given at all, the schema has said so.
  private void globalLink() {
    if (keys.node("links").isMissingNode()) {
      return;
    }
    JsonNode link = keys.node("links.global");
    if (topology.hasGlobalWires() && link.isMissingNode()) {
      blame(
          keys.node("links"),
          "links.global",
          "must say what a link between groups can do, got none; add its bandwidth_gbit_s,"
              + " latency_ns and energy_fj_per_bit");
    }
    if (!topology.hasGlobalWires() && !link.isMissingNode()) {
      blame(
          link,
          "links.global",
          "must be left out where the topology has no links between groups, got one; remove it");
    }
  }

  /// Chiplets that each host has a link to.
  private List<BitSet> hostAt() {
    List<BitSet> hosted = new ArrayList<>();
    JsonNode list = node.path("host_at");
    int run = linksOfOneHost(list);
    for (int i = 0; i < list.size(); i++) {
      if (i % run == 0) {
        hosted.add(new BitSet(chiplets));
      }
      String key = "topology.host_at[" + i + "]";
      if (!inRange(list.path(i), key)) {
        continue;
      }
      int chiplet = list.path(i).intValue();
      if (hosted.getLast().get(chiplet)) {
        blame(list.path(i), key, "must be given once, got %s again; remove it".formatted(chiplet));
      }
      hosted.getLast().set(chiplet);
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
          node.path("host_at"),
          "topology.host_at",
          "must name as many chiplets for each of host.count = %s hosts, got %s in all; name %s"
              .formatted(
                  hosts, hostAt.size(), Math.ceilDiv(Math.max(1, hostAt.size()), hosts) * hosts));
      return Math.max(1, hostAt.size());
    }
    return hostAt.size() / hosts;
  }

  private void edges() {
    Map<Set<Integer>, Integer> seen = new HashMap<>();
    JsonNode list = node.path("edges");
    for (int i = 0; i < list.size(); i++) {
      String key = "topology.edges[" + i + "]";
      JsonNode edge = list.path(i);
      boolean pair = edge.isArray();
      JsonNode from = pair ? edge.path(0) : edge.path("from");
      JsonNode to = pair ? edge.path(1) : edge.path("to");
      boolean there = inRange(from, key + (pair ? "[0]" : ".from"));
      if (inRange(to, key + (pair ? "[1]" : ".to")) && there && !keys.blamed().contains(key)) {
        int a = from.intValue();
        int b = to.intValue();
        edge(edge, key, a, b, seen.putIfAbsent(a == b ? Set.of(a) : Set.of(a, b), i));
      }
    }
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
  private void join(List<TopologySpec.Wire> wires) {
    BitSet first = new BitSet(chiplets);
    first.set(0);
    List<Integer> lost = lost(reached(first, wires));
    if (sound && keys.node("chiplet").has("vector_unit") && !lost.isEmpty()) {
      blame(
          node.path("edges"),
          "topology.edges",
          "must link all chiplets where they have a vector_unit, got no way from 0 to %s; add an edge such as [%s, %s] or remove the vector_unit"
              .formatted(named(lost), 0, lost.getFirst()));
    }
  }

  private static BitSet reached(BitSet from, List<TopologySpec.Wire> wires) {
    BitSet reached = (BitSet) from.clone();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (TopologySpec.Wire wire : wires) {
        if (reached.get(wire.a()) != reached.get(wire.b())) {
          reached.set(wire.a());
          reached.set(wire.b());
          grew = true;
        }
      }
    }
    return reached;
  }

  private List<Integer> lost(BitSet reached) {
    return IntStream.range(0, chiplets).filter(chiplet -> !reached.get(chiplet)).boxed().toList();
  }

  /// Other hosts forward nothing.
  private void reach(String host, BitSet hosted, List<TopologySpec.Wire> wires) {
    BitSet reached = reached(hosted, wires);
    List<Integer> lost = lost(reached);
    if (!lost.isEmpty()) {
      blame(
          node.path("edges"),
          "topology.edges",
          "must lead from %s to every chiplet, got no way to %s; add an edge such as [%s, %s] or list one of them in host_at"
              .formatted(host, named(lost), reached.nextSetBit(0), lost.getFirst()));
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

  private void blame(JsonNode at, String key, String message) {
    sound = false;
    keys.blame(at, key, message);
  }
}
