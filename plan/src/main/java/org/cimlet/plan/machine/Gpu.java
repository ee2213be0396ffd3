package org.cimlet.plan.machine;

import java.util.List;
import org.cimlet.quantity.Provenance;

/// An accelerator with its weights in stacked DRAM, resolved.
///
/// @param fp16OpsPerS dense peak with 16-bit operands
/// @param int8OpsPerS dense peak with 8-bit operands; equal to `fp16OpsPerS` where the chip has no
///   faster path
/// @param linkBytesPerS bandwidth of a device to all others of its board together, one direction
/// @param powerW board power at full load
/// @param computeEfficiency share of the peak that matrix products of a large batch reach
/// @param memoryEfficiency share of the bandwidth that decoding reaches
/// @param layerOverheadS time per layer and step that neither bound explains
/// @param capacityEfficiency share of the memory left for weights and cache
public record Gpu(
    String name,
    double fp16OpsPerS,
    double int8OpsPerS,
    double memoryBytes,
    double memoryBytesPerS,
    double linkBytesPerS,
    double powerW,
    double dieMm2,
    double computeEfficiency,
    double memoryEfficiency,
    double layerOverheadS,
    double capacityEfficiency,
    List<Provenance> provenance) {
  /// Copies the list.
  public Gpu {
    provenance = List.copyOf(provenance);
  }
}
