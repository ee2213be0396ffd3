package org.cimlet.appraise;

import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.process.ProcessSpec.Transistor;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.technology.manufacture.Die;
import org.cimlet.technology.manufacture.DieYield;
import org.cimlet.technology.manufacture.Packaging;
import org.cimlet.technology.manufacture.Wafer;
import org.jspecify.annotations.Nullable;

/// Specs of processes and substrates as the physics takes them.
final class CostInputs {
  private CostInputs() {}

  /// What a kind of die is made in; null where the file does not say.
  static @Nullable ProcessSpec process(MachineSpec spec, DieKind kind) {
    for (MachineSpec.OtherDies dies : spec.otherDies()) {
      if (key(kind).startsWith("other_dies." + dies.use().key() + ".")) {
        return dies.made();
      }
    }
    return spec.making().process();
  }

  /// Where the file would say.
  static String key(DieKind kind) {
    return switch (kind.use()) {
      case LINEARS -> "process.preset";
      case KV_CACHE -> "other_dies.kv_cache.process.preset";
      case EMBEDDING_HEAD -> "other_dies.embedding_head.process.preset";
    };
  }

  static Die die(ProcessSpec process, double areaMm2) {
    return new Die(areaMm2, Wafer.of300Mm(process.waferUsd().value()), goodShare(process));
  }

  static DieYield goodShare(ProcessSpec process) {
    return new DieYield(process.defectsPerCm2().value(), process.clustering().value());
  }

  /// Area that the rules count: all of it, unless transistors are planar.
  static double countedMm2(ProcessSpec process, double areaMm2) {
    return process.transistor() == Transistor.PLANAR ? 0 : areaMm2;
  }

  static Packaging packaging(SubstrateSpec spec) {
    Packaging flat = flat(spec);
    SubstrateSpec.DieStack stack = spec.stack();
    return stack == null
        ? flat
        : new Packaging.Stacked(
            stack.height(), stack.bondYield().value(), stack.bondUsdPerMm2().value(), flat);
  }

  private static Packaging flat(SubstrateSpec spec) {
    SubstrateSpec.Organic organic = spec.organic();
    Packaging.Organic under =
        new Packaging.Organic(
            organic.areaRatio().value(),
            organic.usdPerMm2().value(),
            organic.bondYield().value(),
            organic.bumpUsdPerMm2().value(),
            organic.designUsdPerMm2().value(),
            organic.designFixedUsd().value());
    SubstrateSpec.Carrier carrier = spec.carrier();
    return carrier == null
        ? under
        : new Packaging.Carrier(
            Wafer.of300Mm(carrier.waferUsd().value()),
            new DieYield(carrier.defectsPerCm2().value(), carrier.clustering().value()),
            carrier.areaRatio().value(),
            carrier.bondYield().value(),
            carrier.microBumpUsdPerMm2().value(),
            carrier.designUsdPerMm2().value(),
            carrier.designFixedUsd().value(),
            under,
            Packaging.Bumped.EVERY_DIE);
  }
}
