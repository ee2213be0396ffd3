package org.cimlet.bench;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Merit;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Designs a second on one core with every kind of axis varied: macros, rows, clock, links, host,
/// topology, batch. A design is a specification that is resolved, placed by a mapping and
/// estimated; as in a sweep, the number of structures is limited.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SearchedDesignsPerSecond {
  private static final int DESIGNS = 1024;

  private static final List<Map<String, ?>> TOPOLOGIES =
      List.of(
          Map.of("kind", "mesh", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "torus", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "mesh", "rows", 4, "columns", 9, "host_at", List.of(0)));

  /// How the network is cut.
  @Param({"filled", "pipelined", "mixed:6", "spread", "auto"})
  public String mapping;

  private final Map<Plan, Estimate.Decode> measured = new IdentityHashMap<>();
  private final Random random = new Random(7);
  private Compiler compiler;
  private Parallelism parallelism;
  private MachineSpec[] designs;
  private Scenario[] scenarios;
  private int next;

  /// Made by JMH.
  public SearchedDesignsPerSecond() {}

  /// Draws the designs; every one holds the network.
  @Setup
  public void setUp() {
    compiler = new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
    parallelism = Parallelism.parse(mapping, 0);
    MachineFile base = MachineReader.open("comb-200mb-36");
    List<MachineSpec> drawn = new ArrayList<>();
    List<Scenario> asked = new ArrayList<>();
    for (int i = 0; i < DESIGNS; i++) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("chiplet.macros", one(1000, 1250, 1500, 2000));
      keys.put("chiplet.macro.rows", one(25_000, 30_000, 40_000));
      keys.put("chiplet.macro.clock_mhz", 200 + 50 * random.nextInt(17));
      keys.put("links.chiplet.bandwidth_gbit_s", one(128, 256, 512));
      keys.put("host.memory.bandwidth_gb_s", one(230.4, 460.8, 921.6));
      keys.put("topology", TOPOLOGIES.get(random.nextInt(TOPOLOGIES.size())));
      drawn.add(base.with(keys).machine());
      asked.add(new Scenario(2048, 2048, one(1, 16, 64), 128));
    }
    designs = drawn.toArray(MachineSpec[]::new);
    scenarios = asked.toArray(Scenario[]::new);
  }

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /// Specification in, figures out. A plan that was measured is not estimated again.
  @Benchmark
  public Estimate.Decode design() {
    next = (next + 1) % DESIGNS;
    measured.clear();
    Plan plan = compiler.compile(designs[next], scenarios[next], parallelism, this::merit);
    return measured.computeIfAbsent(plan, Estimator::decode);
  }

  private Merit merit(Plan plan) {
    Estimate.Decode decode = Estimator.decode(plan);
    measured.put(plan, decode);
    return new Merit(decode.tpotS(), decode.peakThroughputTokensPerS(), decode.tpotBatch1S());
  }
}
