package org.cimlet.compile.resolve;

import org.cimlet.machine.gpu.kernels.KernelLawsSpec;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.quantity.Sourced;

/// Turns kernel laws as written into laws in base units.
final class KernelLawsResolver {
  private KernelLawsResolver() {}

  static KernelLaws resolve(KernelLawsSpec spec) {
    return new KernelLaws(
        spec.name(),
        product(spec.products()),
        product(spec.fp8Products()),
        product(spec.fp8BlockProducts()),
        product(spec.int8Products()),
        spec.quantiseEfficiency().value(),
        us(spec.alignUs()),
        routed(spec.routed()),
        routed(spec.fp8Routed()),
        routed(spec.fp8BlockRouted()),
        routed(spec.fourBitRouted()),
        prompts(spec.prompts()),
        decoding(spec.decoding()),
        new KernelLaws.AllReduce(
            us(spec.allReduce().startUs()),
            us(spec.allReduce().secondStartUs()),
            us(spec.allReduce().ringStartUs()),
            spec.allReduce().linkEfficiency().value()),
        new KernelLaws.Overheads(
            us(spec.overheads().layerUs()),
            spec.overheads().elementEfficiency().value(),
            us(spec.overheads().stepUs()),
            us(spec.overheads().sequenceUs()),
            us(spec.overheads().promptLayerUs()),
            us(spec.overheads().promptAllReduceUs())));
  }

  private static KernelLaws.Product product(KernelLawsSpec.Product spec) {
    return new KernelLaws.Product(
        us(spec.startUs()),
        spec.memoryEfficiency().value(),
        spec.computeEfficiency().value(),
        spec.overlap().value(),
        spec.tail().value());
  }

  private static KernelLaws.Routed routed(KernelLawsSpec.Routed spec) {
    return new KernelLaws.Routed(
        us(spec.startUs()),
        spec.memoryEfficiency().value(),
        spec.computeEfficiency().value(),
        spec.overlap().value());
  }

  private static KernelLaws.PromptAttention prompts(KernelLawsSpec.Prompts spec) {
    return new KernelLaws.PromptAttention(
        us(spec.startUs()),
        spec.memoryEfficiency().value(),
        spec.computeEfficiency().value(),
        spec.softmaxMacs().value(),
        spec.tail().value());
  }

  private static KernelLaws.DecodeAttention decoding(KernelLawsSpec.Decoding spec) {
    return new KernelLaws.DecodeAttention(
        us(spec.startUs()),
        spec.memoryEfficiency().value(),
        spec.cachedEfficiency().value(),
        spec.computeEfficiency().value(),
        spec.keyNs().value() / 1e9,
        spec.jobNs().value() / 1e9,
        spec.overlap().value());
  }

  private static double us(Sourced sourced) {
    return sourced.value() / 1e6;
  }
}
