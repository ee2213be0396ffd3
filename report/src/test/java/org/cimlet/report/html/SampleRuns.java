package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.NetworkReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Packing;
import org.cimlet.report.RunReport;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;

/// Runs to report on: shipped networks, machines and baselines, and some that stretch a drawing.
public final class SampleRuns {
  /// A name that is markup unless it is escaped.
  public static final String HOSTILE =
      "</title><script>document.body.dataset.error='pwned'</script>\"'&\u0000\u202e";

  private static final int CONTEXT = 2048;

  private SampleRuns() {}

  /// LLaMA-2-7B on 36 chiplets of 200 MB, one stream.
  public static RunReport llama7b() {
    return run("llama-2-7b", "comb-200mb-36", 1, dense(), "h100");
  }

  /// The same with 64 streams, beside every kind of baseline.
  public static RunReport llama7bBesideAll() {
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
  public static RunReport packed7b() {
    WeightStorage storage = new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    return run("llama-2-7b", "comb-200mb-16", 8, storage, "h100");
  }

  /// The smallest shipped network on the four 28 nm chiplets.
  public static RunReport fourChiplets() {
    return run(
        NetworkReader.read("qwen3-0.6b"),
        wired(machine("comb-200mb-36"), "four", mesh(2, 2)),
        4,
        dense(),
        "a100");
  }

  /// A network of 260 thousand weights on the one sparse chip.
  public static RunReport oneChiplet() {
    return run(
        NetworkReader.read("stories260k"),
        wired(machine("comb-200mb-36"), "one", mesh(1, 1)),
        1,
        dense(),
        "h100");
  }

  /// A 32B network on 256 chiplets.
  public static RunReport chiplets256() {
    return run(
        NetworkReader.read("qwen2.5-32b"),
        wired(machine("comb-200mb-36"), "comb-200mb-256", mesh(16, 16)),
        16,
        dense(),
        "h100",
        "a100");
  }

  /// A network with layers of two shapes, experts in one, on a ring with the host at two chiplets.
  public static RunReport ringWithExperts() {
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
    List<Topology.Edge> edges = new ArrayList<>();
    for (int c = 0; c < 7; c++) {
      edges.add(new Topology.Edge(c, (c + 1) % 7));
    }
    edges.add(new Topology.Edge(0, 3));
    Topology ring = new Topology.Custom(7, edges, List.of(0, 4));
    return run(network, wired(machine("comb-200mb-36"), "ring", ring), 2, dense(), "h100");
  }

  /// Hostile names everywhere a user chooses one.
  public static RunReport hostileNames() {
    return named(HOSTILE);
  }

  /// Names far longer than any drawing has room for.
  public static RunReport longNames() {
    return named("a-very-long-name-as-people-give-their-folders-".repeat(3) + "v2-final");
  }

  /// A run without anything to compare with.
  public static RunReport withoutBaselines() {
    return run("llama-2-7b", "comb-200mb-36", 1, dense());
  }

  private static RunReport named(String name) {
    RunReport report = fourChiplets();
    NetworkSpec network = renamed(NetworkReader.read("qwen3-0.6b"), name);
    MachineSpec machine = wired(machine("comb-200mb-36"), name, mesh(2, 3));
    GpuEstimate gpu = report.baselines().getFirst();
    Gpu hostile = renamed(gpu.gpu(), name);
    Plan plan = new Compiler(network, dense()).compile(machine, report.plan().scenario());
    return new RunReport(
        plan,
        Estimator.estimate(plan),
        report.wall(),
        List.of(
            new GpuEstimate(
                hostile,
                gpu.weightBits(),
                gpu.cacheBits(),
                gpu.devices(),
                gpu.weightBytes(),
                gpu.kvCacheBytesPerSequence(),
                gpu.largestBatch(),
                gpu.atBatch(),
                gpu.atLargestBatch())));
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

  private static Gpu renamed(Gpu gpu, String name) {
    return new Gpu(
        name,
        gpu.fp16OpsPerS(),
        gpu.int8OpsPerS(),
        gpu.memoryBytes(),
        gpu.memoryBytesPerS(),
        gpu.linkBytesPerS(),
        gpu.powerW(),
        gpu.dieMm2(),
        gpu.computeEfficiency(),
        gpu.memoryEfficiency(),
        gpu.layerOverheadS(),
        gpu.capacityEfficiency(),
        gpu.provenance());
  }

  private static MachineSpec machine(String name) {
    return MachineReader.read(name);
  }

  /// The machine with other wires and another name.
  private static MachineSpec wired(MachineSpec machine, String name, Topology topology) {
    return new MachineSpec(
        name,
        topology.chiplets() + " chiplets of " + machine.name() + ", named " + name,
        machine.process(),
        machine.chiplet(),
        topology,
        machine.links(),
        machine.substrate(),
        machine.host(),
        machine.provenance());
  }

  private static Topology mesh(int rows, int columns) {
    return new Topology.Mesh(rows, columns, List.of(0));
  }

  private static WeightStorage dense() {
    return WeightStorage.dense(8);
  }

  /// LLaMA-2-7B on 36 chiplets with three streams, simulated and watched.
  public static RunReport simulated() {
    RunReport estimated = run("llama-2-7b", "comb-200mb-36", 3, dense(), "h100");
    return simulated(estimated);
  }

  /// The same run simulated and watched.
  static RunReport simulated(RunReport estimated) {
    SimulationOptions options = SimulationOptions.measuring(12);
    Simulation simulation = Simulator.simulate(estimated.plan(), options);
    return new RunReport(
        estimated.plan(),
        estimated.estimate(),
        estimated.wall(),
        estimated.baselines(),
        simulation,
        Simulator.timelines(
            estimated.plan(), options, simulation.decode(), Simulator.Progress.NONE));
  }

  private static RunReport run(
      String network, String machine, int batch, WeightStorage storage, String... baselines) {
    return run(NetworkReader.read(network), machine(machine), batch, storage, baselines);
  }

  private static RunReport run(
      NetworkSpec network,
      MachineSpec machine,
      int batch,
      WeightStorage storage,
      String... baselines) {
    int context = Math.min(CONTEXT, network.maxContext());
    Scenario scenario = new Scenario(context, context, batch, 128);
    Plan plan = new Compiler(network, storage).compile(machine, scenario);
    List<GpuEstimate> gpus =
        Arrays.stream(baselines)
            .map(name ->
                GpuBaseline.estimate(
                    Compiler.gpu(GpuReader.read(name)), plan.program(), scenario, 8, 8))
            .toList();
    return new RunReport(
        plan, Estimator.estimate(plan), BandwidthWall.at(10_000, plan.program(), context, 8), gpus);
  }
}
