package org.cimlet.machine;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.machine.MachineSpec.AttentionModule;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.machine.MachineSpec.Host;
import org.cimlet.machine.MachineSpec.HostMemory;
import org.cimlet.machine.MachineSpec.Link;
import org.cimlet.machine.MachineSpec.SiliconProcess;
import org.cimlet.machine.MachineSpec.Substrate;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.machine.MachineSpec.VectorUnit;
import org.cimlet.machine.MachineSpec.WeightMemory;
import org.cimlet.machine.Making.Cooling;
import org.cimlet.machine.Making.Leakage;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// Writes a machine as the YAML that [MachineReader] reads: to see what a name stands for, or to
/// start a machine of one's own from it.
public final class MachineWriter {
  private final YamlText yaml = new YamlText();

  private MachineWriter() {}

  /// The whole machine as YAML, reading back to an equal value.
  public static String resolved(MachineSpec machine) {
    MachineWriter writer = new MachineWriter();
    writer.machine(machine);
    return writer.yaml.toString();
  }

  private void machine(MachineSpec machine) {
    yaml.line("schema", "cimlet.machine/1");
    yaml.line("name", YamlText.quoted(machine.name()));
    yaml.line("summary", YamlText.quoted(machine.summary()));
    Making making = machine.making();
    yaml.part("process", () -> process(machine.process(), making.processPreset()));
    yaml.part("chiplet", () -> chiplet(machine.chiplet()));
    if (!machine.otherDies().isEmpty()) {
      yaml.part("other_dies", () -> machine.otherDies().forEach(this::otherDies));
    }
    yaml.part("topology", () -> topology(machine.topology()));
    yaml.part(
        "links",
        () -> {
          yaml.part("chiplet", () -> link(machine.links().chiplet()));
          yaml.part("host", () -> link(machine.links().host()));
          Link stack = machine.links().stack();
          if (stack != null) {
            yaml.part("stack", () -> link(stack));
          }
        });
    yaml.part("substrate", () -> substrate(machine.substrate(), making.substratePreset()));
    yaml.part("host", () -> host(machine.host()));
    WeightMemory weights = machine.weightMemory();
    if (weights != null) {
      yaml.part("weight_memory", () -> weightMemory(weights));
    }
    Sourced volume = making.volume();
    if (volume != null) {
      yaml.part("production", () -> yaml.line("volume", volume));
    }
    Cooling cooling = making.cooling();
    if (cooling != null) {
      yaml.part("cooling", () -> cooling(cooling));
    }
  }

  private void process(SiliconProcess process, @Nullable String preset) {
    yaml.line("name", YamlText.quoted(process.name()));
    yaml.line("node_nm", process.nodeNm());
    yaml.line("voltage_v", process.voltageV());
    preset(preset);
  }

  private void otherDies(MachineSpec.OtherDies dies) {
    yaml.part(
        dies.use().key(),
        () -> {
          yaml.line("name", YamlText.quoted(dies.name()));
          yaml.line("count", dies.count());
          if (!dies.at().isEmpty()) {
            yaml.line("at", dies.at().toString());
          }
          yaml.part("process", () -> process(dies.process(), dies.processPreset()));
          yaml.part("chiplet", () -> chiplet(dies.chiplet()));
        });
  }

  private void preset(@Nullable String name) {
    if (name != null) {
      yaml.line("preset", YamlText.quoted(name));
    }
  }

  private void cooling(Cooling cooling) {
    yaml.line("ambient_c", cooling.ambientC());
    yaml.line("limit_c", cooling.limitC());
    yaml.line("die_um", cooling.dieUm());
    yaml.line("paste_um", cooling.pasteUm());
    yaml.line("paste_w_mk", cooling.pasteWPerMK());
    yaml.line("lid_mm", cooling.lidMm());
    yaml.line("lid_w_mk", cooling.lidWPerMK());
    yaml.line("sink_mm", cooling.sinkMm());
    yaml.line("sink_w_mk", cooling.sinkWPerMK());
    yaml.line("sink_k_w", cooling.sinkKPerW());
    Leakage leakage = cooling.leakage();
    if (leakage != null) {
      yaml.part(
          "leakage",
          () -> {
            yaml.line("at_c", leakage.atC());
            yaml.line("doubling_k", leakage.doublingK());
          });
    }
  }

