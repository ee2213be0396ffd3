package org.cimlet.compile;

import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Host;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Topology;
import org.cimlet.plan.WeightMemory;
import org.cimlet.spec.machine.MachineSpec;
import org.jspecify.annotations.Nullable;

/// Turns a machine as written into a machine in base units.
final class MachineResolver {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;
  private static final double TERA = 1e12;

  private MachineResolver() {}

  static Machine resolve(MachineSpec spec, Topology topology) {
    Chiplet chiplet = chiplet(spec.chiplet());
    return new Machine(
        spec.name(),
        spec.summary(),
        spec.process().name(),
        spec.process().voltageV().value(),
        chiplet,
        topology,
        host(spec.host()),
        spec.substrate().kind(),
        substrateMm2(topology, chiplet, spec.substrate().spacingMm().value()),
        weightMemory(spec.weightMemory()),
        spec.provenance());
  }

  private static Chiplet chiplet(MachineSpec.Chiplet spec) {
    MachineSpec.VectorUnit unit = spec.vectorUnit();
    Chiplet.VectorUnit vector =
        unit == null
            ? null
            : new Chiplet.VectorUnit(
                unit.operationsPerCycle() * MacroResolver.clockHz(spec.macro()),
                unit.residualBits(),
                unit.operationFj().value());
    return new Chiplet(
        spec.macros(),
        spec.partialSumFanIn(),
        MacroResolver.macro(spec.macro()),
        spec.distributionGbitS().value() * GIGA,
        spec.bufferFjPerBit().value(),
        vector,
        attention(spec),
        spec.computeMm2().value(),
        spec.memoryMm2().value(),
        spec.otherMm2().value(),
        spec.leakageMw().value() / 1000);
  }

  private static Chiplet.@Nullable AttentionModule attention(MachineSpec.Chiplet spec) {
    MachineSpec.AttentionModule module = spec.attentionModule();
    if (module == null) {
      return null;
    }
    MachineSpec.AttentionMemory memory = module.memory();
    return new Chiplet.AttentionModule(
        2.0 * module.macsPerCycle() * MacroResolver.clockHz(spec.macro()),
        module.operationFj().value(),
        memory.capacityMb().value() * MEGA,
        memory.bandwidthGbS().value() * GIGA,
        memory.energyFjPerBit().value(),
        memory.cacheBits());
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
        memory.cacheBits());
  }

  private static @Nullable WeightMemory weightMemory(MachineSpec.@Nullable WeightMemory memory) {
    return memory == null
        ? null
        : new WeightMemory(
            memory.capacityGb().value() * GIGA,
            memory.bandwidthGbS().value() * GIGA,
            memory.readFjPerBit().value(),
            memory.writeFjPerBit().value());
  }

  /// Square dies on their grid, with the gaps between them.
  private static double substrateMm2(Topology topology, Chiplet chiplet, double spacingMm) {
    int columns = 0;
    int rows = 0;
    for (int c = 0; c < topology.chiplets(); c++) {
      columns = Math.max(columns, topology.column(c) + 1);
      rows = Math.max(rows, topology.row(c) + 1);
    }
    double side = Math.sqrt(chiplet.areaMm2());
    return (columns * side + (columns - 1) * spacingMm) * (rows * side + (rows - 1) * spacingMm);
  }
}
