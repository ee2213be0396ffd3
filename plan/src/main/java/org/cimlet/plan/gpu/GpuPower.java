package org.cimlet.plan.gpu;

/// What a GPU draws, by what is busy.
///
/// @param idleW with nothing to do
/// @param runningW more while kernels run: clocks, caches, schedulers
/// @param memoryW more at the peak bandwidth of its memory, in proportion
/// @param computeW more at the peak rate of its products, in proportion
/// @param boardW what the board allows at most
public record GpuPower(
    double idleW, double runningW, double memoryW, double computeW, double boardW) {
  /// @throws IllegalArgumentException where a figure is negative or idling takes more than the
  ///   board allows
  public GpuPower {
    if (!(idleW >= 0 && runningW >= 0 && memoryW >= 0 && computeW >= 0 && boardW >= idleW)) {
      throw new IllegalArgumentException(
          "power must be at least 0 and idle at most the board's, got %s, %s, %s, %s of %s W"
              .formatted(idleW, runningW, memoryW, computeW, boardW));
    }
  }

  /// Mean power over a time of which each share is spent so.
  ///
  /// @param running share of the time in which kernels run
  /// @param memory share of the peak bandwidth in the mean
  /// @param compute share of the peak rate in the mean
  public double watts(double running, double memory, double compute) {
    return Math.min(boardW, idleW + runningW * running + memoryW * memory + computeW * compute);
  }
}
