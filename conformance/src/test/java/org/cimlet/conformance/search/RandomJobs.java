package org.cimlet.conformance.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.cimlet.run.Job;

/// Jobs drawn by a seed: a shipped machine with some of its numbers changed, a small network of
/// random layers, and a scenario.
///
/// @param seed everything follows from it
/// @param preset the machine's
/// @param changes to its file
/// @param network what runs
/// @param packed kept and group; both 0 where every weight is stored
/// @param mapping how it is cut
/// @param scenario batch, context, prompt and chunk
record RandomJobs(
    long seed,
    String preset,
    Map<String, Object> changes,
    NetworkSpec network,
    List<Integer> packed,
    String mapping,
    List<Integer> scenario) {
  private static final int NORMS = 64;
  private static final List<String> NUMBERS =
      List.of(
          "links.chiplet.bandwidth_gbit_s",
          "links.chiplet.latency_ns",
          "links.host.bandwidth_gbit_s",
          "links.host.latency_ns",
          "host.compute_tops",
          "host.dispatch_ns",
          "host.memory.bandwidth_gb_s",
          "chiplet.distribution_gbit_s",
          "chiplet.buffer_fj_per_bit");
  private static final List<Double> VALUES = List.of(0.5, 1.0, 7.0, 64.0, 333.0, 1024.0, 9000.0);
  private static final List<String> MAPPINGS =
      List.of("auto", "auto", "filled", "pipelined", "mixed:2", "mixed:3", "spread");

  static RandomJobs of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> presets = MachineReader.presets();
    String preset = presets.get(random.nextInt(presets.size()));
    return new RandomJobs(
        seed,
        preset,
        changes(preset, random),
        network(random),
        random.nextInt(3) == 0
            ? List.of(pick(random, 2, 4, 8), pick(random, 16, 32))
            : List.of(0, 0),
        MAPPINGS.get(random.nextInt(MAPPINGS.size())),
        List.of(
            pick(random, 1, 1, 2, 3, 8, 33),
            pick(random, 1, 5, 64, 200, 512),
            pick(random, 1, 7, 64, 200),
            pick(random, 1, 16, 128)));
  }

  private static int pick(SplittableRandom random, int... of) {
    return of[random.nextInt(of.length)];
  }

  private static Map<String, Object> changes(String preset, SplittableRandom random) {
    Map<String, Object> changes = new TreeMap<>();
    for (String key : NUMBERS) {
      if (random.nextInt(4) == 0) {
        changes.put(key, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    if (preset.equals("comb-200mb-36")
        || preset.equals("comb-200mb-16")
        || random.nextInt(3) == 0) {
      changes.put("topology", topology(random));
    }
    if (random.nextInt(3) == 0) {
      changes.put("chiplet.macros", pick(random, 1, 3, 16, 64));
    }
    if (random.nextInt(3) == 0) {
      changes.put("chiplet.macro.rows", pick(random, 64, 500, 4096));
    }
    if (random.nextInt(3) == 0) {
      changes.put("weight_memory.at", random.nextBoolean() ? "hosts" : "chiplets");
      changes.put("weight_memory.capacity_gb", 100);
      changes.put("weight_memory.bandwidth_gb_s", VALUES.get(random.nextInt(VALUES.size())));
      changes.put("weight_memory.read_fj_per_bit", 5000);
    }
    if (random.nextInt(4) == 0) {
      changes.put("links.packet_bytes", pick(random, 32, 100, 4096));
      changes.put("links.buffer_packets", pick(random, 1, 2, 16));
    }
    return changes;
  }

  private static Map<String, Object> topology(SplittableRandom random) {
    int rows = 1 + random.nextInt(3);
    int columns = 1 + random.nextInt(4);
    List<Integer> hosts =
        random.nextInt(3) == 0
            ? List.of(0, rows * columns - 1)
            : List.of(random.nextInt(rows * columns));
    hosts = hosts.stream().distinct().toList();
    return switch (random.nextInt(5)) {
      case 0 -> Map.of("kind", "torus", "rows", rows, "columns", columns, "host_at", hosts);
      case 1 -> Map.of("kind", "ring", "chiplets", rows * columns, "host_at", hosts);
      case 2 -> Map.of("kind", "star", "chiplets", rows * columns, "host_at", hosts);
      case 3 -> Map.of("kind", "fully_connected", "chiplets", rows * columns, "host_at", hosts);
      default -> Map.of("kind", "mesh", "rows", rows, "columns", columns, "host_at", hosts);
    };
  }

  private static NetworkSpec network(SplittableRandom random) {
    int hidden = pick(random, 32, 64, 96, 256, 768);
    List<Layer> layers = new ArrayList<>();
    boolean mixed = random.nextInt(3) == 0;
    Layer layer = layer(hidden, random);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      layers.add(mixed ? layer(hidden, random) : layer);
    }
    boolean tied = random.nextBoolean();
    return new NetworkSpec(
        "random",
        "random",
        hidden,
        pick(random, 50, 256, 1000),
        1024,
        0,
        tied,
        false,
        hidden,
        layers);
  }

  private static Layer layer(int hidden, SplittableRandom random) {
    Attention attention = attention(random);
    Recurrence recurrence =
        attention instanceof Attention.None || random.nextInt(8) == 0
            ? recurrence(hidden, random)
            : new Recurrence.None();
    return new Layer(
        attention, recurrence, feedForward(random), NORMS, random.nextInt(6) == 0, List.of());
  }

  private static Attention attention(SplittableRandom random) {
    int shared = pick(random, 1, 2, 4);
    int window = random.nextInt(4) == 0 ? 16 : Integer.MAX_VALUE;
    return switch (random.nextInt(6)) {
      case 0 -> new Attention.None();
      case 1 -> new Attention.Latent(shared * 2, pick(random, 0, 48), 64, 32, 16, 32);
      default ->
          new Attention.Grouped(
              shared * pick(random, 1, 2, 3), shared, pick(random, 16, 32), window, false, false);
    };
  }

  private static Recurrence recurrence(int hidden, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Recurrence.StateSpace(4, 16, 16, 2, 4, false, true, true);
      case 1 -> new Recurrence.SelectiveScan(2 * hidden, 16, 8, 4, false, true, true);
      case 2 -> new Recurrence.DeltaRule(2, 4, 16, 16, 4);
      case 3 -> new Recurrence.ChannelDelta(2, 16, 4);
      case 4 -> new Recurrence.Lightning(2, 16);
      default -> new Recurrence.GatedConvolution(hidden, 3, false);
    };
  }

  private static FeedForward feedForward(SplittableRandom random) {
    int inner = pick(random, 40, 128, 500);
    return switch (random.nextInt(4)) {
      case 0 -> new FeedForward.Plain(inner, random.nextBoolean());
      case 1 -> {
        int experts = pick(random, 4, 8, 13);
        yield new FeedForward.Experts(
            experts,
            1 + random.nextInt(3),
            new FeedForward.Gated(inner, false),
            pick(random, 0, 64),
            false);
      }
      default -> new FeedForward.Gated(inner, false);
    };
  }

  MachineFile machine() {
    return MachineReader.open(preset).with(changes);
  }

  int batch() {
    return scenario.get(0);
  }

  boolean isPacked() {
    return packed.getFirst() > 0;
  }

  boolean isRouted() {
    return network.layers().stream()
        .anyMatch(layer -> layer.feedForward() instanceof FeedForward.Experts);
  }

  Job job() {
    return job(machine());
  }

  Job job(MachineFile file) {
    Macro macro = Compiler.machine(file.machine()).chiplet().macro();
    int bits = macro.weightBits();
    WeightStorage storage =
        isPacked()
            ? new WeightStorage(
                new Packing(bits, packed.get(0), packed.get(1)), Packing.dense(bits))
            : WeightStorage.dense(macro.format(), bits);
    return Job.of(network, file)
        .weights(storage)
        .batch(batch())
        .context(scenario.get(1))
        .prompt(scenario.get(2))
        .prefillChunk(scenario.get(3))
        .mapping(Parallelism.parse(mapping, 0))
        .build();
  }

  RandomJobs withScenario(int index, int value) {
    List<Integer> other = new ArrayList<>(scenario);
    other.set(index, value);
    return new RandomJobs(seed, preset, changes, network, packed, mapping, other);
  }

  RandomJobs withChange(String key, Object value) {
    Map<String, Object> other = new TreeMap<>(changes);
    other.put(key, value);
    return new RandomJobs(seed, preset, other, network, packed, mapping, scenario);
  }

  RandomJobs without(String key) {
    Map<String, Object> other = new TreeMap<>(changes);
    other.remove(key);
    return new RandomJobs(seed, preset, other, network, packed, mapping, scenario);
  }

  RandomJobs withLayers(List<Layer> layers) {
    NetworkSpec fewer =
        new NetworkSpec(
            network.name(),
            network.family(),
            network.hiddenSize(),
            network.vocabulary(),
            network.maxContext(),
            0,
            network.tiedHead(),
            false,
            network.hiddenSize(),
            layers);
    return new RandomJobs(seed, preset, changes, fewer, packed, mapping, scenario);
  }

  RandomJobs dense() {
    return new RandomJobs(seed, preset, changes, network, List.of(0, 0), mapping, scenario);
  }

  /// The job as a person reads it.
  String described() {
    return "seed %s: %s with %s, %s, %s of %s, mapping %s, batch/context/prompt/chunk %s"
        .formatted(seed, preset, changes, network, packed.get(0), packed.get(1), mapping, scenario);
  }
}
