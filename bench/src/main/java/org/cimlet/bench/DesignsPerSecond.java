package org.cimlet.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.network.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.quantity.Sourced;
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
/// placed and estimated from its specification; and where the time goes.
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
  private MachineSpec[] designs;
  private Plan[] plans;
  private int next;

  /// Made by JMH.
  public DesignsPerSecond() {}

  /// Varies clock, depth, columns and macros; every design holds the network.
  @Setup
  public void setUp() {
    compiler = new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
    MachineSpec base = MachineReader.read("comb-200mb-36");
    Random random = new Random(1);
    designs = new MachineSpec[DESIGNS];
    plans = new Plan[DESIGNS];
    for (int i = 0; i < DESIGNS; i++) {
      designs[i] = vary(base, random);
      plans[i] = compiler.compile(designs[i], SCENARIO);
    }
  }

  /// Everything: specification in, figures out.
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

  private static MachineSpec vary(MachineSpec base, Random random) {
    MachineSpec.Chiplet chiplet = base.chiplet();
    if (!(chiplet.macro() instanceof MacroSpec.DigitalSram macro)) {
      throw new IllegalArgumentException("the base machine must be SRAM, got " + chiplet.macro());
    }
    int columns = List.of(8, 16, 32).get(random.nextInt(3));
    int macros = 500 + random.nextInt(1500);
    long bytes = 200_000_000L + random.nextInt(100_000_000);
    int depth = Math.toIntExact(bytes / columns / macros);
    MacroSpec.DigitalSram varied =
        new MacroSpec.DigitalSram(
            columns,
            depth,
            macro.weightBits(),
            macro.inputBits(),
            macro.accumulatorBits(),
            macro.cyclesPerRow(),
            Sourced.assumed(200 + random.nextInt(1000), "varied"),
            macro.readFjPerBit(),
            macro.multiplyFj(),
            macro.zeroSkipper());
    return new MachineSpec(
        base.name(),
        base.summary(),
        base.process(),
        new MachineSpec.Chiplet(
            macros,
            chiplet.partialSumFanIn(),
            varied,
            chiplet.distributionGbitS(),
            chiplet.bufferFjPerBit(),
            chiplet.vectorUnit(),
            chiplet.computeMm2(),
            chiplet.memoryMm2(),
            chiplet.otherMm2(),
            chiplet.leakageMw()),
        base.topology(),
        base.links(),
        base.substrate(),
        base.host(),
        base.provenance());
  }
}
