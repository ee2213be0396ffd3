package org.cimlet.bench;

import java.util.concurrent.TimeUnit;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// Simulated tokens and events a second on one core: LLaMA-2-7B on its default package, decoding
/// packet by packet, with trains, and with states recognised that come back. Rows `events` and
/// `tokens` are the figures; the benchmark's own row counts runs.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SimulatedEvents {
  private static final SimulationOptions OPTIONS =
      SimulationOptions.measuring(500).withWarmUpTokens(1);

  /// Tokens cached by every sequence.
  @Param({"128", "2048"})
  public int context;

  /// Streams in flight.
  @Param({"1", "16", "64"})
  public int batch;

  /// How the network is cut: one chiplet filled after the other, or what `run` takes by default.
  @Param({"filled", "auto"})
  public String mapping;

  private Plan plan;

  /// Made by JMH.
  public SimulatedEvents() {}

  /// What a run got through.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    /// Events that happened.
    public long events;

    /// Tokens measured.
    public long tokens;

    /// Made by JMH.
    public Work() {}

    private Simulation.Decode count(Simulation.Decode decode) {
      events += decode.effort().events();
      tokens += decode.tokens();
      return decode;
    }
  }

  /// Compiles the plan.
  @Setup
  public void setUp() {
    plan =
        new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8))
            .compile(
                MachineReader.read("comb-200mb-36"),
                new Scenario(context, context, batch, 128),
                Parallelism.parse(mapping, 0),
                Runner::merit);
  }

  /// Every packet gone through.
  @Benchmark
  public Simulation.Decode packets(Work work) {
    return decode(OPTIONS.with(SimulationOptions.Speedups.NONE), work);
  }

  /// Every token gone through.
  @Benchmark
  public Simulation.Decode trains(Work work) {
    return decode(OPTIONS.with(new SimulationOptions.Speedups(false, true)), work);
  }

  /// What repeats is skipped.
  @Benchmark
  public Simulation.Decode fastForward(Work work) {
    return decode(OPTIONS, work);
  }

  private Simulation.Decode decode(SimulationOptions options, Work work) {
    return work.count(Simulator.decode(plan, options, Simulator.Progress.NONE));
  }
}
