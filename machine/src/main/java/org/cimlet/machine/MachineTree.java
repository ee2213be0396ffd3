package org.cimlet.machine;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.machine.MachineSpec.Host;
import org.cimlet.machine.MachineSpec.HostMemory;
import org.cimlet.machine.MachineSpec.Link;
import org.cimlet.machine.MachineSpec.Links;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.machine.MachineSpec.SiliconProcess;
import org.cimlet.machine.MachineSpec.Substrate;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.machine.MachineSpec.WeightMemory;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A checked tree on its way into records. Sourced numbers are noted as they are met, so provenance
/// comes in the order of the records, whatever the order in the file.
final class MachineTree {
  private final JsonNode root;
  private final NamedFiles files;
  private final SourcedNumbers numbers;

  /// @param files the files that the tree names
  MachineTree(JsonNode root, NamedFiles files, SourcedNumbers numbers) {
    this.root = root;
    this.files = files;
    this.numbers = numbers;
  }

  MachineSpec machine() {
    Part machine = new Part(root, "");
    String name = machine.text("name");
    String summary = machine.text("summary");
    SiliconProcess process = process(machine.part("process"));
    Chiplet chiplet = chiplet(machine, files.process());
    List<OtherDies> otherDies = otherDies(machine.part("other_dies"));
    Topology topology = topology(machine.part("topology"));
    Links links = links(machine.part("links"));
    Substrate substrate = substrate(machine.part("substrate"));
    Host host = host(machine.part("host"));
    WeightMemory weightMemory = weightMemory(machine);
    Making making = new MakingTree(root, files.process(), files.substrate(), numbers).making();
    return new MachineSpec(
        name,
        summary,
        process,
        chiplet,
        topology,
        links,
        substrate,
        host,
        weightMemory,
        numbers.provenance(),
        making,
        otherDies);
  }

  /// The die of a mapping that has it beside its process.
  private Chiplet chiplet(Part owner, @Nullable JsonNode preset) {
    PartNumbers parts =
        new PartNumbers(
            owner.node().path("chiplet"), owner.node().path("process"), preset, numbers);
    return new ChipletTree(numbers, parts).chiplet(owner.part("chiplet"));
  }

  private List<OtherDies> otherDies(Part all) {
    List<OtherDies> dies = new ArrayList<>();
    for (OtherDies.Use use : OtherDies.Use.values()) {
      if (all.has(use.key())) {
        dies.add(otherDies(use, all.part(use.key())));
      }
    }
    return dies;
  }

  private OtherDies otherDies(OtherDies.Use use, Part dies) {
    JsonNode preset = files.processes().get(use);
    JsonNode named = dies.node().path("process").path("preset");
    return new OtherDies(
        use,
        dies.text("name"),
        dies.count("count"),
        numbers(dies.node().path("at")),
        process(dies.part("process")),
        chiplet(dies, preset),
        preset == null ? null : ProcessReader.process(preset, numbers, dies.path() + ".process."),
        named.isString() ? named.stringValue() : null);
  }

  private SiliconProcess process(Part process) {
    return new SiliconProcess(
        process.text("name"), sourced(process, "node_nm"), sourced(process, "voltage_v"));
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
        sourced(memory, "read_fj_per_bit"));
  }

  private Sourced sourced(Part part, String key) {
    return part.sourced(key, numbers);
  }
}
