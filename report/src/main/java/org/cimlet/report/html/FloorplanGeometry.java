package org.cimlet.report.html;

import org.cimlet.plan.Machine;
import org.cimlet.plan.Topology;

/// Where dies and host lie in the drawing. Dies and the gaps between them are to scale, the host is
/// not. The dies of a stack share its place as upright stripes, the lowest on the left.
///
/// @param unitsPerMm drawing units of a millimetre
/// @param side of a die
/// @param gap between two dies
/// @param left edge of the first column of dies
/// @param top edge of the first row
/// @param margin of the substrate around the dies
/// @param columns of dies
/// @param rows of dies
/// @param hostTop upper edge of the host's block
/// @param hostHeight height of the host's block
record FloorplanGeometry(
    Topology topology,
    double unitsPerMm,
    double side,
    double gap,
    double left,
    double top,
    double margin,
    int columns,
    int rows,
    double hostTop,
    double hostHeight) {
  static final double HOST_WIDTH = 136;
  static final double HOST_LEFT = 1;
  private static final double HOST_GAP = 46;
  private static final double LARGEST_PACKAGE = 510;
  private static final double LARGEST_DIE = 210;
  private static final double LEAST_HOST_HEIGHT = 168;
  private static final double HOST_EDGE = 14;
  private static final double TOP = 16;

  static FloorplanGeometry of(Machine machine) {
    Topology topology = machine.topology();
    int columns = 0;
    int rows = 0;
    for (int c = 0; c < topology.chiplets(); c++) {
      columns = Math.max(columns, topology.column(c) + 1);
      rows = Math.max(rows, topology.row(c) + 1);
    }
    double sideMm = Math.sqrt(machine.chiplet().areaMm2());
    double gapMm = gapMm(machine.substrateMm2(), sideMm, columns, rows);
    double longestMm = Math.max(columns, rows) * (sideMm + gapMm) - gapMm;
    double scale = Math.min(LARGEST_PACKAGE / longestMm, LARGEST_DIE / sideMm);
    double margin = Math.clamp(0.08 * sideMm * scale, 4, 14);
    double left = HOST_LEFT + HOST_WIDTH + HOST_GAP + margin;
    double side = sideMm * scale;
    double gap = gapMm * scale;
    FloorplanGeometry dies =
        new FloorplanGeometry(
            topology, scale, side, gap, left, TOP + margin, margin, columns, rows, 0, 0);
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
        topology, unitsPerMm, side, gap, left, top, margin, columns, rows, hostTop, height);
  }

  /// The gap that makes `columns x rows` dies as large as the substrate: the root of `(c s + (c -
  /// 1) g) (r s + (r - 1) g) = area`.
  static double gapMm(double substrateMm2, double side, int columns, int rows) {
    double square = (columns - 1.0) * (rows - 1.0);
    double linear = side * (columns * (rows - 1.0) + rows * (columns - 1.0));
    double rest = columns * rows * side * side - substrateMm2;
    if (linear == 0 || rest >= 0) {
      return 0;
    }
    // The form of the root that stays exact where the square term is small or missing.
    return -2 * rest / (linear + Math.sqrt(linear * linear - 4 * square * rest));
  }

  double x(int chiplet) {
    return left + topology.column(chiplet) * (side + gap) + topology.level(chiplet) * width();
  }

  /// Of a die, or of a stripe where dies are stacked.
  double width() {
    return side / topology.height();
  }

  /// Place of a die along its row, dies of a stack side by side as they are drawn.
  int slot(int chiplet) {
    return topology.column(chiplet) * topology.height() + topology.level(chiplet);
  }

  double y(int chiplet) {
    return top + topology.row(chiplet) * (side + gap);
  }

  double middleX(int chiplet) {
    return x(chiplet) + width() / 2;
  }

  double middleY(int chiplet) {
    return y(chiplet) + side / 2;
  }

  /// Where a wire from the host to a chiplet leaves the host: level with the middle of a die of the
  /// first column, else with the channel above the die.
  double hostWireY(int chiplet) {
    return slot(chiplet) == 0 ? middleY(chiplet) : y(chiplet) - channel(chiplet);
  }

  /// Half the room for wires above a die.
  double channel(int chiplet) {
    return topology.row(chiplet) == 0 ? margin / 2 : gap / 2;
  }

  double packageLeft() {
    return left - margin;
  }

  double packageTop() {
    return top - margin;
  }

  double packageWidth() {
    return columns * (side + gap) - gap + 2 * margin;
  }

  double packageHeight() {
    return rows * (side + gap) - gap + 2 * margin;
  }

  double hostRight() {
    return HOST_LEFT + HOST_WIDTH;
  }

  /// Lower edge of package and host.
  double bottom() {
    return Math.max(packageTop() + packageHeight(), hostTop + hostHeight);
  }
}
