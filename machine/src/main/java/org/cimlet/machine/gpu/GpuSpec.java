package org.cimlet.machine.gpu;

import java.util.List;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// An accelerator with its weights in stacked DRAM, as written.
///
/// @param name what reports call it
/// @param fp16Tops dense peak with 16-bit operands
/// @param int8Tops dense peak with 8-bit operands; absent where the chip has no faster 8-bit path
/// @param memoryGib capacity in binary gigabytes, which data sheets print as GB
/// @param memoryTbS peak bandwidth
/// @param linkGbS bandwidth of a device to all others of its board together, one direction
/// @param powerW board power at full load
/// @param dieMm2 compute die area
/// @param computeEfficiency share of the peak that matrix products of a large batch reach
/// @param memoryEfficiency share of the bandwidth that decoding reaches
/// @param layerOverheadUs time per layer and step that neither bound explains
/// @param capacityEfficiency share of the memory left for weights and cache
/// @param making what it takes to make it; absent where the file does not say
/// @param provenance every sourced number by its key path, in file order
public record GpuSpec(
    String name,
    Sourced fp16Tops,
    @Nullable Sourced int8Tops,
    Sourced memoryGib,
    Sourced memoryTbS,
    Sourced linkGbS,
    Sourced powerW,
    Sourced dieMm2,
    Sourced computeEfficiency,
    Sourced memoryEfficiency,
    Sourced layerOverheadUs,
    Sourced capacityEfficiency,
    @Nullable GpuMaking making,
    List<Provenance> provenance) {
  /// Copies the list.
  public GpuSpec {
    provenance = List.copyOf(provenance);
  }
}
