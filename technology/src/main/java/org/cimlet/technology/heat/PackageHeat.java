package org.cimlet.technology.heat;

import java.util.Arrays;
import java.util.List;

/// Steady temperatures of a package by finite volumes: every cell is a node, conductances join it
/// to its six neighbours, and the heat that flows in flows out.
///
/// The matrix is symmetric and positive definite; conjugate gradients with the diagonal as
/// preconditioner solve it in a fixed order of operations, so that the same input gives the same
/// bits.
public final class PackageHeat {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST_STEPS = 20_000;

  private final HeatStack stack;
  private final int cells;
  private final double[] right; // conductance to the right neighbour
  private final double[] down; // to the neighbour below it on the plan
  private final double[] up; // to the cell of the next layer; of the top layer, to ambient
  private final double[] diagonal;
  private final double[] heatW;

  private PackageHeat(HeatStack stack, List<HeatSource> sources) {
    this.stack = stack;
    this.cells = stack.cellsPerLayer() * stack.layers().size();
    this.right = new double[cells];
    this.down = new double[cells];
    this.up = new double[cells];
    this.diagonal = new double[cells];
    this.heatW = new double[cells];
    conductances(conductivity(sources));
  }

  /// Temperatures with these sources.
  ///
  /// @throws IllegalArgumentException where a source lies outside the package
  public static Temperatures solve(HeatStack stack, List<HeatSource> sources) {
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
    return new Temperatures(stack, sources, new PackageHeat(stack, sources).temperatures());
  }

  /// Heat a top cell loses to ambient for each kelvin, beyond its own half thickness.
  private static double sinkWPerK(HeatStack stack) {
    double perCell = stack.sinkWPerK() / stack.cellsPerLayer();
    HeatLayer top = stack.layers().getLast();
    return perCell == 0 ? 0 : series(perCell, half(stack, top.thicknessM(), top.wPerMK()));
  }

  /// Spreads the sources' power over cells, and finds what each cell is made of.
  private double[] conductivity(List<HeatSource> sources) {
    double[] share = new double[cells];
    int columns = stack.columns();
    for (HeatSource source : sources) {
      double density = source.powerW() / (source.widthM() * source.depthM());
      for (int row = 0; row < stack.rows(); row++) {
        for (int column = 0; column < columns; column++) {
          double x = column * stack.cellWidthM();
          double y = row * stack.cellDepthM();
          double overlap = source.overlap(x, y, x + stack.cellWidthM(), y + stack.cellDepthM());
          int cell = source.layer() * stack.cellsPerLayer() + row * columns + column;
          heatW[cell] += density * overlap;
          share[cell] = Math.min(1, share[cell] + overlap / stack.cellAreaM2());
        }
      }
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

  private double[] temperatures() {
    double[] above = new double[cells]; // kelvin above ambient
    double[] residual = heatW.clone();
    double[] scaled = new double[cells];
    double[] direction = new double[cells];
    double[] flow = new double[cells];
    double start = precondition(residual, scaled);
    System.arraycopy(scaled, 0, direction, 0, cells);
    double now = start;
    for (int step = 0; step < MOST_STEPS && now > TOLERANCE * TOLERANCE * start; step++) {
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

  /// Divides by the diagonal; the answer is the product of both vectors.
  private double precondition(double[] residual, double[] scaled) {
    double product = 0;
    for (int cell = 0; cell < cells; cell++) {
      scaled[cell] = residual[cell] / diagonal[cell];
      product += scaled[cell] * residual[cell];
    }
    return product;
  }

  /// Heat out of every cell at these temperatures above ambient.
  private void flow(double[] kelvin, double[] out) {
    int columns = stack.columns();
    int perLayer = stack.cellsPerLayer();
    for (int cell = 0; cell < cells; cell++) {
      out[cell] = diagonal[cell] * kelvin[cell];
    }
    for (int cell = 0; cell < cells; cell++) {
      if (right[cell] != 0) {
        out[cell] -= right[cell] * kelvin[cell + 1];
        out[cell + 1] -= right[cell] * kelvin[cell];
      }
      if (down[cell] != 0) {
        out[cell] -= down[cell] * kelvin[cell + columns];
        out[cell + columns] -= down[cell] * kelvin[cell];
      }
      if (cell + perLayer < cells) {
        out[cell] -= up[cell] * kelvin[cell + perLayer];
        out[cell + perLayer] -= up[cell] * kelvin[cell];
      }
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
