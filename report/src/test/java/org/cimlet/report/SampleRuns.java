package org.cimlet.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Gpu;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.cimlet.spec.machine.MachineSpec;
import org.cimlet.spec.machine.MachineSpec.Topology;
import org.cimlet.spec.network.NetworkSpec;
import org.cimlet.spec.network.NetworkSpec.Attention;
import org.cimlet.spec.network.NetworkSpec.FeedForward;
import org.cimlet.spec.network.NetworkSpec.Layer;

/// Runs to report on: real networks on machines like the shipped ones, written out here so that
/// tests need no file.
final class SampleRuns {
  private SampleRuns() {}

  /// LLaMA-2-7B on 36 chiplets of 200 MB, one stream at context 2048, beside two baselines.
  static RunReport llama7b() {
    return run(llama2("llama-2-7b", 4096, 11008, 32, 32), mesh(6, 6), 1, dense());
  }

  /// The same with 64 streams.
  static RunReport llama7bBatch64() {
    return run(llama2("llama-2-7b", 4096, 11008, 32, 32), mesh(6, 6), 64, dense());
  }

  /// LLaMA-2-7B packed 8:32 on 16 chiplets.
  static RunReport packed7b() {
    WeightStorage storage = new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    return run(llama2("llama-2-7b", 4096, 11008, 32, 32), mesh(4, 4), 8, storage);
  }

  /// A 0.6B network on four chiplets.
  static RunReport fourChiplets() {
    return run(small("qwen3-0.6b-like", 28), mesh(2, 2), 4, dense());
  }

  /// Four layers of it on one chiplet.
  static RunReport oneChiplet() {
    return run(small("four-layers", 2), mesh(1, 1), 1, dense());
  }

  /// A 32B network on 256 chiplets.
  static RunReport chiplets256() {
    NetworkSpec network =
        network(
            "qwen2.5-32b-like",
            5120,
            152064,
            Collections.nCopies(64, grouped(5120, 40, 8, 128, 27648)));
    return run(network, mesh(16, 16), 16, dense());
  }

  /// A network with layers of two shapes, experts in one, on a ring with the host at two chiplets.
  static RunReport ringWithExperts() {
    Layer dense = grouped(1024, 16, 8, 128, 3072);
    Layer routed =
        new Layer(
            dense.attention(),
            new FeedForward.Experts(16, 2, new FeedForward.Gated(1024, false), 1024, false),
            2048);
    List<Layer> layers = new ArrayList<>(Collections.nCopies(2, dense));
    layers.addAll(Collections.nCopies(10, routed));
    List<Topology.Edge> edges = new ArrayList<>();
    for (int c = 0; c < 7; c++) {
      edges.add(new Topology.Edge(c, (c + 1) % 7));
    }
    edges.add(new Topology.Edge(0, 3));
    return run(
        network("two-shapes", 1024, 32000, layers),
        new Topology.Custom(7, edges, List.of(0, 4)),
        2,
        dense());
  }

  /// A run with names that would be markup if they were not escaped.
  static RunReport hostileNames() {
    String hostile = "</title><script>document.body.dataset.error='pwned'</script>\"'&\u0000\u202e";
    NetworkSpec network = llama2(hostile, 1024, 2816, 16, 4);
    MachineSpec machine = machine(hostile, hostile, mesh(2, 2));
    return report(network, machine, 1, dense(), List.of(gpu(hostile, 1, 989.4, 1978.9, 80, 3.35)));
  }

  /// A run with names far longer than any drawing has room for.
  static RunReport longNames() {
    String name = "a-very-long-network-name-as-people-give-their-folders-".repeat(3) + "v2-final";
    NetworkSpec network = llama2(name, 1024, 2816, 16, 4);
    MachineSpec machine = machine(name + "-machine", "a summary ".repeat(30), mesh(2, 3));
    return report(network, machine, 3, dense(), List.of(gpu(name, 4, 312, 624, 80, 2.04)));
  }

  /// A run on a machine that stands in no comparison.
  static RunReport withoutBaselines() {
    RunReport report = fourChiplets();
    return new RunReport(report.plan(), report.estimate(), report.wall(), List.of());
  }

  private static WeightStorage dense() {
    return WeightStorage.dense(8);
  }

  private static Topology mesh(int rows, int columns) {
    return new Topology.Mesh(rows, columns, List.of(0));
  }

  private static RunReport run(
      NetworkSpec network, Topology topology, int batch, WeightStorage storage) {
    int chiplets = topology.chiplets();
    MachineSpec machine =
        machine(
            "comb-200mb-" + chiplets,
            chiplets + " of the paper's 200 MB, 10 TOPS chiplets beside a server CPU",
            topology);
    return report(
        network,
        machine,
        batch,
        storage,
        List.of(
            gpu("H100 SXM", batch, 989.4, 1978.9, 80, 3.35),
            gpu("A100 SXM 80 GB", batch, 312, 624, 80, 2.04)));
  }

  private static RunReport report(
      NetworkSpec network,
      MachineSpec machine,
      int batch,
      WeightStorage storage,
      List<GpuEstimate> baselines) {
    Scenario scenario = new Scenario(2048, 2048, batch, 128);
    Plan plan = new Compiler(network, storage).compile(machine, scenario);
    BandwidthWall wall = BandwidthWall.at(10_000, plan.program(), 2048, 8);
    return new RunReport(plan, Estimator.estimate(plan), wall, baselines);
  }

