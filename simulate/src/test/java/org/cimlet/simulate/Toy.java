package org.cimlet.simulate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;

/// A machine and a network small enough to work out by hand.
///
/// The machine: chiplets in a row, each of 4 macros of 8 columns x 1,000 rows of 8-bit weights at
/// 100 MHz (10 ns a row); links of 1 Gbit/s and 100 ns between chiplets, 10 Gbit/s and 1 us to the
/// host at chiplet 0; a host of 1 Top/s and 1 GB/s that needs 10 ns to notice. Its dies lose
/// nothing. The network: hidden 64, 4 heads of 16, feed-forward 128, vocabulary 256; rotary
/// positions; no biases.
final class Toy {
  static final int HIDDEN = 64;
  static final int INNER = 128;
  static final int VOCABULARY = 256;

  private static final MachineFile TOY =
      MachineReader.open("comb-200mb-36")
          .lossless()
          .with(
              Map.ofEntries(
                  Map.entry("name", "toy machine"),
                  Map.entry("summary", "for tests"),
                  Map.entry("process.voltage_v", 1),
                  Map.entry("chiplet.macros", 4),
                  Map.entry("chiplet.partial_sum_fan_in", 4),
                  Map.entry("chiplet.macro.rows", 1000),
                  Map.entry("chiplet.macro.clock_mhz", 100),
                  Map.entry("chiplet.macro.read_fj_per_bit", 1),
                  Map.entry("chiplet.macro.multiply_fj", 10),
                  Map.entry("chiplet.macro.zero_skipper.decode_fj", 100),
                  Map.entry("chiplet.macro.zero_skipper.route_fj", 200),
                  Map.entry("chiplet.distribution_gbit_s", 1000),
                  Map.entry("chiplet.buffer_fj_per_bit", 2),
                  Map.entry("chiplet.vector_unit.operations_per_cycle", 1000),
                  Map.entry("chiplet.vector_unit.operation_fj", 5),
                  Map.entry("chiplet.compute_mm2", 1),
                  Map.entry("chiplet.memory_mm2", 2),
                  Map.entry("chiplet.other_mm2", 0.5),
                  Map.entry("chiplet.leakage_mw", 3),
                  Map.entry("topology.rows", 1),
                  Map.entry("links.chiplet.bandwidth_gbit_s", 1),
                  Map.entry("links.chiplet.latency_ns", 100),
                  Map.entry("links.chiplet.energy_fj_per_bit", 500),
                  Map.entry("links.host.bandwidth_gbit_s", 10),
                  Map.entry("links.host.latency_ns", 1000),
                  Map.entry("links.host.energy_fj_per_bit", 6000),
                  Map.entry("host.name", "toy host"),
                  Map.entry("host.compute_tops", 1),
                  Map.entry("host.compute_efficiency", 1),
                  Map.entry("host.dispatch_ns", 10),
                  Map.entry("host.operation_fj", 7),
                  Map.entry("host.idle_w", 2),
                  Map.entry("host.memory.capacity_gb", 1),
                  Map.entry("host.memory.bandwidth_gb_s", 1),
                  Map.entry("host.memory.bandwidth_efficiency", 1),
                  Map.entry("host.memory.energy_fj_per_bit", 20)));

  private Toy() {}

  static NetworkSpec network(int layers) {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Grouped(4, 4, 16, Integer.MAX_VALUE, false, false),
            new FeedForward.Gated(INNER, false),
            2 * HIDDEN);
    return new NetworkSpec(
        "toy",
        "llama",
        HIDDEN,
        VOCABULARY,
        4096,
        0,
        false,
        false,
        HIDDEN,
        Collections.nCopies(layers, layer));
  }

  /// The feed-forward is 2 of 8 experts with an inner width of 32, and one of 16 that all share.
  static NetworkSpec routedNetwork(int layers) {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Grouped(4, 4, 16, Integer.MAX_VALUE, false, false),
            new FeedForward.Experts(8, 2, new FeedForward.Gated(32, false), 16, false),
            2 * HIDDEN);
    return new NetworkSpec(
        "routed toy",
        "mixtral",
        HIDDEN,
        VOCABULARY,
        4096,
        0,
        false,
        false,
        HIDDEN,
        Collections.nCopies(layers, layer));
  }

  /// Attention on the dies: 32 multiply-accumulates a cycle, 2 GB/s.
  static Plan attending(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(
            file(chiplets, true)
                .with(
                    "chiplet.attention_module",
                    Map.of(
                        "macs_per_cycle", 32,
                        "operation_fj", 3,
                        "memory",
                            Map.of(
                                "capacity_mb", 1,
                                "bandwidth_gb_s", 2,
                                "energy_fj_per_bit", 4,
                                "kv_cache_bits", 8)))
                .machine(),
            scenario);
  }

  /// Some heads look back less far than the context.
  static Plan local(int layers, int chiplets, Scenario scenario, List<Integer> spans) {
    NetworkSpec network = network(layers).withHeadSpans(Collections.nCopies(layers, spans));
    return new Compiler(network, WeightStorage.dense(8)).compile(machine(chiplets, true), scenario);
  }

  static MachineSpec machine(int chiplets, boolean vectorUnit) {
    return file(chiplets, vectorUnit).machine();
  }

  /// The machine as data, to set more of its keys.
  static MachineFile file(int chiplets, boolean vectorUnit) {
    MachineFile toy = TOY.with("topology.columns", chiplets);
    return vectorUnit ? toy : toy.without("chiplet.vector_unit");
  }

  static Plan plan(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, true), scenario);
  }

  /// One chiplet, too small for a layer, loaded from a memory of 0.5 GB/s.
  static Plan reloaded(int layers, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(
            file(1, true)
                .with(
                    Map.of(
                        "weight_memory.capacity_gb", 1,
                        "weight_memory.bandwidth_gb_s", 0.5,
                        "weight_memory.read_fj_per_bit", 30))
                .machine(),
            scenario);
  }

  /// Several chiplets, each with a memory of its own that weights are reloaded from.
  static Plan reloadedBeside(int layers, int chiplets, double gbS, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(
            file(chiplets, true)
                .with(
                    Map.of(
                        "weight_memory.at",
                        "chiplets",
                        "weight_memory.capacity_gb",
                        1,
                        "weight_memory.bandwidth_gb_s",
                        gbS,
                        "weight_memory.read_fj_per_bit",
                        30))
                .machine(),
            scenario);
  }

  static Plan packed(int layers, int chiplets, Scenario scenario) {
    WeightStorage storage = new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    return new Compiler(network(layers), storage).compile(machine(chiplets, true), scenario);
  }

  static Plan routed(int layers, int chiplets, Scenario scenario) {
    return new Compiler(routedNetwork(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, true), scenario);
  }

  /// Without vector units every result goes to the host.
  static Plan plain(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, false), scenario);
  }
}
