package org.cimlet.plan.gpu;

import java.util.List;
import org.cimlet.quantity.Provenance;

/// An accelerator with its weights in stacked DRAM, resolved: one device as software sees it.
///
/// @param devicesPerModule devices that are sold as one
/// @param fp16OpsPerS dense peak with 16-bit operands
/// @param fp8OpsPerS dense peak with floating 8-bit operands; equal to `fp16OpsPerS` where the chip
///   has no faster path
/// @param int8OpsPerS dense peak with whole 8-bit operands; equal to `fp16OpsPerS` where the chip
///   has no faster path
/// @param multiprocessors among which kernels are shared
/// @param cacheBytes of the second-level cache
/// @param linkBytesPerS bandwidth of a device to all others of its board together, one direction
/// @param hostW share of the server it is used in, its own board left out; 0 where that is unknown
/// @param dieMm2 compute dies of a device
/// @param capacityEfficiency share of the memory left for weights and cache
/// @param laws how long its kernels take
/// @param carriedOver whether the laws were measured on other GPUs
public record Gpu(
    String name,
    int devicesPerModule,
    double fp16OpsPerS,
    double fp8OpsPerS,
    double int8OpsPerS,
    int multiprocessors,
    double cacheBytes,
    double memoryBytes,
    double memoryBytesPerS,
    double linkBytesPerS,
    GpuPower power,
    double hostW,
    double dieMm2,
    double capacityEfficiency,
    KernelLaws laws,
    boolean carriedOver,
    List<Provenance> provenance) {
  /// Copies the list.
  public Gpu {
    provenance = List.copyOf(provenance);
  }

  /// Whether operands of a format are multiplied as they are, faster than those of 16 bits; others
  /// are brought to 16 bits on their way from memory.
  public boolean multiplies(GpuFormat format) {
    return peakOpsPerS(format) > fp16OpsPerS;
  }

  /// How long products take with weights in a format.
  public KernelLaws.Product products(GpuFormat format) {
    if (!multiplies(format)) {
      return laws.products();
    }
    return switch (format) {
      case FP8 -> laws.fp8Products();
      case FP8_BLOCK -> laws.fp8BlockProducts();
      case INT8 -> laws.int8Products();
      case BF16, FP16, INT4, MXFP4 -> laws.products();
    };
  }

  /// Dense peak with weights in a format.
  public double peakOpsPerS(GpuFormat format) {
    return switch (format) {
      case FP8, FP8_BLOCK -> fp8OpsPerS;
      case INT8 -> int8OpsPerS;
      case BF16, FP16, INT4, MXFP4 -> fp16OpsPerS;
    };
  }
}