  private static NetworkSpec llama2(String name, int hidden, int inner, int heads, int layers) {
    return network(
        name,
        hidden,
        32000,
        Collections.nCopies(layers, grouped(hidden, heads, heads, hidden / heads, inner)));
  }

  private static NetworkSpec small(String name, int layers) {
    return network(
        name, 1024, 151936, Collections.nCopies(layers, grouped(1024, 16, 8, 128, 3072)));
  }

  private static Layer grouped(int hidden, int heads, int keyValueHeads, int headDim, int inner) {
    return new Layer(
        new Attention.Grouped(heads, keyValueHeads, headDim, Integer.MAX_VALUE, false, false),
        new FeedForward.Gated(inner, false),
        2 * hidden);
  }

  private static NetworkSpec network(String name, int hidden, int vocabulary, List<Layer> layers) {
    return new NetworkSpec(
        name, "llama", hidden, vocabulary, 4096, 0, false, false, hidden, layers);
  }

  private static MachineSpec machine(String name, String summary, Topology topology) {
    MachineSpec.Macro macro =
        new MachineSpec.Macro(
            8,
            20000,
            8,
            8,
            32,
            1,
            assumed(500),
            assumed(13.7),
            assumed(41.3),
            new MachineSpec.ZeroSkipper(32, assumed(90), assumed(217)));
    MachineSpec.Chiplet chiplet =
        new MachineSpec.Chiplet(
            1250,
            16,
            macro,
            assumed(256),
            assumed(450),
            new MachineSpec.VectorUnit(256, 16, assumed(300)),
            assumed(8),
            assumed(300),
            assumed(0),
            assumed(378));
    MachineSpec.Host host =
        new MachineSpec.Host(
            "server CPU, 96 cores, 12 x DDR5-4800",
            assumed(29.5),
            assumed(0.5),
            assumed(200),
            assumed(12200),
            assumed(90),
            new MachineSpec.HostMemory(
                assumed(768), assumed(460.8), assumed(0.8), assumed(15000), 8));
    return new MachineSpec(
        name,
        summary,
        new MachineSpec.SiliconProcess("12/14 nm FinFET", assumed(14), assumed(0.8)),
        chiplet,
        topology,
        new MachineSpec.Links(
            new MachineSpec.Link(assumed(256), assumed(10), assumed(500)),
            new MachineSpec.Link(assumed(504), assumed(250), assumed(6500))),
        new MachineSpec.Substrate("organic", assumed(1)),
        host,
        provenance());
  }

  private static List<Provenance> provenance() {
    return List.of(
        provenance(
            "chiplet.compute_mm2",
            8,
            Evidence.PUBLISHED,
            "He, Mu, Chen 2024, section 2.1 (misprinted mm3)"),
        provenance(
            "chiplet.macro.clock_mhz",
            500,
            Evidence.DERIVED,
            "10 TOPS (He, Mu, Chen 2024, section 2.1) = 2 x 10,000 multipliers x 500 MHz"),
        provenance(
            "chiplet.buffer_fj_per_bit",
            450,
            Evidence.CALIBRATED,
            "8.8 mm (half the side of a 308 mm2 die) x 51 fJ/bit/mm (0.2 pF/mm at 0.8 V, a quarter"
                + " of the bits charge it) + two SRAM accesses of 2.3 fJ"),
        provenance(
            "host.memory.bandwidth_gb_s",
            460.8,
            Evidence.DERIVED,
            "12 channels x 8 bytes x 4800 MT/s"),
        provenance(
            "links.host.latency_ns",
            250,
            Evidence.ASSUMED,
            "one way through a PCIe 5.0 controller at each end, no switch"));
  }

  private static Provenance provenance(String key, double value, Evidence evidence, String source) {
    return new Provenance(key, new Sourced(value, evidence, source));
  }

  private static Sourced assumed(double value) {
    return Sourced.assumed(value, "a sample");
  }

  private static GpuEstimate gpu(
      String name, int batch, double fp16Tops, double int8Tops, double memoryGb, double tbS) {
    Gpu gpu =
        new Gpu(
            name,
            fp16Tops * 1e12,
            int8Tops * 1e12,
            memoryGb * 1e9,
            tbS * 1e12,
            450e9,
            700,
            814,
            0.6,
            0.7,
            2e-6,
            0.9,
            List.of(
                provenance("memory_tb_s", tbS, Evidence.PUBLISHED, "data sheet"),
                provenance("memory_efficiency", 0.7, Evidence.CALIBRATED, "measured decoding")));
    double weights = 6.738e9;
    double cache = 537e6;
    long largest = (long) ((0.9 * memoryGb * 1e9 - weights) / cache);
    return new GpuEstimate(
        gpu,
        8,
        8,
        1,
        weights,
        cache,
        largest,
        at(gpu, batch, weights, cache),
        at(gpu, largest, weights, cache));
  }

  private static GpuEstimate.At at(Gpu gpu, long batch, double weights, double cache) {
    double operations = 2 * batch * (6.607e9 + 0.537e9);
    double bytes = weights + batch * cache;
    double memoryS = bytes / (gpu.memoryBytesPerS() * gpu.memoryEfficiency());
    double computeS = operations / (gpu.int8OpsPerS() * gpu.computeEfficiency());
    double time = Math.max(memoryS, computeS) + 32 * gpu.layerOverheadS();
    return new GpuEstimate.At(
        batch,
        0.036,
        time,
        batch / time,
        gpu.powerW() * time / batch,
        operations / bytes,
        operations / time,
        memoryS > computeS ? "HBM bandwidth" : "compute");
  }
}
