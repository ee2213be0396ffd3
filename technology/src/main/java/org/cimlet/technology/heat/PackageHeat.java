package org.cimlet.technology.heat;

import java.util.Arrays;
import java.util.List;

/// Steady temperatures of a package by finite volumes: every cell is a node, conductances join it
/// to its six neighbours, and the heat that flows in flows out.
///
/// The matrix is symmetric and positive definite. Conjugate gradients solve it in a fixed order of
/// operations, so that the same input gives the same bits. Layers are thin: a cell is closest to
/// those above and below it, and the preconditioner solves every such column exactly. Who asks
/// again with other powers starts from the temperatures before.
public final class PackageHeat {
  private static final double TOLERANCE = 1e-8;
  private static final int MOST_STEPS = 20_000;

  private final HeatStack stack;
  private final List<HeatSource> sources;
  private final int cells;
  private final double[] right; // conductance to the right neighbour
  private final double[] down; // to the neighbour below it on the plan
  private final double[] up; // to the cell of the next layer; of the top layer, to ambient
  private final double[] diagonal;
  private final double[] pivot; // of a column's elimination from the bottom
  private final double[] above; // kelvin above ambient, as last solved

  /// A package that is not heated yet.
  ///
  /// @param sources where heat may come from; what they are made of conducts as their layer says
  /// @throws IllegalArgumentException where a source lies outside the package
  public PackageHeat(HeatStack stack, List<HeatSource> sources) {
    for (HeatSource source : sources) {
      double slack = 1e-9 * (stack.widthM() + stack.depthM());
      if (source.layer() >= stack.layers().size()
          || source.xM() < -slack
          || source.yM() < -slack
          || source.xM() + source.widthM() > stack.widthM() + slack
          || source.yM() + source.depthM() > stack.depthM() + slack) {
        throw new IllegalArgumentException(
            "a source must lie within the package of %s m x %s m, got %s"
                .formatted(stack.widthM(), stack.depthM(), source));
      }
    }
    this.stack = stack;
    this.sources = List.copyOf(sources);
    this.cells = stack.cellsPerLayer() * stack.layers().size();
    this.right = new double[cells];
    this.down = new double[cells];
    this.up = new double[cells];
    this.diagonal = new double[cells];
    this.pivot = new double[cells];
    this.above = new double[cells];
    conductances(conductivity());
    int perLayer = stack.cellsPerLayer();
    for (int cell = 0; cell < cells; cell++) {
      double below = cell < perLayer ? 0 : up[cell - perLayer];
      pivot[cell] = diagonal[cell] - (cell < perLayer ? 0 : below * below / pivot[cell - perLayer]);
    }
  }

  /// Temperatures with these sources.
  ///
  /// @throws IllegalArgumentException where a source lies outside the package
  public static Temperatures solve(HeatStack stack, List<HeatSource> sources) {
    double[] watts = sources.stream().mapToDouble(HeatSource::powerW).toArray();
    return new PackageHeat(stack, sources).heated(watts);
  }

  /// Temperatures with other powers.
  ///
  /// @param watts of every source, in place of what it says itself
  public Temperatures heated(double[] watts) {
    return new Temperatures(stack, sources, temperatures(heat(watts)));
  }

  /// Heat a top cell loses to ambient for each kelvin, beyond its own half thickness.
  private static double sinkWPerK(HeatStack stack) {
    double perCell = stack.sinkWPerK() / stack.cellsPerLayer();
    HeatLayer top = stack.layers().getLast();
    return perCell == 0 ? 0 : series(perCell, half(stack, top.thicknessM(), top.wPerMK()));
  }

  private interface Visit {
    void cell(int cell, double overlapM2);
  }

  /// The cells that a source may reach.
  private void overCells(HeatSource source, Visit visit) {
    double width = stack.cellWidthM();
    double depth = stack.cellDepthM();
    int columns = stack.columns();
    int firstColumn = Math.max(0, (int) (source.xM() / width) - 1);
    int firstRow = Math.max(0, (int) (source.yM() / depth) - 1);
    int columnEnd = Math.min(columns, (int) ((source.xM() + source.widthM()) / width) + 2);
    int rowEnd = Math.min(stack.rows(), (int) ((source.yM() + source.depthM()) / depth) + 2);
    for (int row = firstRow; row < rowEnd; row++) {
      for (int column = firstColumn; column < columnEnd; column++) {
        double x = column * width;
        double y = row * depth;
        visit.cell(
            source.layer() * stack.cellsPerLayer() + row * columns + column,
            source.overlap(x, y, x + width, y + depth));
      }
    }
  }

  /// Spreads power over cells.
  private double[] heat(double[] watts) {
    double[] heatW = new double[cells];
    for (int i = 0; i < watts.length; i++) {
      HeatSource source = sources.get(i);
      double density = watts[i] / (source.widthM() * source.depthM());
      overCells(source, (cell, overlap) -> heatW[cell] += density * overlap);
    }
    return heatW;
  }

