package org.cimlet.plan.machine;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Dies, hosts and the directed links between them, with a route from everywhere to everywhere.
///
/// Nodes `0 .. chiplets-1` are dies, nodes from `chiplets` on are hosts. Links come in pairs: link
/// `2k` and `2k+1` are the two directions of one wire.
///
/// Routes do not depend on what links can do: topologies that differ in that alone share them
/// ([#with]).
public final class Topology {
  private final int chiplets;
  private final int hosts;
  private final int nodes;
  private final String[] names;
  private final int[] linkFrom;
  private final int[] linkTo;
  private final double[] bitsPerS;
  private final double[] latencyS;
  private final double[] fjPerBit;
  private final int[] nextLink;
  private final Route[] toHosts;
  private final Route[] fromHosts;
  private final List<Integer> places;
  private final int[] column;
  private final int[] row;
  private final int height;
  private final int packetBytes;
  private final int bufferPackets;
  private final RelayTrees trees;
  private final AtomicReferenceArray<int @Nullable []> routes;

  /// One direction of a wire.
  ///
  /// @param from node
  /// @param to node
  /// @param bitsPerS bandwidth
  /// @param latencyS from the first bit in to the first bit out
  /// @param fjPerBit energy
  public record Link(
      int from, int to, double bitsPerS, double latencyS, double fjPerBit, String name) {}

  /// The links from one node to another and what they add up to.
  public static final class Route {
    private final int[] links;
    private final double latencyS;
    private final double bitsPerS;

    private Route(int[] links, double[] latencyS, double[] bitsPerS) {
      double latency = 0;
      double slowest = Double.POSITIVE_INFINITY;
      for (int link : links) {
        latency += latencyS[link];
        slowest = Math.min(slowest, bitsPerS[link]);
      }
      this.links = links;
      this.latencyS = latency;
      this.bitsPerS = slowest;
    }

    /// Links on the way.
    public int hops() {
      return links.length;
    }

    /// Number of one of the links.
    public int link(int hop) {
      return links[hop];
    }

    /// Latency of all links together.
    public double latencyS() {
      return latencyS;
    }

    /// Bandwidth of the slowest link; infinite where there is none.
    public double bitsPerS() {
      return bitsPerS;
    }
  }

  /// @param chiplets dies
  /// @param hosts equal processors beside them
  /// @param links directed links, in pairs
  /// @param nextLink at `from * (chiplets + hosts) + to`: the first link of the route, -1 where
  ///   from = to
  /// @param column at each chiplet: its column on the substrate, for drawing and for areas
  /// @param row at each chiplet: its row
  /// @param height dies in a stack, successive chiplets of one column and row; 1 where they lie
  ///   side by side
  /// @param packetBytes bytes of a packet
  /// @param bufferPackets packets an input buffer behind a link holds beyond those in flight while
  ///   a credit makes its round trip
  public Topology(
      int chiplets,
      int hosts,
      List<Link> links,
      int[] nextLink,
      int[] column,
      int[] row,
      int height,
      int packetBytes,
      int bufferPackets) {
    this.chiplets = chiplets;
    this.hosts = hosts;
    this.nodes = chiplets + hosts;
    if (nextLink.length != nodes * nodes) {
      throw new IllegalArgumentException(
          "a route table for %s nodes needs %s entries, got %s"
              .formatted(nodes, nodes * nodes, nextLink.length));
    }
    this.names = links.stream().map(Link::name).toArray(String[]::new);
    this.linkFrom = links.stream().mapToInt(Link::from).toArray();
    this.linkTo = links.stream().mapToInt(Link::to).toArray();
    this.bitsPerS = links.stream().mapToDouble(Link::bitsPerS).toArray();
    this.latencyS = links.stream().mapToDouble(Link::latencyS).toArray();
    this.fjPerBit = links.stream().mapToDouble(Link::fjPerBit).toArray();
    this.nextLink = nextLink.clone();
    this.places = List.copyOf(IntStream.range(0, chiplets).boxed().toList());
    this.column = column.clone();
    this.row = row.clone();
    this.height = height;
    this.packetBytes = packetBytes;
    this.bufferPackets = bufferPackets;
    this.trees = new RelayTrees();
    this.routes = new AtomicReferenceArray<>(nodes * nodes);
    this.toHosts = new Route[hosts * chiplets];
    this.fromHosts = new Route[hosts * chiplets];
    for (int host = 0; host < hosts; host++) {
      for (int chiplet = 0; chiplet < chiplets; chiplet++) {
        toHosts[host * chiplets + chiplet] = route(chiplet, host(host));
        fromHosts[host * chiplets + chiplet] = route(host(host), chiplet);
      }
    }
  }

  private Topology(
      Topology wires,
      double[] bitsPerS,
      double[] latencyS,
      double[] fjPerBit,
      int packetBytes,
      int bufferPackets) {
    this.chiplets = wires.chiplets;
    this.hosts = wires.hosts;
    this.nodes = wires.nodes;
    this.names = wires.names;
    this.linkFrom = wires.linkFrom;
    this.linkTo = wires.linkTo;
    this.bitsPerS = bitsPerS.clone();
    this.latencyS = latencyS.clone();
    this.fjPerBit = fjPerBit.clone();
    this.nextLink = wires.nextLink;
    this.places = wires.places;
    this.column = wires.column;
    this.row = wires.row;
    this.height = wires.height;
    this.packetBytes = packetBytes;
    this.bufferPackets = bufferPackets;
    this.trees = wires.trees;
    this.routes = wires.routes;
    this.toHosts = new Route[hosts * chiplets];
    this.fromHosts = new Route[hosts * chiplets];
    for (int i = 0; i < toHosts.length; i++) {
      toHosts[i] = new Route(wires.toHosts[i].links, this.latencyS, this.bitsPerS);
      fromHosts[i] = new Route(wires.fromHosts[i].links, this.latencyS, this.bitsPerS);
    }
  }

