package org.cimlet.estimate.gpu;

import org.cimlet.plan.gpu.KernelLaws;

/// Laws with one of them replaced.
record LawsWith(KernelLaws laws) {
  KernelLaws products(KernelLaws.Product to) {
    return products(
        to, laws.fp8Products(), laws.fp8BlockProducts(), laws.quantiseEfficiency(), laws.alignS());
  }

  KernelLaws fp8Products(KernelLaws.Product to, double quantiseEfficiency) {
    return products(
        laws.products(), to, laws.fp8BlockProducts(), quantiseEfficiency, laws.alignS());
  }

  KernelLaws fp8BlockProducts(KernelLaws.Product to, double alignS) {
    return products(laws.products(), laws.fp8Products(), to, laws.quantiseEfficiency(), alignS);
  }

  KernelLaws routed(KernelLaws.Routed to) {
    return routed(to, laws.fp8Routed(), laws.fp8BlockRouted(), laws.fourBitRouted());
  }

  KernelLaws fp8Routed(KernelLaws.Routed to) {
    return routed(laws.routed(), to, laws.fp8BlockRouted(), laws.fourBitRouted());
  }

  KernelLaws fp8BlockRouted(KernelLaws.Routed to) {
    return routed(laws.routed(), laws.fp8Routed(), to, laws.fourBitRouted());
  }

  KernelLaws fourBitRouted(KernelLaws.Routed to) {
    return routed(laws.routed(), laws.fp8Routed(), laws.fp8BlockRouted(), to);
  }

  KernelLaws prompts(KernelLaws.PromptAttention to) {
    return others(to, laws.decoding(), laws.allReduce(), laws.overheads());
  }

  KernelLaws decoding(KernelLaws.DecodeAttention to) {
    return others(laws.prompts(), to, laws.allReduce(), laws.overheads());
  }

  KernelLaws allReduce(KernelLaws.AllReduce to) {
    return others(laws.prompts(), laws.decoding(), to, laws.overheads());
  }

  KernelLaws overheads(KernelLaws.Overheads to) {
    return others(laws.prompts(), laws.decoding(), laws.allReduce(), to);
  }

  private KernelLaws products(
      KernelLaws.Product products,
      KernelLaws.Product fp8,
      KernelLaws.Product fp8Block,
      double quantiseEfficiency,
      double alignS) {
    return new KernelLaws(
        laws.name(),
        products,
        fp8,
        fp8Block,
        laws.int8Products(),
        quantiseEfficiency,
        alignS,
        laws.routed(),
        laws.fp8Routed(),
        laws.fp8BlockRouted(),
        laws.fourBitRouted(),
        laws.prompts(),
        laws.decoding(),
        laws.allReduce(),
        laws.overheads());
  }

  private KernelLaws routed(
      KernelLaws.Routed routed,
      KernelLaws.Routed fp8,
      KernelLaws.Routed fp8Block,
      KernelLaws.Routed fourBit) {
    return new KernelLaws(
        laws.name(),
        laws.products(),
        laws.fp8Products(),
        laws.fp8BlockProducts(),
        laws.int8Products(),
        laws.quantiseEfficiency(),
        laws.alignS(),
        routed,
        fp8,
        fp8Block,
        fourBit,
        laws.prompts(),
        laws.decoding(),
        laws.allReduce(),
        laws.overheads());
  }

  private KernelLaws others(
      KernelLaws.PromptAttention prompts,
      KernelLaws.DecodeAttention decoding,
      KernelLaws.AllReduce allReduce,
      KernelLaws.Overheads overheads) {
    return new KernelLaws(
        laws.name(),
        laws.products(),
        laws.fp8Products(),
        laws.fp8BlockProducts(),
        laws.int8Products(),
        laws.quantiseEfficiency(),
        laws.alignS(),
        laws.routed(),
        laws.fp8Routed(),
        laws.fp8BlockRouted(),
        laws.fourBitRouted(),
        prompts,
        decoding,
        allReduce,
        overheads);
  }
}
