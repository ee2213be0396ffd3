package org.cimlet.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.Topology.Link;

/// Wires the package and finds a shortest route between any two nodes.
///
/// Where dies are stacked, a stack is a run of successive chiplets: its dies share a place, and
/// links among them are those of the stack. The rows of a mesh are so folded.
///
/// On a mesh routes go along the row first, then along the column, which cannot deadlock. Hosts are
/// never passed through.
final class TopologyRouter {
  private static final double BITS_PER_GBIT = 1e9;
  private static final double NS = 1e-9;

  private final MachineSpec.Topology spec;
  private final MachineSpec.Links links;
  private final int hosts;
  private final int height;
  private final int nodes;
  private final List<Link> wired = new ArrayList<>();
  private final List<List<Integer>> outgoing = new ArrayList<>();

  private TopologyRouter(
      MachineSpec.Topology spec, MachineSpec.Links links, int hosts, int height) {
    this.spec = spec;
    this.links = links;
    this.hosts = hosts;
    this.height = height;
    this.nodes = spec.chiplets() + hosts;
    for (int n = 0; n < nodes; n++) {
      outgoing.add(new ArrayList<>());
    }
  }

  /// @param hosts equal hosts, each with an equal run of the chiplets in `host_at`
  /// @param height dies in a stack; must divide the chiplets, of a grid its columns
  static Topology route(MachineSpec.Topology spec, MachineSpec.Links links, int hosts, int height) {
    return new TopologyRouter(spec, links, hosts, height).topology();
  }

  private Topology topology() {
    int chiplets = spec.chiplets();
    int stacks = chiplets / height;
    int[] column = new int[stacks];
    int[] row = new int[stacks];
    switch (spec) {
      case MachineSpec.Topology.Mesh(int rows, int columns, var _) -> {
        wireMesh(rows, columns);
        onGrid(columns / height, column, row);
      }
      case MachineSpec.Topology.Torus(int rows, int columns, var _) -> {
        wireMesh(rows, columns);
        closeRings(rows, columns);
        onGrid(columns / height, column, row);
      }
      case MachineSpec.Topology.Ring _ -> {
        wireMesh(1, chiplets);
        closeRings(1, chiplets);
        serpentine(nearSquare(stacks), column, row);
      }
      case MachineSpec.Topology.Star _ -> {
        for (int chiplet = 1; chiplet < chiplets; chiplet++) {
          wire(0, chiplet);
        }
        onGrid(nearSquare(stacks), column, row);
        toTheMiddle(nearSquare(stacks), column, row);
      }
      case MachineSpec.Topology.FullyConnected _ -> {
        for (int a = 0; a < chiplets; a++) {
          for (int b = a + 1; b < chiplets; b++) {
            wire(a, b);
          }
        }
        onGrid(nearSquare(stacks), column, row);
      }
      case MachineSpec.Topology.Custom custom -> {
        for (MachineSpec.Topology.Edge edge : custom.edges()) {
          wire(edge.a(), edge.b());
        }
        onGrid(nearSquare(stacks), column, row);
      }
    }
    List<Integer> hostAt = spec.hostAt();
    for (int i = 0; i < hostAt.size(); i++) {
      wire(hostAt.get(i), chiplets + i * hosts / hostAt.size(), links.host());
    }
    return new Topology(chiplets, hosts, wired, nextLinks(), ofDies(column), ofDies(row), height);
  }

  /// Dies of a stack share its place.
  private int[] ofDies(int[] ofStacks) {
    int[] places = new int[spec.chiplets()];
    for (int chiplet = 0; chiplet < places.length; chiplet++) {
      places[chiplet] = ofStacks[chiplet / height];
    }
    return places;
  }

  /// A wire between chiplets.
  private void wire(int a, int b) {
    MachineSpec.Link bond = links.stack();
    boolean bonded = height > 1 && a / height == b / height;
    wire(a, b, bonded && bond != null ? bond : links.chiplet());
  }

  /// Rows first: a chiplet's links along its row come before those along its column, and the search
  /// for the next link takes the first that leads closer.
  private void wireMesh(int rows, int columns) {
    for (int chiplet = 0; chiplet < rows * columns; chiplet++) {
      if ((chiplet + 1) % columns != 0) {
        wire(chiplet, chiplet + 1);
      }
    }
    for (int chiplet = 0; chiplet + columns < rows * columns; chiplet++) {
      wire(chiplet, chiplet + columns);
    }
  }

  /// Wires from the ends of rows and columns back to their beginnings; two dies in line have theirs
  /// already.
  private void closeRings(int rows, int columns) {
    for (int r = 0; r < rows && columns > 2; r++) {
      wire((r + 1) * columns - 1, r * columns);
    }
    for (int c = 0; c < columns && rows > 2; c++) {
      wire((rows - 1) * columns + c, c);
    }
  }

  private static int nearSquare(int chiplets) {
    return (int) Math.ceil(Math.sqrt(chiplets));
  }

  private static void onGrid(int columns, int[] column, int[] row) {
    for (int chiplet = 0; chiplet < column.length; chiplet++) {
      column[chiplet] = chiplet % columns;
      row[chiplet] = chiplet / columns;
    }
  }

  /// Row after row, every other one backwards, so that a ring's neighbours lie side by side.
  private static void serpentine(int columns, int[] column, int[] row) {
    onGrid(columns, column, row);
    for (int chiplet = 0; chiplet < column.length; chiplet++) {
      if (row[chiplet] % 2 == 1) {
        column[chiplet] = columns - 1 - column[chiplet];
      }
    }
  }

  /// Chiplet 0 changes places with the one in the middle.
  private static void toTheMiddle(int columns, int[] column, int[] row) {
    int rows = Math.ceilDiv(column.length, columns);
    int middle = Math.min(rows / 2 * columns + columns / 2, column.length - 1);
    column[0] = column[middle];
    row[0] = row[middle];
    column[middle] = 0;
    row[middle] = 0;
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
