package org.cimlet.report.html.floorplan;

import java.util.List;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.Topology.Link;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.Svg;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;

/// How busy each direction of every link was while it was simulated: two lines a wire, each on the
/// right of its way.
public final class LinkHeat {
  private static final double LEAST_STROKE = 1.5;

  private final Topology topology;
  private final FloorplanGeometry geometry;
  private final List<Load> loads;
  private final HeatScale scale = HeatScale.utilisation();
  private final double stroke;

  public LinkHeat(Topology topology, FloorplanGeometry geometry, Simulation.Decode simulated) {
    this.topology = topology;
    this.geometry = geometry;
    loads =
        simulated.loads().stream()
            .filter(load ->
                load.resource() == Resource.CHIPLET_LINK || load.resource() == Resource.HOST_LINK)
            .toList();
    stroke = Math.clamp(0.09 * geometry.side(), LEAST_STROKE, 9);
  }

  public HeatScale scale() {
    return scale;
  }

  public void draw(Svg svg) {
    for (int link = 0; link < topology.links().size(); link++) {
      if (!topology.atHost(link)) {
        draw(svg, link, between(topology.links().get(link)));
      }
    }
  }

  /// Links to the host.
  public void host(Svg svg) {
    for (int link = 0; link < topology.links().size(); link++) {
      if (topology.atHost(link)) {
        draw(svg, link, toHost(link));
      }
    }
  }

  private void draw(Svg svg, int link, Svg.Path path) {
    Load load = loads.get(link);
    String css = load.utilisation() == 0 ? "idle" : "h" + scale.step(load.utilisation());
    svg.group(
        "flow",
        "%s\nutilisation %s, %s in total"
            .formatted(
                load.name(),
                Wording.share(load.utilisation()),
                Si.of((double) load.bits(), "bit")));
    svg.stroke(css, path, stroke);
    svg.end();
  }

  /// From the edge of one die to the edge of the other, a little to the right.
  private Svg.Path between(Link link) {
    double ax = geometry.middleX(link.from());
    double ay = geometry.middleY(link.from());
    double bx = geometry.middleX(link.to());
    double by = geometry.middleY(link.to());
    double length = Math.hypot(bx - ax, by - ay);
    double alongX = (bx - ax) / length;
    double alongY = (by - ay) / length;
    double clearA = 0.37 * geometry.width(link.from());
    double clearB = 0.37 * geometry.width(link.to());
    double aside = 0.75 * stroke;
    return new Svg.Path()
        .move(ax + clearA * alongX - aside * alongY, ay + clearA * alongY + aside * alongX)
        .line(bx - clearB * alongX - aside * alongY, by - clearB * alongY + aside * alongX);
  }

  private Svg.Path toHost(int link) {
    Link at = topology.links().get(link);
    boolean out = topology.isHost(at.to());
    int chiplet = out ? at.from() : at.to();
    double y = geometry.hostWireY(chiplet) + (out ? -0.75 : 0.75) * stroke;
    Svg.Path path = new Svg.Path().move(geometry.hostRight(), y);
    if (geometry.slot(chiplet) == 0) {
      return path.line(geometry.x(chiplet) + 0.13 * geometry.width(), y);
    }
    double x = geometry.middleX(chiplet) + (out ? -0.75 : 0.75) * stroke;
    return path.line(x, y).line(x, geometry.y(chiplet) + 2);
  }
}
