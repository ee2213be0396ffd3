package org.cimlet.compile.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.machine.TopologySpec;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.Topology.Link;

/// Wires the package and finds a shortest route between any two nodes.
///
/// Where dies are stacked, a stack is a run of successive chiplets: its dies share a place, and
/// links among them are those of the stack. The rows of a mesh are so folded.
///
/// Of several links that lead closer a route takes the first wired: on a mesh along the row, then
/// along the column, which cannot deadlock. Hosts are never passed through.
final class TopologyRouter {
  private final TopologySpec spec;
  private final int hosts;
  private final int height;
  private final int nodes;
  private final List<Link> wired = new ArrayList<>();
  private final List<RoutedWires.Kind> kinds = new ArrayList<>();
  private final List<List<Integer>> outgoing = new ArrayList<>();

  private TopologyRouter(TopologySpec spec, int hosts, int height) {
    this.spec = spec;
    this.hosts = hosts;
    this.height = height;
    this.nodes = spec.chiplets() + hosts;
    for (int n = 0; n < nodes; n++) {
      outgoing.add(new ArrayList<>());
    }
  }

  /// @param hosts equal hosts, each with an equal run of the chiplets in `host_at`
  /// @param height dies in a stack; must divide the chiplets, of a grid its columns
  static RoutedWires route(TopologySpec spec, int hosts, int height) {
    TopologyRouter router = new TopologyRouter(spec, hosts, height);
    return new RoutedWires(router.kinds, router.topology());
  }

  private Topology topology() {
    int chiplets = spec.chiplets();
    for (TopologySpec.Wire wire : spec.wires()) {
      wire(wire.a(), wire.b(), kind(wire));
    }
    List<Integer> hostAt = spec.hostAt();
    for (int i = 0; i < hostAt.size(); i++) {
      wire(hostAt.get(i), chiplets + i * hosts / hostAt.size(), RoutedWires.Kind.HOST);
    }
    List<TopologySpec.Site> sites = spec.sites(height);
    int[] column = sites.stream().mapToInt(TopologySpec.Site::column).toArray();
    int[] row = sites.stream().mapToInt(TopologySpec.Site::row).toArray();
    return new Topology(
        chiplets, hosts, wired, nextLinks(), ofDies(column), ofDies(row), height, 1, 1);
  }

  /// Dies of a stack share its place.
  private int[] ofDies(int[] ofStacks) {
    int[] places = new int[spec.chiplets()];
    for (int chiplet = 0; chiplet < places.length; chiplet++) {
      places[chiplet] = ofStacks[chiplet / height];
    }
    return places;
  }

  private RoutedWires.Kind kind(TopologySpec.Wire wire) {
    if (height > 1 && wire.a() / height == wire.b() / height) {
      return RoutedWires.Kind.STACK;
    }
    return wire.global() ? RoutedWires.Kind.GLOBAL : RoutedWires.Kind.CHIPLET;
  }

  private void wire(int a, int b, RoutedWires.Kind kind) {
    kinds.add(kind);
    addLink(a, b);
    addLink(b, a);
  }

  /// What links can do is said later ([RoutedWires]).
  private void addLink(int from, int to) {
    outgoing.get(from).add(wired.size());
    wired.add(new Link(from, to, 1, 0, 0, nodeName(from) + ">" + nodeName(to)));
  }

  private String nodeName(int node) {
    if (node < spec.chiplets()) {
      return "chiplet" + node;
    }
    return hosts == 1 ? "host" : "host" + (node - spec.chiplets());
  }

  private int[] nextLinks() {
    int[] next = new int[nodes * nodes];
    Arrays.fill(next, -1);
    for (int to = 0; to < nodes; to++) {
      int[] distance = distancesTo(to);
      for (int from = 0; from < nodes; from++) {
        if (from != to && distance[from] != Integer.MAX_VALUE) {
          next[from * nodes + to] = closer(from, distance);
        }
      }
    }
    byHost(next);
    return next;
  }

  /// Nodes that nothing else joins reach each other by way of the first host that both reach.
  private void byHost(int[] next) {
    for (int from = 0; from < nodes; from++) {
      for (int to = 0; to < nodes; to++) {
        for (int host = spec.chiplets(); host < nodes; host++) {
          if (from != to
              && next[from * nodes + to] < 0
              && next[from * nodes + host] >= 0
              && next[host * nodes + to] >= 0) {
            next[from * nodes + to] = next[from * nodes + host];
          }
        }
      }
    }
  }

  private int closer(int from, int[] distance) {
    for (int link : outgoing.get(from)) {
      int to = wired.get(link).to();
      if (distance[to] == distance[from] - 1) {
        return link;
      }
    }
    throw new IllegalArgumentException(nodeName(from) + " is unreachable");
  }

  /// HopCounts from every node; links are symmetric, so the search may start at the destination.
  private int[] distancesTo(int destination) {
    int[] distance = new int[nodes];
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[destination] = 0;
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(destination));
    while (!queue.isEmpty()) {
      int node = queue.remove();
      if (node >= spec.chiplets() && node != destination) {
        continue; // hosts forward nothing
      }
      for (int link : outgoing.get(node)) {
        int neighbour = wired.get(link).to();
        if (distance[neighbour] == Integer.MAX_VALUE) {
          distance[neighbour] = distance[node] + 1;
          queue.add(neighbour);
        }
      }
    }
    return distance;
  }
}
