package org.cimlet.technology.heat;

import java.util.List;

/// Temperatures of every cell of a package, in degrees Celsius.
public final class Temperatures {
  private final HeatStack stack;
  private final List<HeatSource> sources;
  private final double[] celsius;

  Temperatures(HeatStack stack, List<HeatSource> sources, double[] celsius) {
    this.stack = stack;
    this.sources = List.copyOf(sources);
    this.celsius = celsius;
  }

  /// One cell.
  public double at(int layer, int row, int column) {
    return celsius[layer * stack.cellsPerLayer() + row * stack.columns() + column];
  }

  /// The hottest cell of all.
  public double hottest() {
    double hottest = Double.NEGATIVE_INFINITY;
    for (double cell : celsius) {
      hottest = Math.max(hottest, cell);
    }
    return hottest;
  }

  /// The hottest cell a source touches.
  public double hottest(int source) {
    double[] hottest = {Double.NEGATIVE_INFINITY};
    overCells(
        sources.get(source), (cell, overlap) -> hottest[0] = Math.max(hottest[0], celsius[cell]));
    return hottest[0];
  }

  /// Mean over the area of a source.
  public double mean(int source) {
    double[] sums = new double[2];
    overCells(
        sources.get(source),
        (cell, overlap) -> {
          sums[0] += overlap * celsius[cell];
          sums[1] += overlap;
        });
    return sums[0] / sums[1];
  }

  private interface Visit {
    void cell(int cell, double overlapM2);
  }

  private void overCells(HeatSource source, Visit visit) {
    double width = stack.cellWidthM();
    double depth = stack.cellDepthM();
    for (int row = 0; row < stack.rows(); row++) {
      for (int column = 0; column < stack.columns(); column++) {
        double overlap =
            source.overlap(column * width, row * depth, (column + 1) * width, (row + 1) * depth);
        if (overlap > 0) {
          visit.cell(
              source.layer() * stack.cellsPerLayer() + row * stack.columns() + column, overlap);
        }
      }
    }
  }
}
