package org.cimlet.report.html.floorplan;

import java.util.List;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.Topology.Link;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.Svg;

/// The wires of a package, as thick as they are used: between neighbours a bar over both edges,
/// between others a bowed line from middle to middle, to the host a line through the gaps.
public final class WireDrawing {
  private static final double LEAST_STROKE = 1;

  private final Topology topology;
  private final List<LinkLoad> loads;
  private final FloorplanGeometry geometry;
  private final double most;

  public WireDrawing(Topology topology, List<LinkLoad> loads, FloorplanGeometry geometry) {
    this.topology = topology;
    this.loads = List.copyOf(loads);
    this.geometry = geometry;
    this.most = loads.stream().mapToDouble(LinkLoad::bitsPerToken).max().orElse(0);
  }

  public HeatScale scale() {
    return HeatScale.traffic(most);
  }

  /// Wires to the host.
  public void host(Svg svg) {
    for (int wire = 0; wire < topology.links().size(); wire += 2) {
      if (topology.atHost(wire)) {
        int chiplet = chipletOf(wire);
        double room = isAtEdge(chiplet) ? geometry.side() : 2 * geometry.channel(chiplet);
        draw(svg, wire, hostPath(chiplet), Math.clamp(0.8 * room, 3, 16));
      }
    }
  }

  /// Wires between dies.
  public void between(Svg svg) {
    for (int wire = 0; wire < topology.links().size(); wire += 2) {
      if (!topology.atHost(wire)) {
        Link link = topology.links().get(wire);
        boolean near = areNeighbours(link.from(), link.to());
        double thickest = near ? 0.26 * geometry.width() : 0.12 * geometry.width();
        Svg.Path path = near ? bar(link.from(), link.to()) : bow(link.from(), link.to());
        draw(svg, wire, path, Math.min(thickest, near ? 24 : 12));
      }
    }
  }

  private void draw(Svg svg, int wire, Svg.Path path, double thickest) {
    double bits = busier(wire).bitsPerToken();
    double share = most == 0 ? 0 : bits / most;
    double width = Math.max(LEAST_STROKE, thickest * share);
    String css = bits == 0 ? "unused" : scale().css(scale().step(bits));
    svg.group("wire", tip(wire));
    if (bits > 0) {
      svg.stroke("halo", path, width + 2);
    }
    svg.stroke(css, path, width);
    svg.end();
  }

  private LinkLoad busier(int wire) {
    LinkLoad one = loads.get(wire);
    LinkLoad other = loads.get(wire + 1);
    return one.bitsPerToken() >= other.bitsPerToken() ? one : other;
  }

  private String tip(int wire) {
    Link link = topology.links().get(wire);
    return String.join(
        "\n",
        way(wire),
        way(wire + 1),
        Si.of(link.bitsPerS(), "bit/s") + " per direction, " + Si.of(link.latencyS(), "s"));
  }

  private String way(int index) {
    LinkLoad load = loads.get(index);
    return "%s: %s, utilisation %s (peak throughput %s)"
        .formatted(
            load.name(),
            Si.of(load.bitsPerToken(), "bit/token"),
            Wording.share(load.utilisation()),
            Wording.share(load.utilisationAtPeak()));
  }

  private int chipletOf(int wire) {
    Link link = topology.links().get(wire);
    return topology.isHost(link.from()) ? link.to() : link.from();
  }

  private boolean areNeighbours(int a, int b) {
    int columns = Math.abs(geometry.slot(a) - geometry.slot(b));
    int rows = Math.abs(topology.row(a) - topology.row(b));
    return columns + rows == 1;
  }

  /// From a little inside one die to as far inside its neighbour.
  private Svg.Path bar(int a, int b) {
    if (topology.row(a) == topology.row(b)) {
      int left = geometry.x(a) < geometry.x(b) ? a : b;
      int right = left == a ? b : a;
      double y = geometry.middleY(left);
      return new Svg.Path()
          .move(geometry.x(left) + geometry.width(left) - inside(left), y)
          .line(geometry.x(right) + inside(right), y);
    }
    int upper = geometry.y(a) < geometry.y(b) ? a : b;
    int lower = upper == a ? b : a;
    double x = geometry.middleX(upper);
    return new Svg.Path()
        .move(x, geometry.y(upper) + geometry.side(upper) - inside(upper))
        .line(x, geometry.y(lower) + inside(lower));
  }

  private double inside(int chiplet) {
    return Math.max(2, 0.11 * geometry.width(chiplet));
  }

  /// Bowed, so that wires past a third die in the same row can be told from those to it; both ends
  /// stay clear of the figure in the middle of a die.
  private Svg.Path bow(int a, int b) {
    double ax = geometry.middleX(a);
    double ay = geometry.middleY(a);
    double bx = geometry.middleX(b);
    double by = geometry.middleY(b);
    double pullX = (ax + bx) / 2 - 0.18 * (by - ay);
    double pullY = (ay + by) / 2 + 0.18 * (bx - ax);
    double fromA = 0.36 * geometry.width(a) / Math.hypot(pullX - ax, pullY - ay);
    double fromB = 0.36 * geometry.width(b) / Math.hypot(pullX - bx, pullY - by);
    return new Svg.Path()
        .move(ax + fromA * (pullX - ax), ay + fromA * (pullY - ay))
        .curve(pullX, pullY, bx + fromB * (pullX - bx), by + fromB * (pullY - by));
  }

  private boolean isAtEdge(int chiplet) {
    return geometry.slot(chiplet) == 0;
  }

  /// Straight to a die at the edge, else through the gap above the die's row.
  private Svg.Path hostPath(int chiplet) {
    double y = geometry.hostWireY(chiplet);
    Svg.Path path = new Svg.Path().move(geometry.hostRight(), y);
    if (isAtEdge(chiplet)) {
      return path.line(geometry.x(chiplet) + 2, y);
    }
    double x = geometry.middleX(chiplet);
    return path.line(x, y).line(x, geometry.y(chiplet) + 2);
  }
}
