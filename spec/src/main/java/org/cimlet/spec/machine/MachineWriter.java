package org.cimlet.spec.machine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cimlet.quantity.Sourced;
import org.cimlet.spec.machine.MachineSpec.AttentionModule;
import org.cimlet.spec.machine.MachineSpec.Chiplet;
import org.cimlet.spec.machine.MachineSpec.Host;
import org.cimlet.spec.machine.MachineSpec.HostMemory;
import org.cimlet.spec.machine.MachineSpec.Link;
import org.cimlet.spec.machine.MachineSpec.Macro;
import org.cimlet.spec.machine.MachineSpec.SiliconProcess;
import org.cimlet.spec.machine.MachineSpec.Substrate;
import org.cimlet.spec.machine.MachineSpec.Topology;
import org.cimlet.spec.machine.MachineSpec.VectorUnit;
import org.cimlet.spec.machine.MachineSpec.ZeroSkipper;
import org.cimlet.spec.machine.Making.Cooling;
import org.jspecify.annotations.Nullable;

/// Writes a machine as the YAML that [MachineReader] reads: to see what a name stands for, or to
/// start a machine of one's own from it.
public final class MachineWriter {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  private MachineWriter() {}

  /// The whole machine as YAML, reading back to an equal value.
  public static String resolved(MachineSpec machine) {
    MachineWriter writer = new MachineWriter();
    writer.machine(machine);
    return writer.text.toString();
  }

  private void machine(MachineSpec machine) {
    line("schema", "cimlet.machine/1");
    line("name", quoted(machine.name()));
    line("summary", quoted(machine.summary()));
    Making making = machine.making();
    part("process", () -> process(machine.process(), making.processPreset()));
    part("chiplet", () -> chiplet(machine.chiplet()));
    part("topology", () -> topology(machine.topology()));
    part(
        "links",
        () -> {
          part("chiplet", () -> link(machine.links().chiplet()));
          part("host", () -> link(machine.links().host()));
        });
    part("substrate", () -> substrate(machine.substrate(), making.substratePreset()));
    part("host", () -> host(machine.host()));
    Sourced volume = making.volume();
    if (volume != null) {
      part("production", () -> line("volume", volume));
    }
    Cooling cooling = making.cooling();
    if (cooling != null) {
      part("cooling", () -> cooling(cooling));
    }
  }

  private void process(SiliconProcess process, @Nullable String preset) {
    line("name", quoted(process.name()));
    line("node_nm", process.nodeNm());
    line("voltage_v", process.voltageV());
    preset(preset);
  }

  private void preset(@Nullable String name) {
    if (name != null) {
      line("preset", quoted(name));
    }
  }

  private void cooling(Cooling cooling) {
    line("ambient_c", cooling.ambientC());
    line("limit_c", cooling.limitC());
    line("die_um", cooling.dieUm());
    line("paste_um", cooling.pasteUm());
    line("paste_w_mk", cooling.pasteWPerMK());
    line("lid_mm", cooling.lidMm());
    line("lid_w_mk", cooling.lidWPerMK());
    line("sink_mm", cooling.sinkMm());
    line("sink_w_mk", cooling.sinkWPerMK());
    line("sink_k_w", cooling.sinkKPerW());
  }

  private void chiplet(Chiplet chiplet) {
    line("macros", chiplet.macros());
    line("partial_sum_fan_in", chiplet.partialSumFanIn());
    part("macro", () -> macro(chiplet.macro()));
    line("distribution_gbit_s", chiplet.distributionGbitS());
    line("buffer_fj_per_bit", chiplet.bufferFjPerBit());
    VectorUnit unit = chiplet.vectorUnit();
    if (unit != null) {
      part("vector_unit", () -> vectorUnit(unit));
    }
    AttentionModule module = chiplet.attentionModule();
    if (module != null) {
      part("attention_module", () -> attentionModule(module));
    }
    line("compute_mm2", chiplet.computeMm2());
    line("memory_mm2", chiplet.memoryMm2());
    line("other_mm2", chiplet.otherMm2());
    line("leakage_mw", chiplet.leakageMw());
  }

