package org.cimlet.machine;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// How chiplets and hosts are wired. Chiplets are numbered from 0, row by row.
///
/// All that is particular to a topology is here and in `machine.schema.json`: the compiler finds
/// shortest routes over any wires, and the simulator assigns virtual channels that cannot deadlock.
public sealed interface TopologySpec {
  /// Chiplets in the package.
  int chiplets();

  /// Chiplets hosts have a link to. Of several hosts each has an equal run of the list.
  List<Integer> hostAt();

  /// Wires between chiplets. Of several links that lead closer a route takes the first.
  List<Wire> wires();

  /// The same without what its links can do: all that routes depend on.
  default TopologySpec wiring() {
    return this;
  }

  /// Dies of a line that is cut into stacks, each of successive chiplets.
  default int line() {
    return chiplets();
  }

  /// Where stacks stand on the substrate, or dies where they lie side by side, in the order of
  /// their chiplets: for drawings, areas, and pipelines from neighbour to neighbour.
  ///
  /// @param height dies in a stack
  default List<Site> sites(int height) {
    int stacks = chiplets() / height;
    return grid(stacks, nearSquare(stacks));
  }

  /// Whether some wires are global ones.
  default boolean hasGlobalWires() {
    return false;
  }

  /// A wire between two chiplets, for both directions.
  ///
  /// @param global whether it is a link of `links.global`, not of `links.chiplet`
  record Wire(int a, int b, boolean global) {
    Wire(int a, int b) {
      this(a, b, false);
    }
  }

  /// A place on the substrate.
  record Site(int column, int row) {}

  /// Each die linked to its neighbours in rows and columns.
  record Mesh(int rows, int columns, List<Integer> hostAt) implements TopologySpec {
    /// Copies the list.
    public Mesh {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public int chiplets() {
      return Math.multiplyExact(rows, columns);
    }

    @Override
    public List<Wire> wires() {
      return mesh(rows, columns);
    }

    @Override
    public int line() {
      return columns;
    }

    @Override
    public List<Site> sites(int height) {
      return grid(chiplets() / height, columns / height);
    }
  }

  /// A mesh whose rows and columns close into rings.
  record Torus(int rows, int columns, List<Integer> hostAt) implements TopologySpec {
    /// Copies the list.
    public Torus {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public int chiplets() {
      return Math.multiplyExact(rows, columns);
    }

    @Override
    public List<Wire> wires() {
      return closed(rows, columns);
    }

    @Override
    public int line() {
      return columns;
    }

    @Override
    public List<Site> sites(int height) {
      return grid(chiplets() / height, columns / height);
    }
  }

  /// Each die linked to the next, the last to the first.
  record Ring(int chiplets, List<Integer> hostAt) implements TopologySpec {
    /// Copies the list.
    public Ring {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public List<Wire> wires() {
      return closed(1, chiplets);
    }

    /// Row after row, every other one backwards, so that neighbours lie side by side.
    @Override
    public List<Site> sites(int height) {
      int columns = nearSquare(chiplets / height);
      return grid(chiplets / height, columns).stream()
          .map(site ->
              site.row() % 2 == 0 ? site : new Site(columns - 1 - site.column(), site.row()))
          .toList();
    }
  }

  /// Each die linked to chiplet 0.
  record Star(int chiplets, List<Integer> hostAt) implements TopologySpec {
    /// Copies the list.
    public Star {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public List<Wire> wires() {
      List<Wire> wires = new ArrayList<>();
      for (int chiplet = 1; chiplet < chiplets; chiplet++) {
        wires.add(new Wire(0, chiplet));
      }
      return wires;
    }

    /// Chiplet 0 changes places with the one in the middle.
    @Override
    public List<Site> sites(int height) {
      List<Site> sites = new ArrayList<>(TopologySpec.super.sites(height));
      int columns = nearSquare(sites.size());
      int rows = Math.ceilDiv(sites.size(), columns);
      int middle = Math.min(rows / 2 * columns + columns / 2, sites.size() - 1);
      sites.set(0, sites.set(middle, sites.getFirst()));
      return sites;
    }
  }

  /// Each die linked to each other.
  record FullyConnected(int chiplets, List<Integer> hostAt) implements TopologySpec {
    /// Copies the list.
    public FullyConnected {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public List<Wire> wires() {
      return allPairs(0, chiplets);
    }
  }

