package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.Making;
import org.cimlet.machine.gpu.GpuHost;
import org.cimlet.machine.gpu.GpuMaking;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.rules.ExportRule.Performance;
import org.jspecify.annotations.Nullable;

/// Appraises machines and the GPUs beside them.
public final class Assessor {
  private Assessor() {}

  /// A machine under the load an estimate found.
  ///
  /// @param spec the machine as written
  /// @param machine the same, resolved
  public static Assessment assess(MachineSpec spec, Machine machine, Estimate estimate) {
    Making making = spec.making();
    Costing costing = new Costing();
    Cost cost = costing.of(spec, machine);
    List<String> unspecified = new ArrayList<>(costing.unspecified());
    MachineSpec.Cooling cooling = spec.cooling();
    Heat heat = null;
    if (cooling == null) {
      unspecified.add("temperature: the machine has no cooling");
    } else {
      SubstrateSpec substrate = making.substrate();
      heat =
          new Heating(machine, estimate, cooling, substrate == null ? null : substrate.stack())
              .heat();
    }
    return new Assessment(
        machine.name(), cost, null, hostUsd(spec), heat, rules(spec, machine), unspecified);
  }

  /// A machine's money alone: neither heat nor rules.
  public static Assessment priced(MachineSpec spec, Machine machine) {
    Costing costing = new Costing();
    Cost cost = costing.of(spec, machine);
    return new Assessment(
        machine.name(), cost, null, hostUsd(spec), null, List.of(), costing.unspecified());
  }

  /// A GPU's money alone: no rules.
  public static Assessment priced(GpuSpec gpu) {
    Costing costing = new Costing();
    Cost cost = costing.of(gpu);
    return new Assessment(
        gpu.name(), cost, gpu.priceUsd(), hostUsd(gpu), null, List.of(), costing.unspecified());
  }

  private static @Nullable Double hostUsd(GpuSpec gpu) {
    GpuHost host = gpu.host();
    return host == null || host.priceUsd() == null ? null : Double.valueOf(host.priceUsd().value());
  }

  private static @Nullable Double hostUsd(MachineSpec spec) {
    Sourced usd = spec.host().priceUsd();
    return usd == null ? null : Double.valueOf(spec.host().count() * usd.value());
  }

  /// What making a machine costs; absent where the file does not tell enough.
  public static @Nullable Cost cost(MachineSpec spec, Machine machine) {
    return new Costing().of(spec, machine);
  }

  /// A GPU.
  public static Assessment assess(GpuSpec gpu) {
    Costing costing = new Costing();
    Cost cost = costing.of(gpu);
    List<String> unspecified = new ArrayList<>(costing.unspecified());
    Sourced int8 = gpu.int8Tops();
    double performance = Math.max(16 * gpu.fp16Tops().value(), int8 == null ? 0 : 8 * int8.value());
    GpuMaking making = gpu.making();
    double counted =
        making == null ? 0 : CostInputs.countedMm2(making.process(), gpu.dieMm2().value());
    return new Assessment(
        gpu.name(),
        cost,
        gpu.priceUsd(),
        hostUsd(gpu),
        null,
        RuleCompliance.of(
            "device", new Performance(performance, counted, 2 * gpu.linkGbS().value())),
        unspecified);
  }

  private static List<RuleCompliance> rules(MachineSpec spec, Machine machine) {
    List<RuleCompliance> standings = new ArrayList<>();
    double processing = 0;
    double countedMm2 = 0;
    for (DieKind kind : machine.dies().kinds()) {
      ProcessSpec process = CostInputs.process(spec, kind);
      Chiplet chiplet = kind.chiplet();
      Performance die =
          Performance.of(
              chiplet.peakOpsPerS(),
              chiplet.macro().weightBits(),
              process == null ? 0 : CostInputs.countedMm2(process, chiplet.areaMm2()),
              busiestChipletGbS(machine, kind));
      standings.addAll(RuleCompliance.of(kind.name(), die));
      processing += kind.count() * die.totalProcessing();
      countedMm2 += kind.count() * die.densityMm2();
    }
    standings.addAll(
        RuleCompliance.of("package", new Performance(processing, countedMm2, hostGbS(machine))));
    return standings;
  }

  /// Both directions of all links of the best connected die of a kind.
  private static double busiestChipletGbS(Machine machine, DieKind kind) {
    double[] bits = new double[machine.chiplets()];
    for (Topology.Link link : machine.topology().links()) {
      for (int node : List.of(link.from(), link.to())) {
        if (node < machine.chiplets()) {
          bits[node] += link.bitsPerS();
        }
      }
    }
    double most = 0;
    for (int die : kind.at()) {
      most = Math.max(most, bits[die]);
    }
    return most / 8e9;
  }

  private static double hostGbS(Machine machine) {
    double bits = 0;
    for (int link = 0; link < machine.topology().linkCount(); link++) {
      bits += machine.topology().atHost(link) ? machine.topology().bitsPerS(link) : 0;
    }
    return bits / 8e9;
  }
}