  private void macro(Macro macro) {
    line("columns", macro.columns());
    line("depth", macro.depth());
    line("weight_bits", macro.weightBits());
    line("input_bits", macro.inputBits());
    line("accumulator_bits", macro.accumulatorBits());
    line("cycles_per_row", macro.cyclesPerRow());
    line("clock_mhz", macro.clockMhz());
    line("read_fj_per_bit", macro.readFjPerBit());
    line("multiply_fj", macro.multiplyFj());
    ZeroSkipper skipper = macro.zeroSkipper();
    if (skipper != null) {
      part("zero_skipper", () -> zeroSkipper(skipper));
    }
  }

  private void zeroSkipper(ZeroSkipper skipper) {
    line("group", skipper.group());
    line("decode_fj", skipper.decodeFj());
    line("route_fj", skipper.routeFj());
  }

  private void vectorUnit(VectorUnit unit) {
    line("operations_per_cycle", unit.operationsPerCycle());
    line("residual_bits", unit.residualBits());
    line("operation_fj", unit.operationFj());
  }

  private void attentionModule(AttentionModule module) {
    line("macs_per_cycle", module.macsPerCycle());
    line("operation_fj", module.operationFj());
    part(
        "memory",
        () -> {
          line("capacity_mb", module.memory().capacityMb());
          line("bandwidth_gb_s", module.memory().bandwidthGbS());
          line("energy_fj_per_bit", module.memory().energyFjPerBit());
          line("cache_bits", module.memory().cacheBits());
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
        line("kind", "custom");
        line("chiplets", chiplets);
        line(
            "edges",
            edges.stream()
                .map(edge -> List.of(edge.a(), edge.b()).toString())
                .collect(Collectors.joining(", ", "[", "]")));
        line("host_at", hostAt.toString());
      }
    }
  }

  private void grid(String kind, int rows, int columns, List<Integer> hostAt) {
    line("kind", kind);
    line("rows", rows);
    line("columns", columns);
    line("host_at", hostAt.toString());
  }

  private void regular(String kind, int chiplets, List<Integer> hostAt) {
    line("kind", kind);
    line("chiplets", chiplets);
    line("host_at", hostAt.toString());
  }

  private void link(Link link) {
    line("bandwidth_gbit_s", link.bandwidthGbitS());
    line("latency_ns", link.latencyNs());
    line("energy_fj_per_bit", link.energyFjPerBit());
  }

  private void substrate(Substrate substrate, @Nullable String preset) {
    line("kind", substrate.kind());
    line("spacing_mm", substrate.spacingMm());
    preset(preset);
  }

  private void host(Host host) {
    line("name", quoted(host.name()));
    if (host.count() > 1) {
      line("count", host.count());
    }
    line("compute_tops", host.computeTops());
    line("compute_efficiency", host.computeEfficiency());
    line("dispatch_ns", host.dispatchNs());
    line("operation_fj", host.operationFj());
    line("idle_w", host.idleW());
    part("memory", () -> memory(host.memory()));
  }

  private void memory(HostMemory memory) {
    line("capacity_gb", memory.capacityGb());
    line("bandwidth_gb_s", memory.bandwidthGbS());
    line("bandwidth_efficiency", memory.bandwidthEfficiency());
    line("energy_fj_per_bit", memory.energyFjPerBit());
    line("cache_bits", memory.cacheBits());
  }

  private void part(String key, Runnable inside) {
    line(key, "");
    depth++;
    inside.run();
    depth--;
  }

  private void line(String key, int count) {
    line(key, Integer.toString(count));
  }

  private void line(String key, Sourced number) {
    String evidence = number.evidence().name().toLowerCase(Locale.ROOT);
    String range =
        number
            .statedRange()
            .map(ends -> "range: [%s, %s], ".formatted(digits(ends.low()), digits(ends.high())))
            .orElse("");
    line(
        key,
        "{value: %s, %s%s: %s}"
            .formatted(digits(number.value()), range, evidence, quoted(number.source())));
  }

  private void line(String key, String value) {
    text.append("  ".repeat(depth)).append(key).append(':');
    text.append(value.isEmpty() ? "" : " ").append(value).append('\n');
  }

  /// Plain decimal digits, which read back to the same double.
  private static String digits(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /// In double quotes, with what those need escaped; a text here has no control characters.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
