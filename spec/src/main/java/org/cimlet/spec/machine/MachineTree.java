package org.cimlet.spec.machine;

import java.util.List;
import org.cimlet.quantity.Sourced;
import org.cimlet.spec.document.SourcedNumbers;
import org.cimlet.spec.machine.MachineSpec.AttentionMemory;
import org.cimlet.spec.machine.MachineSpec.AttentionModule;
import org.cimlet.spec.machine.MachineSpec.Chiplet;
import org.cimlet.spec.machine.MachineSpec.Host;
import org.cimlet.spec.machine.MachineSpec.HostMemory;
import org.cimlet.spec.machine.MachineSpec.Link;
import org.cimlet.spec.machine.MachineSpec.Links;
import org.cimlet.spec.machine.MachineSpec.SiliconProcess;
import org.cimlet.spec.machine.MachineSpec.Substrate;
import org.cimlet.spec.machine.MachineSpec.Topology;
import org.cimlet.spec.machine.MachineSpec.VectorUnit;
import org.cimlet.spec.machine.MachineSpec.WeightMemory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A checked tree on its way into records. Sourced numbers are noted as they are met, so provenance
/// comes in the order of the records, whatever the order in the file.
final class MachineTree {
  private final JsonNode root;
  private final @Nullable JsonNode process;
  private final @Nullable JsonNode substrate;
  private final SourcedNumbers numbers;
  private final PartNumbers parts;

  /// @param process the process file that the tree names
  /// @param substrate the substrate file that it names, or whose kind it names
  MachineTree(
      JsonNode root,
      @Nullable JsonNode process,
      @Nullable JsonNode substrate,
      SourcedNumbers numbers) {
    this.root = root;
    this.process = process;
    this.substrate = substrate;
    this.numbers = numbers;
    this.parts = new PartNumbers(root, process, numbers);
  }

  MachineSpec machine() {
    Part machine = new Part(root, "");
    MachineSpec bare =
        new MachineSpec(
            machine.text("name"),
            machine.text("summary"),
            process(machine.part("process")),
            chiplet(machine.part("chiplet")),
            topology(machine.part("topology")),
            links(machine.part("links")),
            substrate(machine.part("substrate")),
            host(machine.part("host")),
            weightMemory(machine),
            List.of(),
            Making.UNTOLD);
    Making making = new MakingTree(root, process, substrate, numbers).making();
    return bare.made(making, numbers.provenance());
  }

  private SiliconProcess process(Part process) {
    return new SiliconProcess(
        process.text("name"), sourced(process, "node_nm"), sourced(process, "voltage_v"));
  }

  private Chiplet chiplet(Part chiplet) {
    return new Chiplet(
        chiplet.count("macros"),
        chiplet.count("partial_sum_fan_in"),
        new MacroTree(numbers, parts).macro(chiplet.part("macro")),
        sourced(chiplet, "distribution_gbit_s"),
        sourced(chiplet, "buffer_fj_per_bit"),
        vectorUnit(chiplet),
        attentionModule(chiplet),
        parts.number(chiplet.node(), chiplet.path(), "compute_mm2"),
        parts.number(chiplet.node(), chiplet.path(), "memory_mm2"),
        sourced(chiplet, "other_mm2"),
        parts.number(chiplet.node(), chiplet.path(), "leakage_mw"));
  }

  private @Nullable VectorUnit vectorUnit(Part chiplet) {
    if (!chiplet.has("vector_unit")) {
      return null;
    }
    Part unit = chiplet.part("vector_unit");
    return new VectorUnit(
        unit.count("operations_per_cycle"),
        unit.count("residual_bits"),
        sourced(unit, "operation_fj"));
  }

  private @Nullable AttentionModule attentionModule(Part chiplet) {
    if (!chiplet.has("attention_module")) {
      return null;
    }
    Part module = chiplet.part("attention_module");
    Part memory = module.part("memory");
    return new AttentionModule(
        module.count("macs_per_cycle"),
        sourced(module, "operation_fj"),
        new AttentionMemory(
            sourced(memory, "capacity_mb"),
            sourced(memory, "bandwidth_gb_s"),
            sourced(memory, "energy_fj_per_bit"),
            memory.count("cache_bits")));
  }

  private static Topology topology(Part topology) {
    List<Integer> hostAt = numbers(topology.node().path("host_at"));
    return switch (topology.text("kind")) {
      case "mesh" -> new Topology.Mesh(topology.count("rows"), topology.count("columns"), hostAt);
      case "torus" -> new Topology.Torus(topology.count("rows"), topology.count("columns"), hostAt);
      case "ring" -> new Topology.Ring(topology.count("chiplets"), hostAt);
      case "star" -> new Topology.Star(topology.count("chiplets"), hostAt);
      case "fully_connected" -> new Topology.FullyConnected(topology.count("chiplets"), hostAt);
      case "custom" ->
          new Topology.Custom(
              topology.count("chiplets"),
              topology.node().path("edges").valueStream().map(MachineTree::edge).toList(),
              hostAt);
      default -> throw new IllegalStateException("the schema let through " + topology.node());
    };
  }

  private static Topology.Edge edge(JsonNode pair) {
    return new Topology.Edge(pair.path(0).intValue(), pair.path(1).intValue());
  }

  private static List<Integer> numbers(JsonNode list) {
    return list.valueStream().map(JsonNode::intValue).toList();
  }

  private Links links(Part links) {
    return new Links(
        link(links.part("chiplet")),
        link(links.part("host")),
        links.has("stack") ? link(links.part("stack")) : null);
  }

  private Link link(Part link) {
    return new Link(
        sourced(link, "bandwidth_gbit_s"),
        sourced(link, "latency_ns"),
        sourced(link, "energy_fj_per_bit"));
  }

  private Substrate substrate(Part substrate) {
    return new Substrate(substrate.text("kind"), sourced(substrate, "spacing_mm"));
  }

  private Host host(Part host) {
    return new Host(
        host.text("name"),
        host.has("count") ? host.count("count") : 1,
        sourced(host, "compute_tops"),
        sourced(host, "compute_efficiency"),
        sourced(host, "dispatch_ns"),
        sourced(host, "operation_fj"),
        sourced(host, "idle_w"),
        memory(host.part("memory")));
  }

  private HostMemory memory(Part memory) {
    return new HostMemory(
        sourced(memory, "capacity_gb"),
        sourced(memory, "bandwidth_gb_s"),
        sourced(memory, "bandwidth_efficiency"),
        sourced(memory, "energy_fj_per_bit"),
        memory.count("cache_bits"));
  }

  private @Nullable WeightMemory weightMemory(Part machine) {
    if (!machine.has("weight_memory")) {
      return null;
    }
    Part memory = machine.part("weight_memory");
    return new WeightMemory(
        sourced(memory, "capacity_gb"),
        sourced(memory, "bandwidth_gb_s"),
        sourced(memory, "read_fj_per_bit"),
        sourced(memory, "write_fj_per_bit"));
  }

  private Sourced sourced(Part part, String key) {
    return part.sourced(key, numbers);
  }
}
