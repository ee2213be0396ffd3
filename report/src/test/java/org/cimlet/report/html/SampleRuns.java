package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;
import org.cimlet.run.BaselineSpec;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;

/// Runs to report on: shipped networks, machines and baselines, and some that stretch a drawing.
public final class SampleRuns {
  /// A name that is markup unless it is escaped.
  public static final String HOSTILE =
      "</title><script>document.body.dataset.error='pwned'</script>\"'&\u0000\u202e";

  private SampleRuns() {}

  /// LLaMA-2-7B on 36 chiplets of 200 MB, one sequence.
  public static Result llama7b() {
    return run("llama-2-7b", "comb-200mb-36", 1, dense(), "h100");
  }

  /// The same with 64 sequences, beside every kind of baseline.
  public static Result llama7bWithAllBaselines() {
    return run(
        "llama-2-7b",
        "comb-200mb-36",
        64,
        dense(),
        "h100",
        "h200",
        "a100",
        "mi250x",
        "mi300x",
        "ascend-910",
        "ascend-910b");
  }

  /// LLaMA-2-7B packed 8:32 on 16 chiplets.
  public static Result packed7b() {
    WeightStorage storage = new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    return run("llama-2-7b", "comb-200mb-16", 8, storage, "h100");
  }

  /// The smallest shipped network on the four 28 nm chiplets.
  public static Result fourChiplets() {
    return run(NetworkReader.read("qwen3-0.6b"), wired("four", mesh(2, 2)), 4, dense(), "a100");
  }

  /// A network of 260 thousand weights on the one sparse chip.
  public static Result oneChiplet() {
    return run(NetworkReader.read("stories260k"), wired("one", mesh(1, 1)), 1, dense(), "h100");
  }

  /// A 32B network on 256 chiplets.
  public static Result chiplets256() {
    return run(
        NetworkReader.read("qwen2.5-32b"),
        wired("comb-200mb-256", mesh(16, 16)),
        16,
        dense(),
        "h100",
        "a100");
  }

  /// A network with layers of two shapes, experts in one, on a ring with the host at two chiplets.
  public static Result ringWithExperts() {
    Layer dense =
        new Layer(
            new Attention.Grouped(16, 8, 128, Integer.MAX_VALUE, false, false),
            new FeedForward.Gated(3072, false),
            2048);
    Layer routed =
        new Layer(
            dense.attention(),
            new FeedForward.Experts(16, 2, new FeedForward.Gated(1024, false), 1024, false),
            2048);
    List<Layer> layers = new ArrayList<>(Collections.nCopies(2, dense));
    layers.addAll(Collections.nCopies(10, routed));
    NetworkSpec network =
        new NetworkSpec("two-shapes", "llama", 1024, 32000, 4096, 0, false, false, 1024, layers);
    List<List<Integer>> edges = new ArrayList<>();
    for (int c = 0; c < 7; c++) {
      edges.add(List.of(c, (c + 1) % 7));
    }
    edges.add(List.of(0, 3));
    Map<String, Object> ring =
        Map.of("kind", "custom", "chiplets", 7, "edges", edges, "host_at", List.of(0, 4));
    return run(network, wired("ring", ring), 2, dense(), "h100");
  }

  /// Hostile names everywhere a user chooses one.
  public static Result hostileNames() {
    return named(HOSTILE);
  }

  /// Names far longer than any drawing has room for.
  public static Result longNames() {
    return named("a-very-long-name-as-people-give-their-folders-".repeat(3) + "v2-final");
  }

  /// A run without anything to compare with.
  public static Result withoutBaselines() {
    return run("llama-2-7b", "comb-200mb-36", 1, dense());
  }

  private static Result named(String name) {
    return new Runner()
        .run(
            Job.of(renamed(NetworkReader.read("qwen3-0.6b"), name), wired(name, mesh(2, 3)))
                .batch(4)
                .mapping(Parallelism.FILLED)
                .baselines(List.of(BaselineSpec.of(renamed(GpuReader.read("a100"), name))))
                .build());
  }

  private static NetworkSpec renamed(NetworkSpec network, String name) {
    return new NetworkSpec(
        name,
        network.family(),
        network.hiddenSize(),
        network.vocabulary(),
        network.maxContext(),
        network.learnedPositions(),
        network.tiedHead(),
        network.headBias(),
        network.finalNormWeights(),
        network.layers());
  }

  private static GpuSpec renamed(GpuSpec gpu, String name) {
    return new GpuSpec(
        name,
        gpu.devices(),
        gpu.fp16Tops(),
        gpu.fp8Tops(),
        gpu.int8Tops(),
        gpu.multiprocessors(),
        gpu.cacheMib(),
        gpu.memoryGib(),
        gpu.memoryTbS(),
        gpu.linkGbS(),
        gpu.power(),
        gpu.dieMm2(),
        gpu.capacityEfficiency(),
        gpu.kernels(),
        gpu.host(),
        gpu.priceUsd(),
        gpu.making(),
        gpu.provenance());
  }

  private static MachineSpec machine(String name) {
    return MachineReader.read(name);
  }

  /// The default machine with other wires and another name, which no file could have.
  private static MachineSpec wired(String name, Map<String, Object> topology) {
    MachineSpec machine = MachineReader.open("comb-200mb-36").with("topology", topology).machine();
    return new MachineSpec(
        name,
        machine.topology().chiplets() + " chiplets of " + machine.name() + ", named " + name,
        machine.process(),
        machine.chiplet(),
        machine.otherDies(),
        machine.topology(),
        machine.links(),
        machine.substrate(),
        machine.host(),
        machine.board(),
        machine.weightMemory(),
        machine.making(),
        machine.production(),
        machine.cooling(),
        machine.provenance());
  }

  private static Map<String, Object> mesh(int rows, int columns) {
    return Map.of("kind", "mesh", "rows", rows, "columns", columns, "host_at", List.of(0));
  }

  private static WeightStorage dense() {
    return WeightStorage.dense(8);
  }

  /// LLaMA-2-7B on 36 chiplets with three sequences, simulated and watched.
  public static Result simulated() {
    Result estimated = run("llama-2-7b", "comb-200mb-36", 3, dense(), "h100");
    return simulated(estimated);
  }

  /// The same run simulated and watched.
  static Result simulated(Result estimated) {
    Engine engine = new Engine.Events(12, 1, true);
    return new Runner().run(estimated.job().toBuilder().engine(engine).build());
  }

  /// A machine that states 0 for every energy and every power.
  public static Result withoutEnergy() {
    MachineSpec machine =
        MachineReader.open("comb-200mb-36")
            .lossless()
            .varied(
                number -> isEnergy(number.key()) ? Sourced.assumed(0, "none") : number.number());
    return run(NetworkReader.read("llama-2-7b"), machine, 1, dense());
  }

  private static boolean isEnergy(String key) {
    return key.contains("fj") || key.endsWith("_mw") || key.endsWith("_w");
  }

  private static Result run(
      String network, String machine, int batch, WeightStorage storage, String... baselines) {
    return run(NetworkReader.read(network), machine(machine), batch, storage, baselines);
  }

  private static Result run(
      NetworkSpec network,
      MachineSpec machine,
      int batch,
      WeightStorage storage,
      String... baselines) {
    return new Runner()
        .run(
            Job.of(network, machine)
                .batch(batch)
                .weights(storage)
                .mapping(Parallelism.FILLED)
                .baselines(baselines)
                .build());
  }
}
