package org.cimlet.conformance.agreement;

import java.util.List;
import java.util.Map;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;

/// A shipped package with one thing changed at a time.
record VariedMachine(MachineFile file) {
  static VariedMachine shipped() {
    return shipped("comb-200mb-36");
  }

  static VariedMachine shipped(String name) {
    return new VariedMachine(MachineReader.open(name));
  }

  MachineSpec spec() {
    return file.machine();
  }

  VariedMachine with(Map<String, ?> values) {
    return new VariedMachine(file.with(values));
  }

  VariedMachine mesh(int rows, int columns, Integer... hostAt) {
    return topology(
        Map.of(
            "kind",
            "mesh",
            "rows",
            rows,
            "columns",
            columns,
            "host_at",
            hostAt.length == 0 ? List.of(0) : List.of(hostAt)));
  }

  VariedMachine ring(int chiplets) {
    return topology("ring", chiplets);
  }

  VariedMachine star(int chiplets) {
    return topology("star", chiplets);
  }

  VariedMachine allLinked(int chiplets) {
    return topology("fully_connected", chiplets);
  }

  VariedMachine torus(int side) {
    return topology(Map.of("kind", "torus", "rows", side, "columns", side, "host_at", List.of(0)));
  }

  private VariedMachine topology(String kind, int chiplets) {
    return topology(Map.of("kind", kind, "chiplets", chiplets, "host_at", List.of(0)));
  }

  VariedMachine topology(Map<String, ?> topology) {
    return with(Map.of("topology", topology));
  }

  VariedMachine links(double chipletGbitS, double chipletNs, double hostGbitS, double hostNs) {
    return with(
        Map.of(
            "links.chiplet.bandwidth_gbit_s", chipletGbitS,
            "links.chiplet.latency_ns", chipletNs,
            "links.host.bandwidth_gbit_s", hostGbitS,
            "links.host.latency_ns", hostNs));
  }

  /// Weights that do not fit are reloaded.
  VariedMachine weightMemory(double gbS) {
    return with(
        Map.of(
            "weight_memory.capacity_gb", 1000,
            "weight_memory.bandwidth_gb_s", gbS,
            "weight_memory.read_fj_per_bit", 5000));
  }

  /// And each chiplet has them beside it.
  VariedMachine weightMemoryBeside(double gbS) {
    return weightMemory(gbS).with(Map.of("weight_memory.at", "chiplets"));
  }

  VariedMachine distribution(double gbitS) {
    return with(Map.of("chiplet.distribution_gbit_s", gbitS));
  }

  /// Attention on the chiplets, each with a memory of its own.
  VariedMachine attentionModules(int macsPerCycle, double memoryGbS) {
    return with(Map.of("chiplet.attention_module", module(macsPerCycle, memoryGbS)));
  }

  private static Map<String, Object> module(int macsPerCycle, double memoryGbS) {
    return Map.of(
        "macs_per_cycle",
        macsPerCycle,
        "operation_fj",
        200,
        "memory",
        Map.of(
            "capacity_mb", 8000,
            "bandwidth_gb_s", memoryGbS,
            "energy_fj_per_bit", 4000,
            "kv_cache_bits", 8));
  }

  /// GDDR6-AiM dies that keep keys and values, as they ship, at the last places of the topology.
  VariedMachine caches(int count) {
    MachineFile shipped = MachineReader.open("comb-200mb-36-aim-36");
    return others("kv_cache", count, shipped.excerpt("other_dies.kv_cache.chiplet"));
  }

  /// The package's own dies, with an attention module and a memory beside each, which attend.
  VariedMachine modules(int count, int macsPerCycle, double memoryGbS) {
    MachineFile attending = shipped().attentionModules(macsPerCycle, memoryGbS).file();
    return others("kv_cache", count, attending.excerpt("chiplet"));
  }

  /// A shipped machine's dies, to hold head and embedding.
  VariedMachine heads(String machine, int count) {
    return others("embedding_head", count, MachineReader.open(machine).excerpt("chiplet"));
  }

  private VariedMachine others(String use, int count, MachineFile.Excerpt chiplet) {
    return with(
        Map.of(
            "other_dies." + use + ".name",
            "varied",
            "other_dies." + use + ".count",
            count,
            "other_dies." + use + ".process",
            file.excerpt("process"),
            "other_dies." + use + ".chiplet",
            chiplet));
  }

  VariedMachine withoutVectorUnits() {
    return new VariedMachine(file.without("chiplet.vector_unit"));
  }

  /// Equal hosts at as many of the chiplets.
  VariedMachine hosts(int count) {
    return with(Map.of("host.count", count));
  }

  VariedMachine host(double computeTops, double memoryGbS, double dispatchNs) {
    return with(
        Map.of(
            "host.compute_tops", computeTops,
            "host.dispatch_ns", dispatchNs,
            "host.memory.capacity_gb", 100_000,
            "host.memory.bandwidth_gb_s", memoryGbS));
  }
}