  /// Groups of fully connected dies, and one global link between each pair of groups (Kim, Dally,
  /// Scott, Abts: Technology-Driven, Highly-Scalable Dragonfly Topology, ISCA 2008): the k-th
  /// global link of group g leads to group g + k + 1, counted round, and starts at its chiplet k /
  /// `globalLinksPerChiplet`.
  ///
  /// @param globalLinksPerChiplet most global links of a chiplet; times the chiplets of a group at
  ///   least groups - 1
  record Dragonfly(
      int groups, int chipletsPerGroup, int globalLinksPerChiplet, List<Integer> hostAt)
      implements TopologySpec {
    /// Copies the list.
    public Dragonfly {
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public int chiplets() {
      return Math.multiplyExact(groups, chipletsPerGroup);
    }

    @Override
    public List<Wire> wires() {
      List<Wire> wires = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        wires.addAll(allPairs(group * chipletsPerGroup, (group + 1) * chipletsPerGroup));
      }
      for (int from = 0; from < groups; from++) {
        for (int to = from + 1; to < groups; to++) {
          int there = to - from - 1;
          int back = groups - 2 - there;
          wires.add(new Wire(globalEnd(from, there), globalEnd(to, back), true));
        }
      }
      return wires;
    }

    /// The chiplet where a group's k-th global link starts.
    private int globalEnd(int group, int k) {
      return group * chipletsPerGroup + k / globalLinksPerChiplet;
    }

    @Override
    public boolean hasGlobalWires() {
      return groups > 1;
    }

    @Override
    public int line() {
      return chipletsPerGroup;
    }

    /// A group in a row.
    @Override
    public List<Site> sites(int height) {
      return grid(chiplets() / height, chipletsPerGroup / height);
    }
  }

  /// Any undirected wiring.
  record Custom(int chiplets, List<Edge> edges, List<Integer> hostAt) implements TopologySpec {
    /// Copies the lists.
    public Custom {
      edges = List.copyOf(edges);
      hostAt = List.copyOf(hostAt);
    }

    @Override
    public List<Wire> wires() {
      return edges.stream().map(edge -> new Wire(edge.from(), edge.to())).toList();
    }

    @Override
    public TopologySpec wiring() {
      return new Custom(
          chiplets,
          edges.stream().map(edge -> new Edge(edge.from(), edge.to(), null)).toList(),
          hostAt);
    }
  }

  /// A wire of a custom topology, for both directions.
  ///
  /// @param bandwidthGbitS of one direction; null for that of `links.chiplet`
  record Edge(int from, int to, @Nullable Sourced bandwidthGbitS) {}

  private static List<Wire> allPairs(int first, int end) {
    List<Wire> wires = new ArrayList<>();
    for (int a = first; a < end; a++) {
      for (int b = a + 1; b < end; b++) {
        wires.add(new Wire(a, b));
      }
    }
    return wires;
  }

  /// Rows first: routes go along the row, then along the column, which cannot deadlock on a mesh.
  private static List<Wire> mesh(int rows, int columns) {
    List<Wire> wires = new ArrayList<>();
    for (int chiplet = 0; chiplet < rows * columns; chiplet++) {
      if ((chiplet + 1) % columns != 0) {
        wires.add(new Wire(chiplet, chiplet + 1));
      }
    }
    for (int chiplet = 0; chiplet + columns < rows * columns; chiplet++) {
      wires.add(new Wire(chiplet, chiplet + columns));
    }
    return wires;
  }

  /// With wires from the ends of rows and columns back to their beginnings; two dies in line have
  /// theirs already.
  private static List<Wire> closed(int rows, int columns) {
    List<Wire> wires = new ArrayList<>(mesh(rows, columns));
    for (int r = 0; r < rows && columns > 2; r++) {
      wires.add(new Wire((r + 1) * columns - 1, r * columns));
    }
    for (int c = 0; c < columns && rows > 2; c++) {
      wires.add(new Wire((rows - 1) * columns + c, c));
    }
    return wires;
  }

  private static int nearSquare(int sites) {
    return (int) Math.ceil(Math.sqrt(sites));
  }

  private static List<Site> grid(int sites, int columns) {
    List<Site> grid = new ArrayList<>();
    for (int at = 0; at < sites; at++) {
      grid.add(new Site(at % columns, at / columns));
    }
    return grid;
  }
}
