package org.cimlet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cimlet.compile.Compiler;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Designs a second on one core: LLaMA-2-7B on varied machines of 36 chiplets, each resolved,
/// placed and estimated from its specification; and where the time goes. [SearchedDesignsPerSecond]
/// has what searches over mappings take.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class DesignsPerSecond {
  private static final int DESIGNS = 1024;
  private static final Scenario SCENARIO = new Scenario(2048, 2048, 1, 128);

  private Compiler compiler;
  private MachineFile base;
  private List<Map<String, Integer>> keys;
  private MachineSpec[] designs;
  private Plan[] plans;
  private int next;

  /// Made by JMH.
  public DesignsPerSecond() {}

  /// Varies clock, rows, inputs of a row and macros; every design holds the network.
  @Setup
  public void setUp() {
    compiler = new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
    base = MachineReader.open("comb-200mb-36");
    Random random = new Random(1);
    keys = new ArrayList<>();
    designs = new MachineSpec[DESIGNS];
    plans = new Plan[DESIGNS];
    for (int i = 0; i < DESIGNS; i++) {
      keys.add(vary(random));
      designs[i] = base.with(keys.get(i)).machine();
      plans[i] = compiler.compile(designs[i], SCENARIO);
    }
  }

  /// Keys of the machine file in, figures out: what a search over designs does.
  @Benchmark
  public Estimate.Decode setCompileAndEstimate() {
    return Estimator.decode(compiler.compile(base.with(keys.get(next())).machine(), SCENARIO));
  }

  /// Setting four keys of the machine file, judged, and reading the machine.
  @Benchmark
  public MachineSpec setAlone() {
    return base.with(keys.get(next())).machine();
  }

  /// Setting one key and reading the machine.
  @Benchmark
  public MachineSpec setOneAlone() {
    return base.with("chiplet.macro.clock_mhz", 200 + next()).machine();
  }

  /// Everything from a specification: specification in, figures out.
  @Benchmark
  public Estimate.Decode compileAndEstimate() {
    return Estimator.decode(compiler.compile(designs[next()], SCENARIO));
  }

  /// Resolving, lowering (remembered) and placing alone.
  @Benchmark
  public Plan compileAlone() {
    return compiler.compile(designs[next()], SCENARIO);
  }

  /// The estimate alone.
  @Benchmark
  public Estimate.Decode estimateAlone() {
    return Estimator.decode(plans[next()]);
  }

  private int next() {
    next = (next + 1) % DESIGNS;
    return next;
  }

  private static Map<String, Integer> vary(Random random) {
    int inputs = List.of(8, 16, 32).get(random.nextInt(3));
    int macros = 500 + random.nextInt(1500);
    long bytes = 200_000_000L + random.nextInt(100_000_000);
    return Map.of(
        "chiplet.macros",
        macros,
        "chiplet.macro.inputs_per_row",
        inputs,
        "chiplet.macro.rows",
        Math.toIntExact(bytes / inputs / macros),
        "chiplet.macro.clock_mhz",
        200 + random.nextInt(1000));
  }
}
