package org.cimlet.compile.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Board;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Losses;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// Turns a machine as written into a machine in base units.
public final class MachineResolver {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;
  private static final double TERA = 1e12;

  private MachineResolver() {}

  public static Machine resolve(MachineSpec spec, Topology topology) {
    return new Machine(
        spec.name(),
        spec.summary(),
        spec.process().name(),
        spec.process().voltageV().value(),
        dies(spec, topology),
        topology,
        host(spec.host()),
        spec.substrate().kind(),
        spec.substrate().spacingMm().value(),
        board(spec.board()),
        weightMemory(spec.weightMemory()),
        new NumbersOnce(spec.provenance()));
  }

  /// Places that no kind names go to the layers' dies first, then to the others in the order of
  /// their uses.
  private static Dies dies(MachineSpec spec, Topology topology) {
    if (spec.otherDies().isEmpty()) {
      return Dies.equal(spec.process().name(), chiplet(spec.chiplet(), spec.process()), topology);
    }
    List<Integer> free = new ArrayList<>(topology.places());
    spec.otherDies().forEach(dies -> free.removeAll(dies.at()));
    int unnamed =
        spec.otherDies().stream()
            .filter(dies -> dies.at().isEmpty())
            .mapToInt(MachineSpec.OtherDies::count)
            .sum();
    int next = free.size() - unnamed;
    List<DieKind> kinds = new ArrayList<>();
    kinds.add(
        new DieKind(
            "chiplet",
            DieKind.Use.LINEARS,
            spec.process().name(),
            chiplet(spec.chiplet(), spec.process()),
            free.subList(0, next)));
    for (MachineSpec.OtherDies dies : spec.otherDies()) {
      List<Integer> at = dies.at();
      if (at.isEmpty()) {
        at = free.subList(next, next + dies.count());
        next += dies.count();
      }
      kinds.add(
          new DieKind(
              dies.name(),
              use(dies.use()),
              dies.process().name(),
              chiplet(dies.chiplet(), dies.process()),
              at));
    }
    return new Dies(kinds);
  }

  private static DieKind.Use use(MachineSpec.OtherDies.Use use) {
    return switch (use) {
      case KV_CACHE -> DieKind.Use.KV_CACHE;
      case EMBEDDING_HEAD -> DieKind.Use.EMBEDDING_HEAD;
    };
  }

  private static Chiplet chiplet(MachineSpec.Chiplet spec, MachineSpec.SiliconProcess process) {
    MachineSpec.VectorUnit unit = spec.vectorUnit();
    MacroResolver.Resolved macro = MacroResolver.resolve(spec.macro());
    Chiplet.VectorUnit vector =
        unit == null
            ? null
            : new Chiplet.VectorUnit(
                unit.operationsPerCycle() * macro.clockHz(),
                unit.residualBits(),
                unit.operationFj().value());
    return new Chiplet(
        spec.macros(),
        spec.partialSumFanIn(),
        macro.macro(),
        spec.distributionGbitS().value() * GIGA,
        spec.bufferFjPerBit().value(),
        vector,
        units(spec.units()),
        attention(spec, macro),
        losses(spec, macro.clockHz(), process.voltageV().value()),
        spec.computeMm2().value(),
        spec.memoryMm2().value(),
        spec.otherMm2().value(),
        spec.leakageMw().value() / 1000);
  }

  private static Losses losses(MachineSpec.Chiplet chiplet, double clockHz, double voltageV) {
    MachineSpec.Losses spec = chiplet.losses();
    Sourced rows = spec.sustainedShare();
    return new Losses(
        spec.stepControlNs().value() / GIGA,
        rows == null ? 1 : rows.value(),
        spec.controlEnergyShare().value(),
        clockFarad(chiplet) * voltageV * voltageV * clockHz);
  }

  /// Capacitance that the clock of a die charges in a cycle; 0 where its standby power has it.
  private static double clockFarad(MachineSpec.Chiplet chiplet) {
    Sourced logic = chiplet.losses().clockPfPerMm2();
    Sourced share = chiplet.losses().clockMemoryShare();
    if (logic == null || share == null) {
      return 0;
    }
    double clockedMm2 =
        chiplet.computeMm2().value()
            + chiplet.otherMm2().value()
            + share.value() * chiplet.memoryMm2().value();
    return logic.value() / TERA * clockedMm2;
  }

  private static Board board(MachineSpec.Board spec) {
    return new Board(spec.count() * spec.powerW().value(), spec.conversionEfficiency().value());
  }

  private static Chiplet.Units units(MachineSpec.Chiplet.@Nullable Units units) {
    return units == MachineSpec.Chiplet.Units.IN_TURN
        ? Chiplet.Units.IN_TURN
        : Chiplet.Units.SIDE_BY_SIDE;
  }

  private static @Nullable Attention attention(
      MachineSpec.Chiplet spec, MacroResolver.Resolved resolved) {
    double clockHz = resolved.clockHz();
    MachineSpec.BankAttention inBanks = spec.attentionInBanks();
    if (inBanks != null) {
      return new Attention.InBanks(
          inBanks.operationsPerCycle() * clockHz, inBanks.operationFj().value());
    }
    MachineSpec.AttentionModule module = spec.attentionModule();
    if (module == null) {
      return null;
    }
    double opsPerS = 2.0 * module.macsPerCycle() * clockHz;
    double operationFj = module.operationFj().value();
    MachineSpec.AttentionMemory memory = module.memory();
    if (memory == null) {
      return inArrays(spec, opsPerS, operationFj, resolved.macro());
    }
    return new Attention.Module(
        opsPerS,
        operationFj,
        memory.capacityMb().value() * MEGA,
        memory.bandwidthGbS().value() * GIGA,
        memory.energyFjPerBit().value(),
        memory.kvCacheBits(),
        false);
  }

  /// Keys and values are read as weights are: by all macros side by side, as many rows as come.
  private static Attention inArrays(
      MachineSpec.Chiplet spec, double opsPerS, double operationFj, Macro macro) {
    Sourced rows = spec.losses().sustainedShare();
    double share = rows == null ? 1 : rows.value();
    return new Attention.Module(
        opsPerS,
        operationFj,
        macro.capacityBits() / 8.0 * spec.macros(),
        macro.inputsPerRow() / macro.rowS() * macro.weightBits() / 8 * spec.macros() * share,
        macro.energies().readFjPerBit(),
        Objects.requireNonNull(Objects.requireNonNull(spec.attentionModule()).inArrays())
            .kvCacheBits(),
        true);
  }

  private static Host host(MachineSpec.Host spec) {
    MachineSpec.HostMemory memory = spec.memory();
    double peakOps = spec.computeTops().value() * TERA;
    double peakBytes = memory.bandwidthGbS().value() * GIGA;
    return new Host(
        spec.name(),
        peakOps,
        peakOps * spec.computeEfficiency().value(),
        spec.dispatchNs().value() / GIGA,
        spec.operationFj().value(),
        spec.idleW().value(),
        memory.capacityGb().value() * GIGA,
        peakBytes,
        peakBytes * memory.bandwidthEfficiency().value(),
        memory.energyFjPerBit().value(),
        memory.kvCacheBits());
  }

  private static @Nullable WeightMemory weightMemory(MachineSpec.@Nullable WeightMemory memory) {
    return memory == null
        ? null
        : new WeightMemory(
            memory.at() == MachineSpec.WeightMemory.At.CHIPLETS,
            memory.capacityGb().value() * GIGA,
            memory.bandwidthGbS().value() * GIGA,
            memory.readFjPerBit().value());
  }
}
