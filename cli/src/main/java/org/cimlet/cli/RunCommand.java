package org.cimlet.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.SpansReader;
import org.cimlet.quantity.Si;
import org.cimlet.report.JsonReport;
import org.cimlet.report.TerminalReport;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
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
  private static final int LEAST_SAMPLES = 20;
  private static final int MOST_SAMPLES = 1_000_000;

  /// How a plan is answered, as it is written on the command line.
  enum Answered {
    /// Closed form.
    ESTIMATE,
    /// Event by event.
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
  private Answered engine = Answered.ESTIMATE;

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
    Job job = job();
    try (ProgressLines progress = new ProgressLines(spec.commandLine().getErr())) {
      Result result = new Runner().run(job, progress);
      progress.close();
      Output output = new Output(spec.commandLine().getOut());
      json.write(output, () -> JsonReport.of(result));
      if (html != null) {
        output.write("--html", html, HtmlReport.of(result));
      }
      if (trace != null) {
        output.write("--trace", trace, out -> Runner.trace(result.plan(), progress, out));
      }
      if (!json.takesTerminal() && !"-".equals(html)) {
        output.print(TerminalReport.of(result, Output.colour()));
      }
    }
    return ExitCode.DONE;
  }

  private Job job() {
    NetworkSpec whole = NetworkReader.read(network);
    NetworkSpec networkSpec = span == null ? whole : SpansReader.read("--span", span, whole);
    Job.Builder job = Job.of(networkSpec, MachineReader.open(machine));
    job.weights(storage.storage(NetworkReader.stored(network)));
    scenario(job);
    checked("--threads", threads);
    if (!(updatesPerDay > 0 && updatesPerDay < Double.POSITIVE_INFINITY)) {
      throw InvalidInputException.of(
          "--updates-per-day", "must be a number above 0, got " + updatesPerDay);
    }
    String[] gpus = baselines.stream().filter(name -> !name.equals("none")).toArray(String[]::new);
    return job.mapping(mapping.mapping())
        .engine(engine())
        .baselines(gpus)
        .updatesPerDay(updatesPerDay)
        .uncertainty(samples())
        .build();
  }

  private void scenario(Job.Builder job) {
    if (context != null) {
      job.context(checked("--context", context));
    }
    if (prompt != null) {
      job.prompt(checked("--prompt", prompt));
    }
    job.batch(checked("--batch", batch)).prefillChunk(checked("--prefill-chunk", prefillChunk));
  }

  private static int checked(String option, int value) {
    if (value < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + value);
    }
    return value;
  }

  private Engine engine() {
    return switch (engine) {
      case ESTIMATE -> Engine.ESTIMATE;
      case SIMULATE -> {
        if (simulatedTokens < 2) {
          throw InvalidInputException.of(
              "--simulated-tokens", "must be at least 2, got " + simulatedTokens);
        }
        yield new Engine.Events(simulatedTokens, threads, html != null);
      }
    };
  }

  private int samples() {
    if (samples != null && (samples < LEAST_SAMPLES || samples > MOST_SAMPLES)) {
      throw InvalidInputException.of(
          "--uncertainty",
          "must be %s to %s samples, got %s"
              .formatted(Si.grouped(LEAST_SAMPLES), Si.grouped(MOST_SAMPLES), samples));
    }
    return samples == null ? 0 : samples;
  }
}
