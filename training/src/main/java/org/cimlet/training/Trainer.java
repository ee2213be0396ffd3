package org.cimlet.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs an experiment to its end, from its last checkpoint if it has one.
///
/// Equal experiments on equal texts and threads end with equal bits, however often they were
/// stopped.
final class Trainer {
  private static final int CHECKPOINT_SECONDS = 60;
  private static final int VALIDATE_STEPS = 128;
  private static final int VALIDATION_WINDOWS = 64;
  private static final int BLOCKS = 32;
  private static final int RESULT_WINDOWS = 256;
  private static final double NATS_PER_BIT = Math.log(2);

  private final TorchNetwork torch;
  private final Corpus corpus;
  private final Consumer<String> log;

  Trainer(TorchNetwork torch, Corpus corpus, Consumer<String> log) {
    this.torch = torch;
    this.corpus = corpus;
    this.log = log;
  }

  /// Bits a byte.
  ///
  /// @param validation of the beginning of the validation part
  /// @param test of the test part
  /// @param testBlocks of the test part cut into [#BLOCKS] of equal length, for error bars
  record Result(double validation, double test, List<Double> testBlocks) {
    Result {
      testBlocks = List.copyOf(testBlocks);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "validation %.4f, test %.4f bits a byte", validation, test);
    }
  }

  /// @param start the network to start from and to imitate, null for first weights
  TrainingState run(Experiment experiment, @Nullable TrainingState start, Path checkpoint) {
    TrainingState state = begin(experiment, start, checkpoint);
    TrainingState teacher = experiment.distilled() > 0 ? start : null;
    int from = state.step();
    long startNs = System.nanoTime();
    long savedNs = startNs;
    double mean = 0;
    while (state.step() < experiment.steps()) {
      int step = state.step() + 1;
      long[] tokens =
          corpus.batch(experiment.seed(), step, experiment.batch(), experiment.shape().context());
      double nats = torch.learn(experiment, state, tokens, teacher);
      if (!Double.isFinite(nats)) {
        throw new IllegalStateException("the loss of step %s is %s".formatted(step, nats));
      }
      mean = mean == 0 ? nats : 0.98 * mean + 0.02 * nats;
      long nowNs = System.nanoTime();
      if (step % VALIDATE_STEPS == 0 || step == experiment.steps()) {
        double seconds = (nowNs - startNs) / 1e9;
        log.accept(line(experiment, state, mean, (step - from) / seconds));
      }
      if (nowNs - savedNs > CHECKPOINT_SECONDS * 1_000_000_000L || step == experiment.steps()) {
        Checkpoint.write(checkpoint, state);
        savedNs = nowNs;
      }
    }
    return state;
  }

  private TrainingState begin(Experiment experiment, @Nullable TrainingState start, Path at) {
    if (Checkpoint.exists(at)) {
      TrainingState state = Checkpoint.read(at, experiment.shape(), torch.manager());
      log.accept("%s goes on after step %s".formatted(experiment.name(), state.step()));
      return state;
    }
    return start == null
        ? TrainingState.first(experiment.shape(), experiment.seed(), torch.manager())
        : TrainingState.from(start, torch.manager());
  }

  private String line(
      Experiment experiment, TrainingState state, double mean, double stepsPerSecond) {
    double valid = bits(state, corpus.validation(), experiment.int8(), VALIDATION_WINDOWS);
    return String.format(
        Locale.ROOT,
        "%s step %,d/%,d  train %.4f  valid %.4f bits  %,.0f tokens/s  %.1f min left",
        experiment.name(),
        state.step(),
        experiment.steps(),
        mean / NATS_PER_BIT,
        valid,
        stepsPerSecond * experiment.tokensPerStep(),
        (experiment.steps() - state.step()) / stepsPerSecond / 60);
  }

  Result evaluate(TrainingState state, boolean int8) {
    double[] windows = windowBits(state, corpus.test(), int8, Integer.MAX_VALUE);
    List<Double> blocks = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      int from = windows.length * block / BLOCKS;
      int to = windows.length * (block + 1) / BLOCKS;
      blocks.add(Arrays.stream(windows, from, to).average().orElseThrow());
    }
    return new Result(
        bits(state, corpus.validation(), int8, RESULT_WINDOWS),
        Arrays.stream(windows).average().orElseThrow(),
        blocks);
  }

  private double bits(TrainingState state, byte[] text, boolean int8, int windows) {
    return Arrays.stream(windowBits(state, text, int8, windows)).average().orElseThrow();
  }

  /// Bits a byte of each window of a text; they do not overlap, as `cimlet evaluate` reads it. A
  /// rest shorter than a window is left out.
  private double[] windowBits(TrainingState state, byte[] text, boolean int8, int most) {
    int context = state.shape().context();
    double[] bits = new double[Math.min(most, (text.length - 1) / context)];
    for (int window = 0; window < bits.length; window++) {
      long[] tokens = new long[context + 1];
      Corpus.fill(text, window * context, tokens, 0, tokens.length);
      bits[window] = torch.loss(state, tokens, 1, int8) / NATS_PER_BIT;
    }
    return bits;
  }
}
