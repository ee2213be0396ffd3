package org.cimlet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.network.NetworkReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.SpansReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.quantity.Si;
import org.cimlet.report.Appraisals;
import org.cimlet.report.JsonReport;
import org.cimlet.report.RunReport;
import org.cimlet.report.TerminalReport;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.cimlet.simulate.Timelines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet run`: a network and a machine in, the answer out.
@Command(
    name = "run",
    description = "Tells how fast, how hungry and how large a machine is for a network.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {
  private static final double WALL_TOKENS_PER_S = 10_000;
  private static final int USUAL_CONTEXT = 2048;
  private static final int TRACED_TOKENS = 3;
  private static final int LEAST_SAMPLES = 20;
  private static final int MOST_SAMPLES = 1_000_000;

  /// How a plan is answered.
  enum Engine {
    /// Closed form.
    ESTIMATE,
    /// Event by event, beside the closed form.
    SIMULATE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NETWORK",
      defaultValue = "llama-2-7b",
      description = "a HuggingFace folder or config.json, or a shipped name (default: llama-2-7b)")
  private String network = "";

  @Option(
      names = "--machine",
      paramLabel = "M",
      defaultValue = "comb-200mb-36",
      description = "a YAML file or a shipped name (default: comb-200mb-36)")
  private String machine = "";

  @Mixin private StorageOptions storage;

  @Mixin private MappingOptions mapping;

  @Option(
      names = "--context",
      paramLabel = "N",
      description =
          "tokens in the cache when decoding (default: 2048, or the network's longest if shorter)")
  private @Nullable Integer context;

  @Option(
      names = "--span",
      paramLabel = "N|F",
      description =
          "local attention: positions each head looks back on at most, one number for all or a YAML"
              + " file with a number for each; a network's own windows hold beside it")
  private @Nullable String span;

  @Option(
      names = "--prompt",
      paramLabel = "N",
      description = "tokens of the prompt that prefill reads (default: the context)")
  private @Nullable Integer prompt;

  @Option(
      names = "--prefill-chunk",
      paramLabel = "N",
      defaultValue = "128",
      description = "tokens that pass the pipeline together in prefill (default: 128)")
  private int prefillChunk;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "streams decoded at the same time (default: 1)")
  private int batch;

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "estimate",
      description = "how the answer is found: ${COMPLETION-CANDIDATES} (default: estimate)")
  private Engine engine = Engine.ESTIMATE;

  @Option(
      names = "--simulated-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "tokens of all streams together that a simulation measures (default: 512)")
  private int simulatedTokens;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "threads a simulation uses; the answer does not depend on them (default: all there are)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--trace",
      paramLabel = "F",
      description =
          "simulate the first tokens of the batch into a trace for Perfetto's viewer: streams,"
              + " chiplets, links and host as tracks")
  private @Nullable String trace;

  @Option(
      names = "--baseline",
      paramLabel = "GPU",
      split = ",",
      defaultValue = "h100",
      description = "GPUs to compare with, or none (default: h100)")
  private List<String> baselines = List.of();

  @Option(
      names = "--updates-per-day",
      paramLabel = "U",
      defaultValue = "1",
      description =
          "how often the network is changed, for the life of cells that wear by writing (default: 1)")
  private double updatesPerDay;

  @Option(
      names = "--uncertainty",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "1000",
      description =
          "tell how far the answers move while every technology number moves within its range: N"
              + " samples (default: 1000)")
  private @Nullable Integer samples;

  @Mixin private JsonOption json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "write a report with plots: one file, no network needed")
  private @Nullable String html;

  RunCommand() {}

  @Override
  public Integer call() {
    RunReport report = run();
    Output output = new Output(spec.commandLine().getOut());
    json.write(output, () -> JsonReport.of(report));
    if (html != null) {
      output.write("--html", html, HtmlReport.of(report));
    }
    if (trace != null) {
      output.write("--trace", trace, out -> traced(report.plan(), out));
    }
    if (!json.takesTerminal() && !"-".equals(html)) {
      output.print(TerminalReport.of(report, Output.colour()));
    }
    return ExitCode.DONE;
  }

  private RunReport run() {
    NetworkSpec whole = NetworkReader.read(network);
    NetworkSpec networkSpec = span == null ? whole : SpansReader.read("--span", span, whole);
    WeightStorage weights = storage.storage(NetworkReader.stored(network));
    Compiler compiler = new Compiler(networkSpec, weights);
    MachineFile machineFile = MachineReader.open(machine);
    MachineSpec machineSpec = machineFile.machine();
    Scenario scenario = scenario(networkSpec);
    Uncertainty.Planner planner =
        varied -> compiler.compile(varied, scenario, mapping.mapping(), MappingOptions::merit);
    Plan plan = planner.plan(machineSpec);
    BandwidthWall wall =
        BandwidthWall.at(
            WALL_TOKENS_PER_S,
            plan.program(),
            plan.scenario().contextTokens(),
            plan.machine().cacheBits());
    Estimate estimate = Estimator.estimate(plan);
    List<GpuSpec> gpus = baselines.stream().filter(RunCommand::isGpu).map(GpuReader::read).toList();
    Appraisals appraisals =
        new Appraisals(
            Assessor.assess(machineSpec, plan.machine(), estimate),
            gpus.stream().map(Assessor::assess).toList(),
            uncertainty(machineFile, planner));
    Simulation simulation = simulation(plan);
    return new RunReport(
        plan,
        estimate,
        wall,
        baselines(gpus, plan, weights),
        simulation,
        timelines(plan, simulation),
        appraisals,
        updatesPerDay);
  }

  private static boolean isGpu(String name) {
    return !name.equals("none");
  }

  private @Nullable Uncertainty uncertainty(MachineFile machineFile, Uncertainty.Planner planner) {
    if (samples == null) {
      return null;
    }
    if (samples < LEAST_SAMPLES || samples > MOST_SAMPLES) {
      throw InvalidInputException.of(
          "--uncertainty",
          "must be %s to %s samples, got %s"
              .formatted(Si.grouped(LEAST_SAMPLES), Si.grouped(MOST_SAMPLES), samples));
    }
    return Uncertainty.of(machineFile, planner, samples);
  }

  private @Nullable Simulation simulation(Plan plan) {
    return switch (engine) {
      case ESTIMATE -> null;
      case SIMULATE ->
          watched(
              "simulating",
              progress -> Simulator.simulate(plan, simulationOptions(), threads, progress));
    };
  }

  private @Nullable Timelines timelines(Plan plan, @Nullable Simulation simulation) {
    return html == null || simulation == null
        ? null
        : watched(
            "watching",
            progress ->
                Simulator.timelines(plan, simulationOptions(), simulation.decode(), progress));
  }

  /// Does something long with its progress shown.
  private <T> T watched(String what, Function<Simulator.Progress, T> work) {
    try (ProgressLine line = new ProgressLine(spec.commandLine().getErr(), what)) {
      return work.apply(line::advanced);
    }
  }

  private SimulationOptions simulationOptions() {
    if (simulatedTokens < 2) {
      throw InvalidInputException.of(
          "--simulated-tokens", "must be at least 2, got " + simulatedTokens);
    }
    return SimulationOptions.measuring(simulatedTokens);
  }

  /// A few tokens of each stream: enough to see a period, few enough to open in a viewer.
  private void traced(Plan plan, OutputStream out) throws IOException {
    int tokens = TRACED_TOKENS * plan.scenario().batch();
    try (ProgressLine line = new ProgressLine(spec.commandLine().getErr(), "tracing")) {
      Simulator.traceDecode(plan, simulationOptions(), tokens, line::advanced, out);
    }
  }

  private Scenario scenario(NetworkSpec networkSpec) {
    int cached = context == null ? Math.min(USUAL_CONTEXT, networkSpec.maxContext()) : context;
    int read = prompt == null ? cached : prompt;
    requirePositive("--context", cached);
    requirePositive("--prompt", read);
    requirePositive("--batch", batch);
    requirePositive("--prefill-chunk", prefillChunk);
    requirePositive("--threads", threads);
    if (!(updatesPerDay > 0 && updatesPerDay < Double.POSITIVE_INFINITY)) {
      throw InvalidInputException.of(
          "--updates-per-day", "must be a number above 0, got " + updatesPerDay);
    }
    return new Scenario(read, cached, batch, prefillChunk);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + value);
    }
  }

  private static List<GpuEstimate> baselines(List<GpuSpec> gpus, Plan plan, WeightStorage weights) {
    List<GpuEstimate> estimates = new ArrayList<>();
    for (GpuSpec gpu : gpus) {
      estimates.add(
          GpuBaseline.estimate(
              Compiler.gpu(gpu),
              plan.program(),
              plan.scenario(),
              weights.layers().weightBits() <= 8 ? 8 : 16,
              plan.machine().cacheBits()));
    }
    return estimates;
  }
}
