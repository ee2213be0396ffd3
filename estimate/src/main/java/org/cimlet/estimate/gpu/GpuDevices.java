package org.cimlet.estimate.gpu;

import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Equal GPUs, every matrix cut over all of them, heads and keys with their values dealt out.
///
/// The embedding and the head stay at 16 bits, as serving software keeps them. A key that there are
/// more devices than is kept by each that needs it.
///
/// @param count how many
/// @param weights what linears are kept in
/// @param experts what routed experts are kept in
/// @param cache what keys and values are kept in
public record GpuDevices(
    Gpu gpu, int count, GpuFormat weights, GpuFormat experts, GpuFormat cache) {
  private static final int UNCUT_BYTES = 2;

  /// @throws IllegalArgumentException where there is no device, or keys would have 4 bits
  public GpuDevices {
    if (count < 1) {
      throw new IllegalArgumentException("must be at least 1 device, got " + count);
    }
    if (cache.bits() < 8) {
      throw new IllegalArgumentException("the KV cache must have 8 or 16 bits, got " + cache);
    }
  }

  /// All linears and the cache alike.
  public GpuDevices(Gpu gpu, int count, GpuFormat weights, GpuFormat cache) {
    this(gpu, count, weights, weights, cache);
  }

  /// The part of a dimension that falls to a device.
  int share(int dimension) {
    return Math.ceilDiv(dimension, count);
  }

  /// Keys with their values on a device.
  int caches(WindowGroup group) {
    return share(group.caches());
  }

  /// Memory for weights and cache, all devices together.
  public double usableBytes() {
    return count * gpu.memoryBytes() * gpu.capacityEfficiency();
  }

  /// Bytes of all weights.
  public double weightBytes(Program program) {
    double linears = 0;
    double all = 0;
    for (Block block : program.layers()) {
      for (Step step : block.steps()) {
        for (FusedLinears fused : step.fusedLinears()) {
          double elements = (double) fused.outputs() * fused.inputs() * fused.copies();
          all += elements;
          linears += elements * format(fused).bytes();
        }
      }
    }
    return linears + (program.parameters() - all) * UNCUT_BYTES;
  }

  GpuFormat format(FusedLinears fused) {
    return fused.copies() > 1 ? experts : weights;
  }

  /// Bytes of keys and values of one sequence, all devices together.
  public double cacheBytes(Program program, int context) {
    double bytes = 0;
    for (Block block : program.layers()) {
      AttentionWork work = block.attention();
      for (WindowGroup group : work.windowGroups()) {
        double kept = (double) count * caches(group) * group.head().cachedElements();
        bytes += group.positionsKept(context) * Math.max(kept, group.cacheElements());
      }
    }
    return bytes * cache.bytes();
  }
}
