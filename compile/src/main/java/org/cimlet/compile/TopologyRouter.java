package org.cimlet.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Topology;
import org.cimlet.plan.Topology.Link;
import org.cimlet.spec.machine.MachineSpec;

/// Wires the package and finds a shortest route between any two nodes.
///
/// On a mesh routes go along the row first, then along the column, which cannot deadlock. Hosts are
/// never passed through.
final class TopologyRouter {
  private static final double BITS_PER_GBIT = 1e9;
  private static final double NS = 1e-9;

  private final MachineSpec.Topology spec;
  private final MachineSpec.Links links;
  private final int hosts;
  private final int nodes;
  private final List<Link> wired = new ArrayList<>();
  private final List<List<Integer>> outgoing = new ArrayList<>();

  private TopologyRouter(MachineSpec.Topology spec, MachineSpec.Links links, int hosts) {
    this.spec = spec;
    this.links = links;
    this.hosts = hosts;
    this.nodes = spec.chiplets() + hosts;
    for (int n = 0; n < nodes; n++) {
      outgoing.add(new ArrayList<>());
    }
  }

  /// @param hosts equal hosts, each with an equal run of the chiplets in `host_at`
  static Topology route(MachineSpec.Topology spec, MachineSpec.Links links, int hosts) {
    return new TopologyRouter(spec, links, hosts).topology();
  }

  private Topology topology() {
    int chiplets = spec.chiplets();
    int[] column = new int[chiplets];
    int[] row = new int[chiplets];
    switch (spec) {
      case MachineSpec.Topology.Mesh mesh -> wireMesh(mesh, column, row);
      case MachineSpec.Topology.Custom custom -> wireCustom(custom, column, row);
    }
    List<Integer> hostAt = spec.hostAt();
    for (int i = 0; i < hostAt.size(); i++) {
      wire(hostAt.get(i), chiplets + i * hosts / hostAt.size(), links.host());
    }
    return new Topology(chiplets, hosts, wired, nextLinks(), column, row);
  }

  /// Rows first: a chiplet's links along its row come before those along its column, and the search
  /// for the next link takes the first that leads closer.
  private void wireMesh(MachineSpec.Topology.Mesh mesh, int[] column, int[] row) {
    for (int r = 0; r < mesh.rows(); r++) {
      for (int c = 0; c < mesh.columns(); c++) {
        int chiplet = r * mesh.columns() + c;
        column[chiplet] = c;
        row[chiplet] = r;
        if (c + 1 < mesh.columns()) {
          wire(chiplet, chiplet + 1, links.chiplet());
        }
      }
    }
    for (int chiplet = 0; chiplet + mesh.columns() < mesh.chiplets(); chiplet++) {
      wire(chiplet, chiplet + mesh.columns(), links.chiplet());
    }
  }

  /// Drawn as near a square as the count allows, whatever the wiring.
  private void wireCustom(MachineSpec.Topology.Custom custom, int[] column, int[] row) {
    int columns = (int) Math.ceil(Math.sqrt(custom.chiplets()));
    for (int chiplet = 0; chiplet < custom.chiplets(); chiplet++) {
      column[chiplet] = chiplet % columns;
      row[chiplet] = chiplet / columns;
    }
    for (MachineSpec.Topology.Edge edge : custom.edges()) {
      wire(edge.a(), edge.b(), links.chiplet());
    }
  }

  private void wire(int a, int b, MachineSpec.Link link) {
    addLink(a, b, link);
    addLink(b, a, link);
  }

  private void addLink(int from, int to, MachineSpec.Link link) {
    outgoing.get(from).add(wired.size());
    wired.add(
        new Link(
            from,
            to,
            link.bandwidthGbitS().value() * BITS_PER_GBIT,
            link.latencyNs().value() * NS,
            link.energyFjPerBit().value(),
            nodeName(from) + ">" + nodeName(to)));
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
        if (from != to) {
          next[from * nodes + to] = closer(from, distance);
        }
      }
    }
    return next;
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

  /// Hops from every node; links are symmetric, so the search may start at the destination.
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
