package org.cimlet.estimate.gpu;

import org.cimlet.plan.machine.Gpu;

/// Equal GPUs, every matrix and the cache cut evenly over all of them.
///
/// @param count how many
/// @param weightBits bits of a stored weight, 8 or 16; they choose the arithmetic too
/// @param cacheBits bits of a cached key or value element
public record GpuDevices(Gpu gpu, int count, int weightBits, int cacheBits) {
  private static final int RESIDUAL_BYTES = 2;

  /// Memory bandwidth that decoding reaches, all devices together.
  double bytesPerS() {
    return count * gpu.memoryBytesPerS() * gpu.memoryEfficiency();
  }

  /// Rate of products with weights that large batches reach, all devices together.
  double weightOpsPerS() {
    double peak = weightBits == 8 ? gpu.int8OpsPerS() : gpu.fp16OpsPerS();
    return count * peak * gpu.computeEfficiency();
  }

  /// The same for attention, which multiplies 16-bit numbers whatever the weights and the cache are
  /// stored in.
  double attentionOpsPerS() {
    return count * gpu.fp16OpsPerS() * gpu.computeEfficiency();
  }

  /// Memory for weights and cache, all devices together.
  public double usableBytes() {
    return count * usableBytesPerDevice(gpu);
  }

  public static double usableBytesPerDevice(Gpu gpu) {
    return gpu.memoryBytes() * gpu.capacityEfficiency();
  }

  /// Adds up one residual vector a token over all devices: a ring passes each of its `count` slices
  /// on `2 (count - 1)` times.
  double allReduceS(double tokens, int hiddenSize) {
    double bytes = tokens * hiddenSize * RESIDUAL_BYTES;
    return 2.0 * (count - 1) / count * bytes / gpu.linkBytesPerS();
  }
}
