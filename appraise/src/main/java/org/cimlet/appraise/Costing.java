package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Machine;
import org.cimlet.quantity.Si;
import org.cimlet.quantity.Sourced;
import org.cimlet.spec.gpu.GpuMaking;
import org.cimlet.spec.gpu.GpuSpec;
import org.cimlet.spec.machine.Making;
import org.cimlet.spec.process.ProcessSpec;
import org.cimlet.spec.substrate.SubstrateSpec;
import org.cimlet.technology.manufacture.DesignCost;
import org.cimlet.technology.manufacture.Die;
import org.cimlet.technology.manufacture.FabCarbon;
import org.cimlet.technology.manufacture.PackageBill;
import org.cimlet.technology.manufacture.Packaging;
import org.cimlet.technology.manufacture.Part;
import org.jspecify.annotations.Nullable;

/// Bills packages of chiplets, and GPUs with their memory.
final class Costing {
  /// Footprint of a memory stack, about that of HBM3.
  private static final double STACK_MM2 = 110;

  private final List<String> untold = new ArrayList<>();

  /// What could not be billed, and what would let it.
  List<String> untold() {
    return List.copyOf(untold);
  }

  @Nullable Cost of(Machine machine, Making making) {
    ProcessSpec process = making.process();
    if (process == null) {
      untold.add("cost and carbon: the machine names no process.preset, such as 14nm");
      return null;
    }
    Die die = Priced.die(process, machine.chiplet().areaMm2());
    if (!die.wafer().holds(die.areaMm2())) {
      untold.add(
          "cost: a chiplet of %s mm² does not fit a wafer".formatted(Si.plain(die.areaMm2())));
      return null;
    }
    List<String> notes = new ArrayList<>();
    if (die.exceedsReticle()) {
      notes.add(
          "a chiplet of %s mm² is larger than one exposure of %s mm²"
              .formatted(Si.plain(die.areaMm2()), Si.plain(Die.RETICLE_MM2)));
    }
    SubstrateSpec substrate = making.substrate();
    Sourced volume = making.volume();
    double design = DesignCost.usd(process.designUsd().value(), die.areaMm2());
    PackageBill bill;
    if (substrate == null) {
      bill = new PackageBill(die.knownGoodUsd(), 0, 0, 0, 1, 1, 0, 0);
      notes.add("a bare die: no package is billed");
    } else {
      List<Part> parts = List.of(die.times(machine.chiplets()));
      Packaging packaging = Priced.packaging(substrate);
      if (!packaging.holds(parts)) {
        untold.add(
            "cost: no %s for %s mm² of dies can be cut from a wafer"
                .formatted(substrate.name(), Si.plain(parts.getFirst().allMm2())));
        return null;
      }
      bill = packaging.bill(parts);
      design += packaging.designUsd(parts);
      strain(bill, notes);
    }
    double carbon =
        machine.chiplets()
            * FabCarbon.kgPerGoodDie(
                process.carbonGPerMm2().value(), die.areaMm2(), Priced.goodShare(process))
            / bill.keptDies();
    return new Cost(
        process.name(),
        substrate == null ? "none" : substrate.name(),
        machine.chiplets(),
        die.knownGoodUsd(),
        Priced.goodShare(process).of(die.areaMm2()),
        bill,
        design,
        volume == null ? null : volume.value(),
        carbon,
        notes);
  }

  /// A device with its memory; what was paid once is long spread, and left out.
  @Nullable Cost of(GpuSpec gpu) {
    GpuMaking making = gpu.making();
    if (making == null) {
      untold.add(gpu.name() + ": cost and carbon: the file has no making");
      return null;
    }
    Die die = Priced.die(making.process(), gpu.dieMm2().value() / making.dies());
    List<Part> parts = new ArrayList<>();
    parts.add(die.times(making.dies()));
    List<String> notes = new ArrayList<>();
    double memoryUsd = gpu.memoryGib().value() * making.memoryUsdPerGib().value();
    if (making.memoryStacks() > 0) {
      parts.add(new Part(STACK_MM2, memoryUsd / making.memoryStacks(), making.memoryStacks()));
    }
    notes.add("of it memory %s $".formatted(Si.plain(memoryUsd)));
    PackageBill bill = Priced.packaging(making.substrate()).bill(parts);
    if (making.memoryStacks() == 0) {
      bill = bill.with(memoryUsd);
    }
    double carbon =
        making.dies()
            * FabCarbon.kgPerGoodDie(
                making.process().carbonGPerMm2().value(),
                die.areaMm2(),
                Priced.goodShare(making.process()))
            / bill.keptDies();
    notes.add("carbon of the compute dies alone");
    return new Cost(
        making.process().name(),
        making.substrate().name(),
        making.dies(),
        die.knownGoodUsd(),
        Priced.goodShare(making.process()).of(die.areaMm2()),
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
          "only %s of packages come out good: test stacks in parts, or use fewer, larger packages"
              .formatted(Si.percent(bill.assemblyYield())));
    }
  }
}
