package org.cimlet.conformance.machines;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;

/// Machines with weights at rest from their makers' data sheets: what is not published is the
/// default of every machine, or as the shipped NorthPole cards have it.
final class RestingMachines {
  private RestingMachines() {}

  /// 84 NorthPole cards, two for each of 40 layers and four for the head (DeBole et al. 2025);
  /// cards of several servers reach each other as those of one do.
  static MachineFile cards84() {
    Map<String, Object> values = new TreeMap<>();
    values.put("topology.chiplets", 84);
    values.put("topology.host_at", places(84));
    values.put("other_dies.embedding_head.count", 4);
    values.put("board.count", 84);
    // six servers, the sixth of which has a quarter of its cards
    values.put("host.idle_w", 300 * 84 / 16.0);
    for (String die : List.of("", "other_dies.embedding_head.")) {
      values.put(die + "chiplet.macro.input_bits", 8);
    }
    return MachineReader.open("northpole-16").with(values);
  }

  /// Granite-3.3-8B: 40 layers of 4,096, 32 heads of which 4 share a key, feed-forward of 12,800.
  static NetworkSpec granite8b() {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Grouped(32, 8, 128, Integer.MAX_VALUE, false, false),
            new FeedForward.Gated(12_800, false),
            2 * 4096);
    return new NetworkSpec(
        "granite-3.3-8b",
        "granite",
        4096,
        49_159,
        131_072,
        0,
        true,
        false,
        4096,
        Collections.nCopies(40, layer));
  }

  /// Wafers of 44 GB and 21 PB/s, one or a pipeline of them, 16-bit words (Cerebras, WSE-3); 1.2
  /// Tbit/s between systems. The 900,000 cores are taken as 65,536 of 14 each: which of them share
  /// an output is not published.
  static MachineFile wafers(int count) {
    Map<String, Object> values = resting(5, 65_536, 128, 2622, 16, 1252, 46_225);
    values.put("topology.chiplets", count);
    values.put("topology.host_at", places(count));
    values.put("links.chiplet.bandwidth_gbit_s", 1200);
    values.put("board.count", count);
    return alone().with(values);
  }

  /// 576 LPUs of 230 MB and 80 TB/s in nodes of eight, 14 nm, 8-bit words (Groq); a hop of a link
  /// of 100 Gbit/s takes 722 ns (Abts et al., ISCA 2022).
  static MachineFile lpus() {
    Map<String, Object> values = resting(14, 320, 278, 2585, 8, 900, 725);
    values.put(
        "topology",
        Map.of(
            "kind", "dragonfly",
            "groups", 72,
            "chiplets_per_group", 8,
            "global_links_per_chiplet", 9,
            "host_at", List.of(0)));
    Map<String, Object> link =
        Map.of("bandwidth_gbit_s", 100, "latency_ns", 722, "energy_fj_per_bit", 6500);
    values.put("links.chiplet", link);
    values.put("links.global", link);
    values.put("board.count", 576);
    return alone().with(values);
  }

  private static MachineFile alone() {
    return MachineReader.open("northpole-16")
        .without("other_dies")
        .without("chiplet.macro.precisions")
        .with("chiplet.macro.input_vectors", 1);
  }

  private static Map<String, Object> resting(
      double nm, int cores, int words, int rows, int bits, double mhz, double mm2) {
    Map<String, Object> values = new TreeMap<>();
    values.put("process.node_nm", nm);
    values.put("chiplet.macros", cores);
    values.put("chiplet.macro.inputs_per_row", words);
    values.put("chiplet.macro.rows", rows);
    values.put("chiplet.macro.weight_bits", bits);
    values.put("chiplet.macro.input_bits", bits);
    values.put("chiplet.macro.accumulator_bits", 64);
    values.put("chiplet.macro.clock_mhz", mhz);
    values.put("chiplet.distribution_gbit_s", 100_000);
    values.put("chiplet.attention_module.macs_per_cycle", Math.min(1_000_000, cores * words));
    values.put("chiplet.attention_module.in_arrays.kv_cache_bits", bits);
    values.put("chiplet.compute_mm2", 0.4 * mm2);
    values.put("chiplet.memory_mm2", 0.4 * mm2);
    values.put("chiplet.other_mm2", 0.2 * mm2);
    return values;
  }

  private static List<Integer> places(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
