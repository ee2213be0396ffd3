package org.cimlet.plan.machine;

/// Where dies lie on the substrate: squares in the middle of the places of a grid, whose columns
/// and rows are as wide as their largest die, with gaps between them. In millimetres.
public final class Floorplan {
  private final double[] side;
  private final double[] middleX;
  private final double[] middleY;
  private final double width;
  private final double height;

  /// @param gapMm between columns and between rows
  public Floorplan(Dies dies, Topology topology, double gapMm) {
    int count = dies.count();
    side = new double[count];
    int columns = 0;
    int rows = 0;
    for (int die = 0; die < count; die++) {
      side[die] = Math.sqrt(dies.at(die).areaMm2());
      columns = Math.max(columns, topology.column(die) + 1);
      rows = Math.max(rows, topology.row(die) + 1);
    }
    double[] columnMm = new double[columns];
    double[] rowMm = new double[rows];
    for (int die = 0; die < count; die++) {
      int column = topology.column(die);
      int row = topology.row(die);
      columnMm[column] = Math.max(columnMm[column], side[die]);
      rowMm[row] = Math.max(rowMm[row], side[die]);
    }
    double[] leftMm = edges(columnMm, gapMm);
    double[] topMm = edges(rowMm, gapMm);
    middleX = new double[count];
    middleY = new double[count];
    for (int die = 0; die < count; die++) {
      middleX[die] = leftMm[topology.column(die)] + columnMm[topology.column(die)] / 2;
      middleY[die] = topMm[topology.row(die)] + rowMm[topology.row(die)] / 2;
    }
    width = leftMm[columns] - gapMm;
    height = topMm[rows] - gapMm;
  }

  private static double[] edges(double[] sizes, double gap) {
    double[] edges = new double[sizes.length + 1];
    for (int i = 0; i < sizes.length; i++) {
      edges[i + 1] = edges[i] + sizes[i] + gap;
    }
    return edges;
  }

  /// Side of a die.
  public double side(int die) {
    return side[die];
  }

  /// Left edge of a die.
  public double left(int die) {
    return middleX[die] - side[die] / 2;
  }

  /// Upper edge of a die.
  public double top(int die) {
    return middleY[die] - side[die] / 2;
  }

  /// From the first column's left edge to the last one's right edge.
  public double width() {
    return width;
  }

  /// From the first row's upper edge to the last one's lower edge.
  public double height() {
    return height;
  }

  /// Area of the dies with the gaps between them.
  public double areaMm2() {
    return width * height;
  }
}
