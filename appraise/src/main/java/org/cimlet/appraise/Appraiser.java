package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Topology;
import org.cimlet.quantity.Sourced;
import org.cimlet.spec.gpu.GpuMaking;
import org.cimlet.spec.gpu.GpuSpec;
import org.cimlet.spec.machine.MachineSpec;
import org.cimlet.spec.machine.Making;
import org.cimlet.spec.process.ProcessSpec;
import org.cimlet.spec.substrate.SubstrateSpec;
import org.cimlet.technology.rules.ExportRule.Performance;
import org.jspecify.annotations.Nullable;

/// Appraises machines and the GPUs beside them.
public final class Appraiser {
  private Appraiser() {}

  /// A machine under the load an estimate found.
  ///
  /// @param spec the machine as written
  /// @param machine the same, resolved
  public static Appraisal appraise(MachineSpec spec, Machine machine, Estimate estimate) {
    Making making = spec.making();
    Costing costing = new Costing();
    Cost cost = costing.of(machine, making);
    List<String> untold = new ArrayList<>(costing.untold());
    Making.Cooling cooling = making.cooling();
    Heat heat = null;
    if (cooling == null) {
      untold.add("temperature: the machine has no cooling");
    } else {
      SubstrateSpec substrate = making.substrate();
      heat =
          new Heating(
                  machine,
                  estimate,
                  cooling,
                  spec.substrate().spacingMm().value(),
                  substrate == null ? null : substrate.stack())
              .heat();
    }
    return new Appraisal(machine.name(), cost, heat, rules(machine, making.process()), untold);
  }

  /// What making a machine costs; absent where the file does not tell enough.
  public static @Nullable Cost cost(MachineSpec spec, Machine machine) {
    return new Costing().of(machine, spec.making());
  }

  /// A GPU.
  public static Appraisal appraise(GpuSpec gpu) {
    Costing costing = new Costing();
    Cost cost = costing.of(gpu);
    List<String> untold = new ArrayList<>(costing.untold());
    Sourced int8 = gpu.int8Tops();
    double performance = Math.max(16 * gpu.fp16Tops().value(), int8 == null ? 0 : 8 * int8.value());
    GpuMaking making = gpu.making();
    double counted = making == null ? 0 : Priced.countedMm2(making.process(), gpu.dieMm2().value());
    return new Appraisal(
        gpu.name(),
        cost,
        null,
        RuleStanding.of("device", new Performance(performance, counted, 2 * gpu.linkGbS().value())),
        untold);
  }

  private static List<RuleStanding> rules(Machine machine, @Nullable ProcessSpec process) {
    int bits = machine.chiplet().macro().weightBits();
    double die = process == null ? 0 : Priced.countedMm2(process, machine.chiplet().areaMm2());
    List<RuleStanding> standings =
        new ArrayList<>(
            RuleStanding.of(
                "chiplet",
                Performance.of(
                    machine.chiplet().peakOpsPerS(), bits, die, busiestChipletGbS(machine))));
    standings.addAll(
        RuleStanding.of(
            "package",
            Performance.of(
                machine.peakOpsPerS(), bits, die * machine.chiplets(), hostGbS(machine))));
    return standings;
  }

  /// Both directions of all links of the best connected chiplet.
  private static double busiestChipletGbS(Machine machine) {
    double[] bits = new double[machine.chiplets()];
    for (Topology.Link link : machine.topology().links()) {
      for (int node : List.of(link.from(), link.to())) {
        if (node < machine.chiplets()) {
          bits[node] += link.bitsPerS();
        }
      }
    }
    double most = 0;
    for (int c = 0; c < machine.chiplets(); c++) {
      most = Math.max(most, bits[c]);
    }
    return most / 8e9;
  }

  private static double hostGbS(Machine machine) {
    double bits = 0;
    for (int link = 0; link < machine.topology().links().size(); link++) {
      bits += machine.topology().atHost(link) ? machine.topology().bitsPerS(link) : 0;
    }
    return bits / 8e9;
  }
}