  /// What each cell is made of.
  private double[] conductivity() {
    double[] share = new double[cells];
    for (HeatSource source : sources) {
      overCells(
          source,
          (cell, overlap) -> share[cell] = Math.min(1, share[cell] + overlap / stack.cellAreaM2()));
    }
    double[] conductivity = new double[cells];
    for (int cell = 0; cell < cells; cell++) {
      HeatLayer layer = stack.layers().get(cell / stack.cellsPerLayer());
      conductivity[cell] = share[cell] * layer.wPerMK() + (1 - share[cell]) * layer.fillWPerMK();
    }
    return conductivity;
  }

  private void conductances(double[] conductivity) {
    int columns = stack.columns();
    int perLayer = stack.cellsPerLayer();
    for (int cell = 0; cell < cells; cell++) {
      int layer = cell / perLayer;
      double thickness = stack.layers().get(layer).thicknessM();
      double k = conductivity[cell];
      if ((cell + 1) % columns != 0) {
        double face = thickness * stack.cellDepthM() * 2 / stack.cellWidthM();
        right[cell] = series(k * face, conductivity[cell + 1] * face);
      }
      if (cell % perLayer + columns < perLayer) {
        double face = thickness * stack.cellWidthM() * 2 / stack.cellDepthM();
        down[cell] = series(k * face, conductivity[cell + columns] * face);
      }
      if (cell + perLayer < cells) {
        double above = stack.layers().get(layer + 1).thicknessM();
        up[cell] =
            series(half(stack, thickness, k), half(stack, above, conductivity[cell + perLayer]));
      } else {
        up[cell] = sinkWPerK(stack);
      }
      add(cell, right[cell], cell + 1);
      add(cell, down[cell], cell + columns);
      add(cell, up[cell], cell + perLayer);
      if (layer == 0 && stack.boardWPerK() > 0) {
        diagonal[cell] += series(stack.boardWPerK() / perLayer, half(stack, thickness, k));
      }
    }
  }

  private void add(int cell, double conductance, int neighbour) {
    diagonal[cell] += conductance;
    if (neighbour < cells) {
      diagonal[neighbour] += conductance;
    }
  }

  /// From the middle of a cell to its upper or lower face.
  private static double half(HeatStack stack, double thicknessM, double wPerMK) {
    return wPerMK * stack.cellAreaM2() * 2 / thicknessM;
  }

  private static double series(double a, double b) {
    return a * b / (a + b);
  }

  private double[] temperatures(double[] heatW) {
    double[] residual = new double[cells];
    double[] scaled = new double[cells];
    double[] direction = new double[cells];
    double[] flow = new double[cells];
    double all = precondition(heatW, scaled);
    flow(above, flow);
    for (int cell = 0; cell < cells; cell++) {
      residual[cell] = heatW[cell] - flow[cell];
    }
    double now = precondition(residual, scaled);
    if (!(now < all)) { // what was before is farther away than nothing is
      Arrays.fill(above, 0);
      System.arraycopy(heatW, 0, residual, 0, cells);
      now = precondition(residual, scaled);
    }
    System.arraycopy(scaled, 0, direction, 0, cells);
    for (int step = 0; step < MOST_STEPS && now > TOLERANCE * TOLERANCE * all; step++) {
      flow(direction, flow);
      double length = now / dot(direction, flow);
      for (int cell = 0; cell < cells; cell++) {
        above[cell] += length * direction[cell];
        residual[cell] -= length * flow[cell];
      }
      double next = precondition(residual, scaled);
      double turn = next / now;
      for (int cell = 0; cell < cells; cell++) {
        direction[cell] = scaled[cell] + turn * direction[cell];
      }
      now = next;
    }
    return Arrays.stream(above).map(kelvin -> kelvin + stack.ambientC()).toArray();
  }

  /// Solves each column of cells for itself; the answer is the product of both vectors.
  private double precondition(double[] residual, double[] scaled) {
    int perLayer = stack.cellsPerLayer();
    System.arraycopy(residual, 0, scaled, 0, cells);
    for (int cell = 0; cell < cells - perLayer; cell++) {
      scaled[cell + perLayer] += up[cell] / pivot[cell] * scaled[cell];
    }
    for (int cell = cells - perLayer; cell < cells; cell++) {
      scaled[cell] /= pivot[cell];
    }
    for (int cell = cells - perLayer - 1; cell >= 0; cell--) {
      scaled[cell] = (scaled[cell] + up[cell] * scaled[cell + perLayer]) / pivot[cell];
    }
    return dot(scaled, residual);
  }

  /// Heat out of every cell at these temperatures above ambient. Conductances over an edge are 0:
  /// the loops need no case for it.
  private void flow(double[] kelvin, double[] out) {
    int columns = stack.columns();
    int perLayer = stack.cellsPerLayer();
    for (int cell = 0; cell < cells; cell++) {
      out[cell] = diagonal[cell] * kelvin[cell];
    }
    neighbours(right, 1, kelvin, out);
    neighbours(down, columns, kelvin, out);
    neighbours(up, perLayer, kelvin, out);
  }

  private void neighbours(double[] conductance, int apart, double[] kelvin, double[] out) {
    for (int cell = 0; cell < cells - apart; cell++) {
      out[cell] -= conductance[cell] * kelvin[cell + apart];
    }
    for (int cell = apart; cell < cells; cell++) {
      out[cell] -= conductance[cell - apart] * kelvin[cell - apart];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
