package org.cimlet.machine.gpu.kernels;

import java.util.List;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;

/// How long the kernels of a generation of GPUs take, beside what peaks and bandwidths say, as
/// written. What each number means is said in `kernels.schema.json`.
///
/// @param name of the generation
/// @param products products with operands of 16 bits
/// @param fp8Products with floating operands of 8 bits
/// @param fp8BlockProducts with those, scaled block by block
/// @param int8Products with whole operands of 8 bits
/// @param quantiseEfficiency bringing inputs to 8 bits
/// @param alignUs bringing them to a multiple of four rows, where they are scaled block by block
/// @param routed one product of routed experts, operands of 16 bits
/// @param fp8Routed with operands of 8 bits
/// @param fp8BlockRouted with those, scaled block by block
/// @param fourBitRouted with weights of 4 bits, multiplied as 16
/// @param prompts attention of prompts
/// @param decoding attention of one token for each sequence
/// @param allReduce adding up over devices
/// @param overheads what is no kernel of these
/// @param provenance every number by its key path, in file order
public record KernelLawsSpec(
    String name,
    Product products,
    Product fp8Products,
    Product fp8BlockProducts,
    Product int8Products,
    Sourced quantiseEfficiency,
    Sourced alignUs,
    Routed routed,
    Routed fp8Routed,
    Routed fp8BlockRouted,
    Routed fourBitRouted,
    Prompts prompts,
    Decoding decoding,
    AllReduce allReduce,
    Overheads overheads,
    List<Provenance> provenance) {

  /// A product of a matrix with the vectors of some tokens.
  public record Product(
      Sourced startUs,
      Sourced memoryEfficiency,
      Sourced computeEfficiency,
      Sourced overlap,
      Sourced tail) {}

  /// One product of routed experts.
  public record Routed(
      Sourced startUs, Sourced memoryEfficiency, Sourced computeEfficiency, Sourced overlap) {}

  /// Attention of prompts.
  public record Prompts(
      Sourced startUs,
      Sourced memoryEfficiency,
      Sourced computeEfficiency,
      Sourced softmaxMacs,
      Sourced tail) {}

  /// Attention of one token for each sequence.
  public record Decoding(
      Sourced startUs,
      Sourced memoryEfficiency,
      Sourced cachedEfficiency,
      Sourced computeEfficiency,
      Sourced keyNs,
      Sourced jobNs,
      Sourced overlap) {}

  /// Adding up over devices.
  public record AllReduce(
      Sourced startUs, Sourced secondStartUs, Sourced ringStartUs, Sourced linkEfficiency) {}

  /// What a pass takes beside.
  public record Overheads(
      Sourced layerUs,
      Sourced elementEfficiency,
      Sourced stepUs,
      Sourced sequenceUs,
      Sourced promptLayerUs,
      Sourced promptAllReduceUs) {}

  /// Copies the list.
  public KernelLawsSpec {
    provenance = List.copyOf(provenance);
  }
}
