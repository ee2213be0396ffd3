package org.cimlet.cli.input;

import java.util.List;
import java.util.Locale;
import org.cimlet.compile.Compiler;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.operands.CountedOperands;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.SpansReader;
import org.cimlet.quantity.Si;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Everything that makes a job of a network: machine, storage, mapping, scenario, engine, and what
/// it is compared with.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class JobOptions {
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

  private static final int MOST_SIMULATED = 1_000_000;

  @Mixin private MachineOptions machine;

  @Option(
      names = "--operands",
      paramLabel = "FILE",
      description =
          "operands of the network, as evaluate or generate counted them with --operands, for a"
              + " machine whose parts say operands: network")
  private @Nullable String operands;

  @Mixin private StorageOptions storage;

  @Mixin private MappingOptions mapping;

  @Option(
      names = "--context",
      paramLabel = "N",
      description =
          "tokens in the KV cache when decoding (default: 2048, or the network's maximum if"
              + " smaller)")
  private @Nullable Integer context;

  @Option(
      names = "--span",
      paramLabel = "N|F",
      description =
          "local attention: largest span of each head, one number for all or a YAML file with one"
              + " per head; applies in addition to the network's own windows")
  private @Nullable String span;

  @Option(
      names = "--prompt",
      paramLabel = "N",
      description = "tokens of the prompt (default: the context)")
  private @Nullable Integer prompt;

  @Option(
      names = "--generate",
      paramLabel = "N",
      description =
          "time whole requests: the batch of prompts, then answers of N tokens each; the context is"
              + " what both take")
  private @Nullable Integer generate;

  @Option(
      names = "--prefill-chunk",
      paramLabel = "N",
      defaultValue = "128",
      description = "tokens per prefill chunk (default: 128)")
  private int prefillChunk;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "batch size: sequences decoded together (default: 1)")
  private int batch;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "sequences of the batch that pass together in decode, so that macros of several"
              + " input_vectors read a row once for them; divides the batch (default: 1)")
  private int microBatch;

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "estimate",
      description = "${COMPLETION-CANDIDATES}: closed form, or discrete events (default: estimate)")
  private Answered engine = Answered.ESTIMATE;

  @Option(
      names = "--simulated-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "tokens a simulation measures, all sequences together (default: 512)")
  private int simulatedTokens;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "threads of a simulation; results do not depend on them (default: all processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--baseline",
      paramLabel = "SYSTEM,...",
      defaultValue = "h100",
      description =
          "machines and GPUs to compare with, separated by commas, or none; settings of GPUs after"
              + " a colon: weights=, experts= (bf16, fp16, fp8, fp8-block, int8, int4, mxfp4), kv="
              + " (bf16, fp16, fp8, int8), tp= (devices; without it the fewest that hold the"
              + " network), like h100:kv=fp8,tp=2 (default: h100)")
  private List<String> baselines = List.of();

  @Option(
      names = "--updates-per-day",
      paramLabel = "U",
      defaultValue = "1",
      description = "weight updates per day, for endurance (default: 1)")
  private double updatesPerDay;

  @Option(
      names = "--target",
      paramLabel = "RATE",
      description =
          "tokens/s wanted: the bandwidth needed is shown and, where the rate is missed, what would"
              + " reach it, each with its cost (default: bandwidth at 10000 alone)")
  private @Nullable Double target;

  @Option(
      names = "--uncertainty",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "1000",
      description = "Monte Carlo over all technology numbers, N samples (default: 1000)")
  private @Nullable Integer samples;

  /// Made by picocli.
  public JobOptions() {}

  /// The machine's file or shipped name.
  public String machineName() {
    return machine.name();
  }

  /// The job for a network.
  ///
  /// @param network a path or a shipped name
  /// @param timelines whether a simulation records when each part is busy
  /// @throws InvalidInputException where the network, the machine or an option is not right
  public Job job(String network, boolean timelines) {
    NamedNetwork named = NamedNetwork.of(network);
    NetworkSpec whole = named.network();
    NetworkSpec networkSpec = span == null ? whole : SpansReader.read("--span", span, whole);
    MachineFile opened = machine.open();
    MachineFile file =
        operands == null
            ? opened
            : opened.withOperands(CountedOperands.read(NamedPath.of("--operands", operands)));
    Job.Builder job = Job.of(networkSpec, file);
    job.weights(
        storage.storage(named.stored(), () -> Compiler.machine(file.machine()).chiplet().macro()));
    scenario(job, networkSpec.maxContext());
    checked("--threads", threads);
    checked("--updates-per-day", updatesPerDay);
    if (target != null) {
      job.target(checked("--target", target.doubleValue())).seekTarget(true);
    }
    return job.mapping(mapping.mapping())
        .engine(engine(timelines))
        .baselines(baselines.toArray(String[]::new))
        .updatesPerDay(updatesPerDay)
        .uncertainty(samples())
        .build();
  }

  private void scenario(Job.Builder job, int longest) {
    if (context != null) {
      job.context(checked("--context", context));
    }
    if (prompt != null) {
      job.prompt(checked("--prompt", prompt));
    }
    if (generate != null) {
      job.generate(answer(checked("--generate", generate), longest));
    }
    job.batch(checked("--batch", batch)).prefillChunk(checked("--prefill-chunk", prefillChunk));
    job.microBatch(microBatch());
  }

  private int microBatch() {
    checked("--micro-batch", microBatch);
    if (batch % microBatch != 0) {
      throw InvalidInputException.of(
          "--micro-batch",
          "must divide the batch of %s, got %s; change one of them".formatted(batch, microBatch));
    }
    if (microBatch > 1 && generate != null) {
      throw InvalidInputException.of(
          "--micro-batch",
          "must be 1 with --generate, whose requests pass one by one, got " + microBatch);
    }
    return microBatch;
  }

  /// Prompt and answer fit the network, and end where the context does.
  private int answer(int tokens, int longest) {
    if (tokens >= longest) {
      throw InvalidInputException.of(
          "--generate",
          "must leave a prompt of 1 token in the network's %s, got %s"
              .formatted(Si.grouped(longest), Si.grouped(tokens)));
    }
    if (context != null && context <= tokens) {
      throw InvalidInputException.of(
          "--generate",
          "must be fewer tokens than the context of %s, got %s"
              .formatted(Si.grouped(context), Si.grouped(tokens)));
    }
    if (context != null && prompt != null && prompt + tokens != context) {
      throw InvalidInputException.of(
          "--context",
          "must be prompt and answer together, %s tokens, got %s; leave it out"
              .formatted(Si.grouped(prompt + tokens), Si.grouped(context)));
    }
    return tokens;
  }

  private static int checked(String option, int value) {
    if (value < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + value);
    }
    return value;
  }

  private static double checked(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw InvalidInputException.of(option, "must be a number above 0, got " + value);
    }
    return value;
  }

  private Engine engine(boolean timelines) {
    return switch (engine) {
      case ESTIMATE -> Engine.ESTIMATE;
      case SIMULATE -> {
        if (simulatedTokens < 2 || simulatedTokens > MOST_SIMULATED) {
          throw InvalidInputException.of(
              "--simulated-tokens",
              "must be from 2 to %s, got %s"
                  .formatted(Si.grouped(MOST_SIMULATED), Si.grouped(simulatedTokens)));
        }
        yield new Engine.Events(simulatedTokens, threads, timelines);
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
