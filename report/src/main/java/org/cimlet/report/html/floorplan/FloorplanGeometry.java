package org.cimlet.report.html.floorplan;

import org.cimlet.plan.machine.Floorplan;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;

/// Where dies and host lie in the drawing. Dies and the gaps between them are to scale, the host is
/// not. The dies of a stack share its place as upright stripes, the lowest on the left.
///
/// @param floorplan where dies lie, in millimetres
/// @param unitsPerMm drawing units of a millimetre
/// @param side of the largest die
/// @param gap between two dies
/// @param left edge of the first column of dies
/// @param top edge of the first row
/// @param margin of the substrate around the dies
/// @param hostTop upper edge of the host's block
/// @param hostHeight height of the host's block
public record FloorplanGeometry(
    Topology topology,
    Floorplan floorplan,
    double unitsPerMm,
    double side,
    double gap,
    double left,
    double top,
    double margin,
    double hostTop,
    double hostHeight) {
  public static final double HOST_WIDTH = 136;
  public static final double HOST_LEFT = 1;
  private static final double HOST_GAP = 46;
  private static final double LARGEST_PACKAGE = 510;
  private static final double LARGEST_DIE = 210;
  private static final double LEAST_HOST_HEIGHT = 168;
  private static final double HOST_EDGE = 14;
  private static final double TOP = 16;

  public static FloorplanGeometry of(Machine machine) {
    Floorplan floorplan = machine.floorplan();
    double sideMm = 0;
    for (int c = 0; c < machine.chiplets(); c++) {
      sideMm = Math.max(sideMm, floorplan.side(c));
    }
    double longestMm = Math.max(floorplan.width(), floorplan.height());
    double scale = Math.min(LARGEST_PACKAGE / longestMm, LARGEST_DIE / sideMm);
    double margin = Math.clamp(0.08 * sideMm * scale, 4, 14);
    double left = HOST_LEFT + HOST_WIDTH + HOST_GAP + margin;
    FloorplanGeometry dies =
        new FloorplanGeometry(
            machine.topology(),
            floorplan,
            scale,
            sideMm * scale,
            machine.spacingMm() * scale,
            left,
            TOP + margin,
            margin,
            0,
            0);
    return dies.withHost();
  }

  /// The host as high as its wires need, its middle at theirs.
  private FloorplanGeometry withHost() {
    double first = Double.POSITIVE_INFINITY;
    double last = 0;
    for (Topology.Link link : topology.links()) {
      if (topology.isHost(link.to())) {
        first = Math.min(first, hostWireY(link.from()));
        last = Math.max(last, hostWireY(link.from()));
      }
    }
    double height = Math.max(LEAST_HOST_HEIGHT, last - first + 2 * HOST_EDGE);
    double hostTop = Math.max(Math.min(TOP, first - HOST_EDGE), (first + last - height) / 2);
    return new FloorplanGeometry(
        topology, floorplan, unitsPerMm, side, gap, left, top, margin, hostTop, height);
  }

  public double x(int chiplet) {
    return left + floorplan.left(chiplet) * unitsPerMm + topology.level(chiplet) * width(chiplet);
  }

  /// Side of a die.
  public double side(int chiplet) {
    return floorplan.side(chiplet) * unitsPerMm;
  }

  /// Of a die, or of a stripe where dies are stacked.
  public double width(int chiplet) {
    return side(chiplet) / topology.height();
  }

  /// Of the largest.
  public double width() {
    return side / topology.height();
  }

  /// Place of a die along its row, dies of a stack side by side as they are drawn.
  public int slot(int chiplet) {
    return topology.column(chiplet) * topology.height() + topology.level(chiplet);
  }

  public double y(int chiplet) {
    return top + floorplan.top(chiplet) * unitsPerMm;
  }

  public double middleX(int chiplet) {
    return x(chiplet) + width(chiplet) / 2;
  }

  public double middleY(int chiplet) {
    return y(chiplet) + side(chiplet) / 2;
  }

  /// Where a wire from the host to a chiplet leaves the host: level with the middle of a die of the
  /// first column, else with the channel above the die.
  public double hostWireY(int chiplet) {
    return slot(chiplet) == 0 ? middleY(chiplet) : y(chiplet) - channel(chiplet);
  }

  /// Half the room for wires above a die.
  public double channel(int chiplet) {
    return topology.row(chiplet) == 0 ? margin / 2 : gap / 2;
  }

  public double packageLeft() {
    return left - margin;
  }

  public double packageTop() {
    return top - margin;
  }

  public double packageWidth() {
    return floorplan.width() * unitsPerMm + 2 * margin;
  }

  public double packageHeight() {
    return floorplan.height() * unitsPerMm + 2 * margin;
  }

  public double hostRight() {
    return HOST_LEFT + HOST_WIDTH;
  }

  /// Lower edge of package and host.
  public double bottom() {
    return Math.max(packageTop() + packageHeight(), hostTop + hostHeight);
  }
}