  /// The same wires and routes with other links.
  ///
  /// @param bitsPerS of each link
  /// @param latencyS of each link
  /// @param fjPerBit of each link
  public Topology with(
      double[] bitsPerS, double[] latencyS, double[] fjPerBit, int packetBytes, int bufferPackets) {
    return new Topology(this, bitsPerS, latencyS, fjPerBit, packetBytes, bufferPackets);
  }

  /// Whether another has the same wires and routes, one having been made from the other.
  @SuppressWarnings("ReferenceEquality") // the same table, not an equal one
  public boolean sharesRoutes(Topology other) {
    return nextLink == other.nextLink;
  }

  /// The trees of a group of chiplets by a collective, built once for all topologies that share
  /// routes.
  ///
  /// @param members chiplets that take part, in the order of their group
  public RelayTrees.Group relayTrees(CollectiveAlgorithm collective, int[] members) {
    return trees.group(collective, members, nodes);
  }

  /// Dies.
  public int chiplets() {
    return chiplets;
  }

  /// Numbers of all dies' places.
  public List<Integer> places() {
    return places;
  }

  /// Equal processors beside the dies.
  public int hosts() {
    return hosts;
  }

  /// Node number of a host.
  public int host(int index) {
    return chiplets + index;
  }

  /// Whether a node is a host.
  public boolean isHost(int node) {
    return node >= chiplets;
  }

  /// What reports call a host: `host` where there is one, `host2` where there are several.
  public String hostName(int index) {
    return hosts == 1 ? "host" : "host" + index;
  }

  /// Every directed link; the index is the link's number.
  public List<Link> links() {
    return new AbstractList<>() {
      @Override
      public Link get(int link) {
        return new Link(
            linkFrom[link],
            linkTo[link],
            bitsPerS[link],
            latencyS[link],
            fjPerBit[link],
            names[link]);
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  /// Directed links.
  public int linkCount() {
    return names.length;
  }

  /// Name of a link, its ends named by their places: `chiplet3>chiplet4`.
  String linkName(int link) {
    return names[link];
  }

  /// Node a link comes from.
  public int linkFrom(int link) {
    return linkFrom[link];
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

  /// Energy of a bit over a link.
  public double fjPerBit(int link) {
    return fjPerBit[link];
  }

  /// Whether a link begins or ends at a host.
  public boolean atHost(int link) {
    return isHost(linkFrom[link]) || isHost(linkTo[link]);
  }

  /// Number of the first link on the route, -1 where `from` is `to`.
  public int nextLink(int from, int to) {
    return nextLink[from * nodes + to];
  }

  /// The whole route between two nodes.
  public Route route(int from, int to) {
    return new Route(links(from, to), latencyS, bitsPerS);
  }

  private int[] links(int from, int to) {
    int[] links = new int[nodes];
    int hops = 0;
    for (int node = from; node != to; node = linkTo[links[hops - 1]]) {
      links[hops++] = nextLink(node, to);
    }
    return Arrays.copyOf(links, hops);
  }

  /// Numbers of the links between two nodes, found once for all topologies that share routes. The
  /// array must not be changed: loops over it are the inner ones of a sweep.
  public int[] routeLinks(int from, int to) {
    int[] links = routes.get(from * nodes + to);
    if (links == null) {
      links = links(from, to);
      routes.set(from * nodes + to, links);
    }
    return links;
  }

  /// The route from a chiplet to a host, found once.
  public Route routeToHost(int chiplet, int host) {
    return toHosts[host * chiplets + chiplet];
  }

  /// The route from a host to a chiplet, found once.
  public Route routeFromHost(int host, int chiplet) {
    return fromHosts[host * chiplets + chiplet];
  }

  /// The host whose first bit is soonest at a chiplet; of equals the first.
  public int nearestHost(int chiplet) {
    int nearest = 0;
    for (int host = 1; host < hosts; host++) {
      if (routeFromHost(host, chiplet).latencyS() < routeFromHost(nearest, chiplet).latencyS()) {
        nearest = host;
      }
    }
    return nearest;
  }

  /// Dies in a stack; 1 where they lie side by side.
  public int height() {
    return height;
  }

  /// Place of a chiplet in its stack, 0 for the lowest.
  public int level(int chiplet) {
    return chiplet % height;
  }

  /// Column of a chiplet on the substrate.
  public int column(int chiplet) {
    return column[chiplet];
  }

  /// Row of a chiplet on the substrate.
  public int row(int chiplet) {
    return row[chiplet];
  }

  /// Bytes of a packet on the links; the last of a message may be shorter.
  public int packetBytes() {
    return packetBytes;
  }

  /// Packets an input buffer behind a link holds beyond those in flight.
  public int bufferPackets() {
    return bufferPackets;
  }
}
