package org.cimlet.machine.gpu;

import java.util.List;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// An accelerator with its weights in stacked DRAM, as written.
///
/// @param name what reports call it
/// @param devices that software sees of it, which share all figures evenly; 1 where the file does
///   not say
/// @param fp16Tops dense peak with 16-bit operands
/// @param fp8Tops dense peak with floating 8-bit operands; absent where the chip has no faster path
/// @param int8Tops dense peak with whole 8-bit operands; absent where the chip has no faster path
/// @param multiprocessors among which kernels are shared
/// @param cacheMib of the second-level cache, in binary megabytes
/// @param memoryGib capacity in binary gigabytes, which data sheets print as GB
/// @param memoryTbS peak bandwidth
/// @param linkGbS bandwidth to all others of its board together, one direction
/// @param power what it draws
/// @param dieMm2 compute die area
/// @param capacityEfficiency share of the memory left for weights and cache
/// @param kernels how long its kernels take
/// @param host its share of a server; absent where the file does not say
/// @param priceUsd what it is bought for; absent where the file does not say
/// @param making what it takes to make it; absent where the file does not say
/// @param provenance every sourced number by its key path, in file order
public record GpuSpec(
    String name,
    int devices,
    Sourced fp16Tops,
    @Nullable Sourced fp8Tops,
    @Nullable Sourced int8Tops,
    Sourced multiprocessors,
    Sourced cacheMib,
    Sourced memoryGib,
    Sourced memoryTbS,
    Sourced linkGbS,
    GpuPowerSpec power,
    Sourced dieMm2,
    Sourced capacityEfficiency,
    GpuKernelsUse kernels,
    @Nullable GpuHost host,
    @Nullable Sourced priceUsd,
    @Nullable GpuMaking making,
    List<Provenance> provenance) {
  /// Copies the list.
  public GpuSpec {
    provenance = List.copyOf(provenance);
  }
}
