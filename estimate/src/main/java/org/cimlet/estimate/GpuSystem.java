package org.cimlet.estimate;

import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;

/// GPUs that a network is to run on.
///
/// @param gpu one device
/// @param weights what linears are kept in
/// @param experts what routed experts are kept in
/// @param cache what keys and values are kept in
/// @param devices over which every matrix is cut; 0 for as few as hold weights and cache
public record GpuSystem(
    Gpu gpu, GpuFormat weights, GpuFormat experts, GpuFormat cache, int devices) {
  /// @throws IllegalArgumentException where keys and values would have fewer than 8 bits
  public GpuSystem {
    if (cache.bits() < 8) {
      throw new IllegalArgumentException("the KV cache must have 8 or 16 bits, got " + cache);
    }
  }

  /// As few devices as hold weights and cache, all linears alike.
  public GpuSystem(Gpu gpu, GpuFormat weights, GpuFormat cache) {
    this(gpu, weights, weights, cache, 0);
  }

  /// The same on so many devices.
  public GpuSystem on(int count) {
    return new GpuSystem(gpu, weights, experts, cache, count);
  }
}
