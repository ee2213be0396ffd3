package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.Making;
import org.cimlet.machine.gpu.GpuMaking;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Si;
import org.cimlet.technology.manufacture.Component;
import org.cimlet.technology.manufacture.DesignCost;
import org.cimlet.technology.manufacture.Die;
import org.cimlet.technology.manufacture.FabCarbon;
import org.cimlet.technology.manufacture.PackageBill;
import org.cimlet.technology.manufacture.Packaging;
import org.jspecify.annotations.Nullable;

/// Bills packages of chiplets, and GPUs with their memory.
final class Costing {
  /// Footprint of a memory stack, about that of HBM3.
  private static final double STACK_MM2 = 110;

  private final List<String> unspecified = new ArrayList<>();

  /// What could not be billed, and what would let it.
  List<String> unspecified() {
    return List.copyOf(unspecified);
  }

  @Nullable Cost of(MachineSpec spec, Machine machine) {
    Making making = spec.making();
    List<String> notes = new ArrayList<>();
    List<Cost.OfKind> kinds = new ArrayList<>();
    List<Component> parts = new ArrayList<>();
    double design = 0;
    double carbon = 0;
    for (DieKind kind : machine.dies().kinds()) {
      ProcessSpec process = CostInputs.process(spec, kind);
      if (process == null) {
        unspecified.add(
            "cost and carbon: the machine names no %s, such as %s"
                .formatted(CostInputs.key(kind), kinds.isEmpty() ? "14nm" : "dram-1y"));
        return null;
      }
      Die die = die(kind, process, notes);
      if (die == null) {
        return null;
      }
      kinds.add(
          new Cost.OfKind(
              kind.name(),
              process.name(),
              kind.count(),
              die.knownGoodUsd(),
              die.yield().of(die.areaMm2())));
      parts.add(die.times(kind.count()));
      design += DesignCost.usd(process.designUsd().value(), die.areaMm2());
      carbon +=
          kind.count()
              * FabCarbon.kgPerGoodDie(process.carbonGPerMm2().value(), die.areaMm2(), die.yield());
    }
    SubstrateSpec substrate = making.substrate();
    MachineSpec.Production production = spec.production();
    PackageBill bill;
    if (substrate == null) {
      bill = new PackageBill(parts.getFirst().knownGoodUsd(), 0, 0, 0, 1, 1, 0, 0);
      notes.add("a bare die: no package is billed");
    } else {
      Packaging packaging = CostInputs.packaging(substrate);
      if (!packaging.holds(parts)) {
        unspecified.add(
            "cost: no %s for %s mm² of dies can be cut from a wafer"
                .formatted(
                    substrate.name(),
                    Si.plain(parts.stream().mapToDouble(Component::allMm2).sum())));
        return null;
      }
      bill = packaging.bill(parts);
      design += packaging.designUsd(parts);
      strain(bill, notes);
    }
    return new Cost(
        kinds,
        substrate == null ? "none" : substrate.name(),
        bill,
        design,
        production == null ? null : production.volume().value(),
        carbon / bill.keptDies(),
        notes);
  }

  /// A kind's die; null where it cannot be made.
  private @Nullable Die die(DieKind kind, ProcessSpec process, List<String> notes) {
    Die die = CostInputs.die(process, kind.chiplet().areaMm2());
    if (!die.wafer().holds(die.areaMm2())) {
      unspecified.add(
          "cost: a %s of %s mm² does not fit a wafer"
              .formatted(kind.name(), Si.plain(die.areaMm2())));
      return null;
    }
    if (die.exceedsReticle()) {
      notes.add(
          "a %s of %s mm² is larger than one exposure of %s mm²"
              .formatted(kind.name(), Si.plain(die.areaMm2()), Si.plain(Die.RETICLE_MM2)));
    }
    return die;
  }

  /// A device with its memory; what was paid once is long spread, and left out.
  @Nullable Cost of(GpuSpec gpu) {
    GpuMaking making = gpu.making();
    if (making == null) {
      unspecified.add(gpu.name() + ": cost and carbon: the file has no making");
      return null;
    }
    Die die = CostInputs.die(making.process(), gpu.dieMm2().value() / making.dies());
    List<Component> parts = new ArrayList<>();
    parts.add(die.times(making.dies()));
    List<String> notes = new ArrayList<>();
    double memoryUsd = gpu.memoryGib().value() * making.memoryUsdPerGib().value();
    if (making.memoryStacks() > 0) {
      parts.add(new Component(STACK_MM2, memoryUsd / making.memoryStacks(), making.memoryStacks()));
    }
    notes.add("memory is $%s of it".formatted(Si.plain(memoryUsd)));
    PackageBill bill = CostInputs.packaging(making.substrate()).bill(parts);
    if (making.memoryStacks() == 0) {
      bill = bill.with(memoryUsd);
    }
    double carbon =
        making.dies()
            * FabCarbon.kgPerGoodDie(
                making.process().carbonGPerMm2().value(),
                die.areaMm2(),
                CostInputs.goodShare(making.process()))
            / bill.keptDies();
    notes.add("carbon is of the compute dies alone");
    return new Cost(
        List.of(
            new Cost.OfKind(
                "die",
                making.process().name(),
                making.dies(),
                die.knownGoodUsd(),
                CostInputs.goodShare(making.process()).of(die.areaMm2()))),
        making.substrate().name(),
        bill,
        0,
        null,
        carbon,
        notes);
  }

  private static void strain(PackageBill bill, List<String> notes) {
    if (bill.carrierMm2() > Die.RETICLE_MM2) {
      notes.add(
          "the carrier of %s mm² takes %s exposures stitched together"
              .formatted(
                  Si.plain(bill.carrierMm2()),
                  (int) Math.ceil(bill.carrierMm2() / Die.RETICLE_MM2)));
    }
    if (bill.assemblyYield() < 0.8) {
      notes.add(
          "only %s of packages are good after assembly; fewer dies in a package lose fewer"
              .formatted(Si.percent(bill.assemblyYield())));
    }
  }
}