  private void chiplet(Chiplet chiplet) {
    yaml.line("macros", chiplet.macros());
    yaml.line("partial_sum_fan_in", chiplet.partialSumFanIn());
    yaml.part("macro", () -> new MacroWriter(yaml).macro(chiplet.macro()));
    yaml.line("distribution_gbit_s", chiplet.distributionGbitS());
    yaml.line("buffer_fj_per_bit", chiplet.bufferFjPerBit());
    VectorUnit unit = chiplet.vectorUnit();
    if (unit != null) {
      yaml.part("vector_unit", () -> vectorUnit(unit));
    }
    AttentionModule module = chiplet.attentionModule();
    if (module != null) {
      yaml.part("attention_module", () -> attentionModule(module));
    }
    MachineSpec.BankAttention inBanks = chiplet.attentionInBanks();
    if (inBanks != null) {
      yaml.part(
          "attention_in_banks",
          () -> {
            yaml.line("operations_per_cycle", inBanks.operationsPerCycle());
            yaml.line("operation_fj", inBanks.operationFj());
          });
    }
    yaml.line("compute_mm2", chiplet.computeMm2());
    yaml.line("memory_mm2", chiplet.memoryMm2());
    yaml.line("other_mm2", chiplet.otherMm2());
    yaml.line("leakage_mw", chiplet.leakageMw());
  }

  private void vectorUnit(VectorUnit unit) {
    yaml.line("operations_per_cycle", unit.operationsPerCycle());
    yaml.line("residual_bits", unit.residualBits());
    yaml.line("operation_fj", unit.operationFj());
  }

  private void attentionModule(AttentionModule module) {
    yaml.line("macs_per_cycle", module.macsPerCycle());
    yaml.line("operation_fj", module.operationFj());
    yaml.part(
        "memory",
        () -> {
          yaml.line("capacity_mb", module.memory().capacityMb());
          yaml.line("bandwidth_gb_s", module.memory().bandwidthGbS());
          yaml.line("energy_fj_per_bit", module.memory().energyFjPerBit());
          yaml.line("cache_bits", module.memory().cacheBits());
        });
  }

  private void topology(Topology topology) {
    switch (topology) {
      case Topology.Mesh(int rows, int columns, List<Integer> hostAt) ->
          grid("mesh", rows, columns, hostAt);
      case Topology.Torus(int rows, int columns, List<Integer> hostAt) ->
          grid("torus", rows, columns, hostAt);
      case Topology.Ring(int chiplets, List<Integer> hostAt) -> regular("ring", chiplets, hostAt);
      case Topology.Star(int chiplets, List<Integer> hostAt) -> regular("star", chiplets, hostAt);
      case Topology.FullyConnected(int chiplets, List<Integer> hostAt) ->
          regular("fully_connected", chiplets, hostAt);
      case Topology.Custom(int chiplets, List<Topology.Edge> edges, List<Integer> hostAt) -> {
        yaml.line("kind", "custom");
        yaml.line("chiplets", chiplets);
        yaml.line(
            "edges",
            edges.stream()
                .map(edge -> List.of(edge.a(), edge.b()).toString())
                .collect(Collectors.joining(", ", "[", "]")));
        yaml.line("host_at", hostAt.toString());
      }
    }
  }

  private void grid(String kind, int rows, int columns, List<Integer> hostAt) {
    yaml.line("kind", kind);
    yaml.line("rows", rows);
    yaml.line("columns", columns);
    yaml.line("host_at", hostAt.toString());
  }

  private void regular(String kind, int chiplets, List<Integer> hostAt) {
    yaml.line("kind", kind);
    yaml.line("chiplets", chiplets);
    yaml.line("host_at", hostAt.toString());
  }

  private void link(Link link) {
    yaml.line("bandwidth_gbit_s", link.bandwidthGbitS());
    yaml.line("latency_ns", link.latencyNs());
    yaml.line("energy_fj_per_bit", link.energyFjPerBit());
  }

  private void substrate(Substrate substrate, @Nullable String preset) {
    yaml.line("kind", substrate.kind());
    yaml.line("spacing_mm", substrate.spacingMm());
    preset(preset);
  }

  private void host(Host host) {
    yaml.line("name", YamlText.quoted(host.name()));
    if (host.count() > 1) {
      yaml.line("count", host.count());
    }
    yaml.line("compute_tops", host.computeTops());
    yaml.line("compute_efficiency", host.computeEfficiency());
    yaml.line("dispatch_ns", host.dispatchNs());
    yaml.line("operation_fj", host.operationFj());
    yaml.line("idle_w", host.idleW());
    yaml.part("memory", () -> memory(host.memory()));
  }

  private void weightMemory(WeightMemory memory) {
    yaml.line("capacity_gb", memory.capacityGb());
    yaml.line("bandwidth_gb_s", memory.bandwidthGbS());
    yaml.line("read_fj_per_bit", memory.readFjPerBit());
  }

  private void memory(HostMemory memory) {
    yaml.line("capacity_gb", memory.capacityGb());
    yaml.line("bandwidth_gb_s", memory.bandwidthGbS());
    yaml.line("bandwidth_efficiency", memory.bandwidthEfficiency());
    yaml.line("energy_fj_per_bit", memory.energyFjPerBit());
    yaml.line("cache_bits", memory.cacheBits());
  }
}
