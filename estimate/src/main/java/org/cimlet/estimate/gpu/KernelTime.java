package org.cimlet.estimate.gpu;

/// How long a kernel takes on one device, and why.
///
/// @param startS until it is under way, and what it does beside memory and arithmetic
/// @param memoryS that its bytes take
/// @param computeS that its operations take
/// @param workS memory and arithmetic together, overlapped as far as they are
public record KernelTime(double startS, double memoryS, double computeS, double workS) {
  /// Work that overlaps by a power mean.
  ///
  /// @param overlap 1 where one waits for the other, large where the longer hides the shorter
  static KernelTime of(double startS, double memoryS, double computeS, double overlap) {
    double longer = Math.max(memoryS, computeS);
    double ratio = longer == 0 ? 0 : Math.min(memoryS, computeS) / longer;
    return new KernelTime(
        startS, memoryS, computeS, longer * Math.pow(1 + Math.pow(ratio, overlap), 1 / overlap));
  }

  /// The same kernel without its start, as part of another.
  KernelTime joined() {
    return new KernelTime(0, memoryS, computeS, workS);
  }

  /// All of it.
  public double seconds() {
    return startS + workS;
  }

  /// Whether memory takes longer than arithmetic.
  boolean isMemoryBound() {
    return memoryS >= computeS;
  }
}
