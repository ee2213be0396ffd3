package org.cimlet.plan;

import java.util.List;

/// Dies, host and the directed links between them, with a route from everywhere to everywhere.
///
/// Nodes `0 .. chiplets-1` are dies, node `chiplets` is the host. Links come in pairs: link `2k`
/// and `2k+1` are the two directions of one wire.
public final class Topology {
  private final int chiplets;
  private final List<Link> links;
  private final int[] linkTo;
  private final double[] bitsPerS;
  private final double[] latencyS;
  private final int[] nextLink;
  private final Route[] toHost;
  private final Route[] fromHost;
  private final int[] column;
  private final int[] row;

  /// One direction of a wire.
  ///
  /// @param from node
  /// @param to node
  /// @param bitsPerS bandwidth
  /// @param latencyS from the first bit in to the first bit out
  /// @param fjPerBit energy
  public record Link(
      int from, int to, double bitsPerS, double latencyS, double fjPerBit, String name) {}

  /// What a route's links add up to.
  ///
  /// @param latencyS of all links together
  /// @param bitsPerS of the slowest link; infinite where there is none
  public record Route(double latencyS, double bitsPerS) {}

  /// @param chiplets dies
  /// @param links directed links, in pairs
  /// @param nextLink at `from * (chiplets + 1) + to`: the first link of the route, -1 where from =
  ///   to
  /// @param column at each chiplet: its column on the substrate, for drawing and for areas
  /// @param row at each chiplet: its row
  public Topology(int chiplets, List<Link> links, int[] nextLink, int[] column, int[] row) {
    if (nextLink.length != (chiplets + 1) * (chiplets + 1)) {
      throw new IllegalArgumentException(
          "a route table for %s nodes needs %s entries, got %s"
              .formatted(chiplets + 1, (chiplets + 1) * (chiplets + 1), nextLink.length));
    }
    this.chiplets = chiplets;
    this.links = List.copyOf(links);
    this.linkTo = this.links.stream().mapToInt(Link::to).toArray();
    this.bitsPerS = this.links.stream().mapToDouble(Link::bitsPerS).toArray();
    this.latencyS = this.links.stream().mapToDouble(Link::latencyS).toArray();
    this.nextLink = nextLink.clone();
    this.toHost = new Route[chiplets];
    this.fromHost = new Route[chiplets];
    for (int chiplet = 0; chiplet < chiplets; chiplet++) {
      toHost[chiplet] = route(chiplet, chiplets);
      fromHost[chiplet] = route(chiplets, chiplet);
    }
    this.column = column.clone();
    this.row = row.clone();
  }

  /// Dies.
  public int chiplets() {
    return chiplets;
  }

  /// The host's node number.
  public int host() {
    return chiplets;
  }

  /// Every directed link; the index is the link's number.
  public List<Link> links() {
    return links;
  }

  /// Node a link leads to.
  public int linkTo(int link) {
    return linkTo[link];
  }

  /// Bandwidth of a link.
  public double bitsPerS(int link) {
    return bitsPerS[link];
  }

  /// Latency of a link, from the first bit in to the first bit out.
  public double latencyS(int link) {
    return latencyS[link];
  }

  /// Whether a link begins or ends at the host.
  public boolean atHost(int link) {
    return links.get(link).from() == chiplets || linkTo[link] == chiplets;
  }

  /// Number of the first link on the route, -1 where `from` is `to`.
  public int nextLink(int from, int to) {
    return nextLink[from * (chiplets + 1) + to];
  }

  /// The whole route between two nodes.
  public Route route(int from, int to) {
    double latency = 0;
    double slowest = Double.POSITIVE_INFINITY;
    int node = from;
    while (node != to) {
      int link = nextLink(node, to);
      latency += latencyS[link];
      slowest = Math.min(slowest, bitsPerS[link]);
      node = linkTo[link];
    }
    return new Route(latency, slowest);
  }

  /// The route from a chiplet to the host, found once.
  public Route routeToHost(int chiplet) {
    return toHost[chiplet];
  }

  /// The route from the host to a chiplet, found once.
  public Route routeFromHost(int chiplet) {
    return fromHost[chiplet];
  }

  /// Column of a chiplet on the substrate.
  public int column(int chiplet) {
    return column[chiplet];
  }

  /// Row of a chiplet on the substrate.
  public int row(int chiplet) {
    return row[chiplet];
  }
}
