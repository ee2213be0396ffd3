package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Program;

/// The three parameters that measurements decide, found by least squares of the logarithms.
///
/// @param computeEfficiency in (0, 1]
/// @param memoryEfficiency in (0, [#MOST_OF_THE_BANDWIDTH]]
/// @param layerOverheadUs at least 0
record GpuFit(double computeEfficiency, double memoryEfficiency, double layerOverheadUs) {
  /// Copies within an H100's memory reach 87 % of its printed bandwidth (2,903 of 3,350 GB/s,
  /// github.com/aigatech/vpbenchmarking), pure reads a little more: what the rows would explain
  /// with more than this, they mean otherwise.
  static final double MOST_OF_THE_BANDWIDTH = 0.9;

  private static final double LEAST = 0.01;
  private static final double FIRST_STEP = 0.2;
  private static final double LAST_STEP = 1e-6;
  private static final double MOST_OVERHEAD_US = 1000;

  /// Walks down the error from the middle, halving the step where no neighbour is better.
  static GpuFit of(List<GpuRun> runs) {
    GpuFit best = new GpuFit(0.5, 0.7, 50);
    double least = best.squares(runs);
    for (double step = FIRST_STEP; step > LAST_STEP; ) {
      GpuFit better = best;
      for (GpuFit neighbour : best.neighbours(step)) {
        double squares = neighbour.squares(runs);
        if (squares < least) {
          least = squares;
          better = neighbour;
        }
      }
      if (better.equals(best)) {
        step /= 2;
      }
      best = better;
    }
    return best;
  }

  /// Memory and overhead explain much the same, so the walk also trades one for the other.
  private List<GpuFit> neighbours(double step) {
    double us = 250 * step;
    return List.of(
        moved(step, 0, 0),
        moved(-step, 0, 0),
        moved(0, step, 0),
        moved(0, -step, 0),
        moved(0, 0, us),
        moved(0, 0, -us),
        moved(0, step, us),
        moved(0, -step, -us),
        moved(0, step, 4 * us),
        moved(0, -step, -4 * us));
  }

  private GpuFit moved(double compute, double memory, double us) {
    return new GpuFit(
        Math.clamp(computeEfficiency + compute, LEAST, 1),
        Math.clamp(memoryEfficiency + memory, LEAST, MOST_OF_THE_BANDWIDTH),
        Math.clamp(layerOverheadUs + us, 0, MOST_OVERHEAD_US));
  }

  /// Root mean square of the logarithms of predicted over measured.
  double error(List<GpuRun> runs) {
    return Math.sqrt(squares(runs) / runs.size());
  }

  private double squares(List<GpuRun> runs) {
    double sum = 0;
    for (GpuRun run : runs) {
      Program program = run.program();
      double log = Math.log1p(new GpuRun(applied(run.gpu()), program, run.row()).error());
      sum += log * log;
    }
    return sum;
  }

  /// A GPU with these parameters in place of its own.
  Gpu applied(Gpu gpu) {
    return new Gpu(
        gpu.name(),
        gpu.fp16OpsPerS(),
        gpu.int8OpsPerS(),
        gpu.memoryBytes(),
        gpu.memoryBytesPerS(),
        gpu.linkBytesPerS(),
        gpu.powerW(),
        gpu.dieMm2(),
        computeEfficiency,
        memoryEfficiency,
        layerOverheadUs / 1e6,
        gpu.capacityEfficiency(),
        gpu.provenance());
  }
}
