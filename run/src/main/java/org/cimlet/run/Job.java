package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Scenario;
import org.jspecify.annotations.Nullable;

/// What is to be run, on what, and how it is answered.
///
/// @param network what runs
/// @param weights how its weights are stored
/// @param machine what it runs on
/// @param file the machine's file, which says how far its numbers may be off; null where the
///   machine comes from a program
/// @param scenario lengths and batch
/// @param answerTokens of whole requests, which are timed from end to end; 0 for none
/// @param mapping how the network is cut over the package
/// @param engine how the plan is answered
/// @param baselines GPUs that answer the same scenario
/// @param machines other machines that run the same network and scenario
/// @param targetTokensPerS the rate for which the bandwidth needed is worked out
/// @param seeksTarget whether to look for what would reach that rate, where it is missed
/// @param updatesPerDay how often the weights are replaced, for cells that wear
/// @param uncertaintySamples machines drawn to see how far the answers move; 0 for none
public record Job(
    NetworkSpec network,
    WeightStorage weights,
    MachineSpec machine,
    @Nullable MachineFile file,
    Scenario scenario,
    int answerTokens,
    Parallelism mapping,
    Engine engine,
    List<BaselineSpec> baselines,
    List<MachineFile> machines,
    double targetTokensPerS,
    boolean seeksTarget,
    double updatesPerDay,
    int uncertaintySamples) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where a rate is not above 0, samples are asked of a machine
  ///   without a file, an answer does not end where the context does, or whole requests are to pass
  ///   in micro-batches
  public Job {
    baselines = List.copyOf(baselines);
    machines = List.copyOf(machines);
    if (answerTokens != 0
        && (answerTokens < 0
            || scenario.promptTokens() + answerTokens != scenario.contextTokens())) {
      throw new IllegalArgumentException(
          "prompt and answer must end at the context, got %s and %s of %s tokens"
              .formatted(scenario.promptTokens(), answerTokens, scenario.contextTokens()));
    }
    if (answerTokens != 0 && scenario.microBatch() != 1) {
      throw new IllegalArgumentException(
          "whole requests pass one by one, got a micro-batch of " + scenario.microBatch());
    }
    if (!(targetTokensPerS > 0) || !(updatesPerDay > 0)) {
      throw new IllegalArgumentException(
          "rates must be above 0, got %s tokens/s and %s updates a day"
              .formatted(targetTokensPerS, updatesPerDay));
    }
    if (uncertaintySamples != 0 && (uncertaintySamples < 2 || file == null)) {
      throw new IllegalArgumentException(
          "uncertainty takes at least 2 samples of a machine read from a file, got "
              + uncertaintySamples);
    }
  }

  /// A job for a network and a machine that are named: a path or a shipped name each.
  ///
  /// @throws InvalidInputException where one of them is not there, or not right
  public static Builder of(String network, String machine) {
    MachineFile file = MachineReader.open(machine);
    return new Builder(NetworkReader.read(network), file.machine(), file);
  }

  /// A job for a network and a machine that a program made.
  public static Builder of(NetworkSpec network, MachineSpec machine) {
    return new Builder(network, machine, null);
  }

  /// A job for a network and a machine read from a file.
  public static Builder of(NetworkSpec network, MachineFile file) {
    return new Builder(network, file.machine(), file);
  }

  /// The same work on another machine, which chooses its mapping anew where this one's is open;
  /// with nothing to compare it with.
  Job on(MachineFile other) {
    return of(network, other)
        .weights(weights)
        .context(scenario.contextTokens())
        .prompt(scenario.promptTokens())
        .generate(answerTokens)
        .batch(scenario.batch())
        .prefillChunk(scenario.prefillChunkTokens())
        .microBatch(scenario.microBatch())
        .mapping(mapping)
        .engine(engine)
        .target(targetTokensPerS)
        .updatesPerDay(updatesPerDay)
        .uncertainty(uncertaintySamples)
        .build();
  }

  /// A builder that starts with everything this job says.
  public Builder toBuilder() {
    Builder builder = new Builder(network, machine, file);
    return builder
        .weights(weights)
        .context(scenario.contextTokens())
        .prompt(scenario.promptTokens())
        .generate(answerTokens)
        .batch(scenario.batch())
        .prefillChunk(scenario.prefillChunkTokens())
        .microBatch(scenario.microBatch())
        .mapping(mapping)
        .engine(engine)
        .baselines(baselines)
        .machines(machines)
        .target(targetTokensPerS)
        .seekTarget(seeksTarget)
        .updatesPerDay(updatesPerDay)
        .uncertainty(uncertaintySamples);
  }

  /// Makes a job; every call but the last returns the builder itself.
  ///
  /// Without any call: dense INT8 weights, a context of 2,048 tokens (or the longest that the
  /// network reads), a prompt as long, batch 1, prefill chunks of 128, the fastest mapping, closed
  /// form, no baselines.
  public static final class Builder {
    private static final int USUAL_CONTEXT = 2048;

    private final NetworkSpec network;
    private final MachineSpec machine;
    private final @Nullable MachineFile file;
    private WeightStorage weights = WeightStorage.dense(8);
    private int context;
    private int prompt;
    private int answer;
    private int batch = 1;
    private int prefillChunk = 128;
    private int microBatch = 1;
    private Parallelism mapping = Parallelism.AUTO;
    private Engine engine = Engine.ESTIMATE;
    private List<BaselineSpec> baselines = List.of();
    private List<MachineFile> machines = List.of();
    private double targetTokensPerS = 10_000;
    private boolean seeksTarget;
    private double updatesPerDay = 1;
    private int uncertaintySamples;

    private Builder(NetworkSpec network, MachineSpec machine, @Nullable MachineFile file) {
      this.network = network;
      this.machine = machine;
      this.file = file;
    }

    /// How weights are stored.
    public Builder weights(WeightStorage storage) {
      weights = storage;
      return this;
    }

    /// Tokens in the KV cache when a token is decoded.
    public Builder context(int tokens) {
      context = tokens;
      return this;
    }

    /// Tokens of the prompt; as many as the context leaves beside an answer where this is not
    /// called.
    public Builder prompt(int tokens) {
      prompt = tokens;
      return this;
    }

    /// Times whole requests, prompt and answer; the context is then what both take. 0 for none.
    public Builder generate(int tokens) {
      answer = tokens;
      return this;
    }

    /// Sequences decoded together.
    public Builder batch(int sequences) {
      batch = sequences;
      return this;
    }

    /// Tokens that pass the pipeline together in prefill.
    public Builder prefillChunk(int tokens) {
      prefillChunk = tokens;
      return this;
    }

    /// Sequences of the batch that pass together in decode; each by itself where this is not
    /// called. It must divide the batch.
    public Builder microBatch(int sequences) {
      microBatch = sequences;
      return this;
    }

    /// How the network is cut over the package.
    public Builder mapping(Parallelism cut) {
      mapping = cut;
      return this;
    }

    /// How the plan is answered.
    public Builder engine(Engine chosen) {
      engine = chosen;
      return this;
    }

    /// GPUs and machines that answer the same scenario: shipped names or files, GPUs with settings:
    /// `h100:kv=fp8,tp=2`.
    ///
    /// @throws InvalidInputException where one is not there, or not right
    public Builder baselines(String... texts) {
      List<BaselineSpec> gpus = new ArrayList<>();
      List<MachineFile> others = new ArrayList<>();
      for (String text : texts) {
        Baselines parsed = Baselines.parse(text);
        gpus.addAll(parsed.gpus());
        others.addAll(parsed.machines());
      }
      machines = others;
      return baselines(gpus);
    }

    /// GPUs that answer the same scenario.
    public Builder baselines(List<BaselineSpec> systems) {
      baselines = systems;
      return this;
    }

    /// Other machines that run the same network and scenario.
    public Builder machines(List<MachineFile> others) {
      machines = others;
      return this;
    }

    /// The rate for which the bandwidth needed is worked out; 10,000 where this is not called.
    public Builder target(double tokensPerS) {
      targetTokensPerS = tokensPerS;
      return this;
    }

    /// Whether to look for what would reach the target, where it is missed: many machines are
    /// placed and estimated.
    public Builder seekTarget(boolean seek) {
      seeksTarget = seek;
      return this;
    }

    /// How often the weights are replaced; once a day where this is not called.
    public Builder updatesPerDay(double updates) {
      updatesPerDay = updates;
      return this;
    }

    /// Draws that many machines within the ranges of their numbers.
    public Builder uncertainty(int samples) {
      uncertaintySamples = samples;
      return this;
    }

    /// @throws IllegalArgumentException where a count or a rate is out of range
    public Job build() {
      int usual = Math.min(USUAL_CONTEXT, network.maxContext() - answer);
      int read = prompt > 0 ? prompt : context > 0 ? context - answer : usual;
      int cached = context > 0 ? context : answer > 0 ? read + answer : usual;
      return new Job(
          network,
          weights,
          machine,
          file,
          new Scenario(read, cached, batch, prefillChunk, microBatch),
          answer,
          mapping,
          engine,
          baselines,
          machines,
          targetTokensPerS,
          seeksTarget,
          updatesPerDay,
          uncertaintySamples);
    }
  }
}
