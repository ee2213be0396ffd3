package org.cimlet.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Merit;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.estimate.Request;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuFile;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.cimlet.simulate.Timelines;
import org.jspecify.annotations.Nullable;

/// Runs jobs. Keeps the compiler of the last network, so that jobs that vary the machine or the
/// scenario share its work. Not thread-safe: one runner per thread.
public final class Runner {
  /// Words of up to so many bits stand for 4-bit words of GPUs.
  private static final int LEAST_WORD_BITS = 4;

  /// Larger batches would be simulated for minutes.
  private static final int MOST_SEQUENCES = 4096;

  private static final double PS = 1e-12;

  private static final int TRACED_TOKENS_PER_SEQUENCE = 3;

  private @Nullable Job compiled;
  private @Nullable Compiler compiler;

  /// Starts with nothing kept.
  public Runner() {}

  /// Compiles, estimates, simulates where the job says so, and appraises.
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario: says
  ///   which limit is exceeded, by how much, and what would fit
  public Result run(Job job) {
    return run(job, Progress.NONE);
  }

  /// The same with its progress reported.
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario
  public Result run(Job job, Progress progress) {
    Plan plan = plan(job);
    Estimate estimate = Estimator.estimate(plan);
    int cacheBits = plan.machine().cacheBits();
    List<Baseline> baselines =
        job.baselines().stream().map(spec -> baseline(spec, job, cacheBits)).toList();
    List<Result> machines =
        job.machines().stream().map(file -> run(job.on(file), progress)).toList();
    Uncertainty uncertainty = uncertainty(job, progress);
    Simulation simulation = simulation(job.engine(), plan, progress);
    Simulation.Decode peak =
        simulation == null ? null : peak(job.engine(), plan, estimate, simulation, progress);
    return new Result(
        job,
        plan,
        estimate,
        simulation,
        peak,
        requests(job, plan, progress),
        timelines(job.engine(), plan, simulation, progress),
        BandwidthWall.at(
            job.targetTokensPerS(),
            plan.program(),
            plan.scenario().contextTokens(),
            plan.machine().cacheBits()),
        Assessor.assess(job.machine(), plan.machine(), estimate),
        baselines,
        machines,
        uncertainty,
        job.seeksTarget() ? TargetSearch.of(job, estimate) : List.of());
  }

  /// The network placed on the machine; what the mapping leaves open is chosen by [#merit].
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario
  public Plan plan(Job job) {
    return plan(job, job.machine());
  }

  /// The same on another machine than the job's.
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario
  public Plan plan(Job job, MachineSpec machine) {
    return compiler(job).compile(machine, job.scenario(), job.mapping(), new EstimateMeasure());
  }

  /// Plans the job on machine after machine, with what their estimates have in common, to the last
  /// digit.
  private static Uncertainty.Planner planner(Job job) {
    Compiler own = new Compiler(job.network(), job.weights());
    return (machine, estimates) ->
        own.compile(machine, job.scenario(), job.mapping(), new EstimateMeasure(estimates));
  }

  private Compiler compiler(Job job) {
    Compiler kept = compiler;
    if (kept == null
        || compiled == null
        || !compiled.network().equals(job.network())
        || !compiled.weights().equals(job.weights())) {
      kept = new Compiler(job.network(), job.weights());
      compiler = kept;
    }
    compiled = job;
    return kept;
  }

  /// What a plan is worth, in closed form: TPOT at the scenario's batch, peak throughput, and TPOT
  /// at batch 1.
  public static Merit merit(Plan plan) {
    return EstimateMeasure.merit(Estimator.decode(plan));
  }

  /// GPUs run the network as it is, whatever the package leaves to its host.
  private Baseline baseline(BaselineSpec spec, Job job, int cacheBits) {
    GpuSystem system = spec.system(job.weights());
    Program program = compiler(job).program(true);
    GpuEstimate estimate = GpuBaseline.estimate(system, program, job.scenario());
    GpuEstimate equal = equal(job, program, system.gpu(), cacheBits, estimate.devices());
    return new Baseline(
        estimate,
        equal,
        atBatch(equal.system(), program, job.scenario()),
        job.answerTokens() == 0
            ? null
            : GpuBaseline.request(system, program, job.scenario(), job.answerTokens()),
        Assessor.assess(spec.gpu()),
        uncertainty(spec, job, program, equal));
  }

  /// A single sequence on as many devices, or more where they do not hold it at this precision.
  private static GpuEstimate equal(Job job, Program program, Gpu gpu, int cacheBits, int devices) {
    int bits = job.weights().layers().weightBits();
    GpuFormat weights = bits <= LEAST_WORD_BITS ? GpuFormat.INT4 : BaselineSpec.words(bits, gpu);
    GpuSystem system = new GpuSystem(gpu, weights, BaselineSpec.words(cacheBits, gpu));
    try {
      return GpuBaseline.estimate(system.on(devices), program, single(job));
    } catch (InvalidInputException tooFew) {
      return GpuBaseline.estimate(system, program, single(job));
    }
  }

  private static Scenario single(Job job) {
    Scenario given = job.scenario();
    return new Scenario(given.promptTokens(), given.contextTokens(), 1, given.prefillChunkTokens());
  }

  /// Equal devices whose numbers move; they stay as many, in the same formats.
  private static @Nullable Uncertainty uncertainty(
      BaselineSpec spec, Job job, Program program, GpuEstimate equal) {
    GpuFile file = spec.file();
    GpuSystem system = equal.system();
    return job.uncertaintySamples() == 0 || file == null
        ? null
        : Uncertainty.of(
            file,
            equal.modules(),
            gpu ->
                GpuBaseline.estimate(
                    new GpuSystem(Compiler.gpu(gpu), system.weights(), system.cache())
                        .on(equal.devices()),
                    program,
                    single(job)),
            job.uncertaintySamples());
  }

  private static GpuEstimate.@Nullable At atBatch(
      GpuSystem system, Program program, Scenario scenario) {
    try {
      return GpuBaseline.estimate(system, program, scenario).atBatch();
    } catch (InvalidInputException tooFew) {
      return null;
    }
  }

  private static @Nullable Requests requests(Job job, Plan plan, Progress progress) {
    if (job.answerTokens() == 0) {
      return null;
    }
    Request estimated = Estimator.request(plan, job.answerTokens());
    Request simulated =
        switch (job.engine()) {
          case Engine.ClosedForm _ -> null;
          case Engine.Events events -> {
            Simulation.WholeRequests times =
                Simulator.request(
                    plan,
                    SimulationOptions.measuring(events.tokens()),
                    job.answerTokens(),
                    (done, total) -> progress.advanced("simulating requests", done, total));
            yield new Request(
                estimated.promptTokens(),
                estimated.answerTokens(),
                estimated.batch(),
                times.promptsPs() * PS,
                times.timePs() * PS);
          }
        };
    return new Requests(estimated, simulated);
  }

  private @Nullable Uncertainty uncertainty(Job job, Progress progress) {
    return job.uncertaintySamples() == 0 || job.file() == null
        ? null
        : Uncertainty.of(
            job.file(),
            () -> planner(job),
            job.uncertaintySamples(),
            (done, total) -> progress.advanced("drawing machines", done, total));
  }

  private static @Nullable Simulation simulation(Engine engine, Plan plan, Progress progress) {
    return switch (engine) {
      case Engine.ClosedForm _ -> null;
      case Engine.Events events ->
          Simulator.simulate(
              plan,
              SimulationOptions.measuring(events.tokens()),
              events.threads(),
              (done, total) -> progress.advanced("simulating", done, total));
    };
  }

  /// The batch simulated at which throughput is at its peak. With weights resident that is twice
  /// the estimate's saturating batch, enough for sequences that wait for each other to fill every
  /// gap, as far as memory holds them; with weights reloaded every further sequence adds a little,
  /// and the peak is taken at the estimate's saturating batch.
  private static Simulation.Decode peak(
      Engine engine, Plan plan, Estimate estimate, Simulation simulation, Progress progress) {
    boolean reloaded = estimate.reload() != null;
    long saturating = estimate.decode().saturatingBatch();
    long enough =
        Math.min(reloaded ? saturating : 2 * saturating, estimate.decode().sequencesHeld());
    int batch = (int) Math.min(MOST_SEQUENCES, enough);
    if (batch == plan.scenario().batch() || !(engine instanceof Engine.Events events)) {
      return simulation.decode();
    }
    Scenario scenario = plan.scenario().withBatch(batch);
    return Simulator.decode(
        plan.with(scenario),
        SimulationOptions.measuring(Math.max(events.tokens(), 2 * batch)),
        (done, total) -> progress.advanced("simulating the peak", done, total));
  }

  private static @Nullable Timelines timelines(
      Engine engine, Plan plan, @Nullable Simulation simulation, Progress progress) {
    return engine instanceof Engine.Events events && events.timelines() && simulation != null
        ? Simulator.timelines(
            plan,
            SimulationOptions.measuring(events.tokens()),
            simulation.decode(),
            (done, total) -> progress.advanced("recording", done, total))
        : null;
  }

  /// Simulates the first tokens of the batch into a trace that Perfetto's viewer opens: enough to
  /// see a period, few enough to view.
  ///
  /// @param out where it goes; it is not closed
  /// @throws IOException where it cannot be written
  public static void trace(Plan plan, Progress progress, OutputStream out) throws IOException {
    int tokens = TRACED_TOKENS_PER_SEQUENCE * plan.scenario().batch();
    Simulator.traceDecode(
        plan,
        SimulationOptions.measuring(Math.max(2, tokens)),
        tokens,
        (done, total) -> progress.advanced("tracing", done, total),
        out);
  }
}
