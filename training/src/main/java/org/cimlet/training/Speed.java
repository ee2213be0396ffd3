package org.cimlet.training;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Consumer;
import org.cimlet.training.Experiment.Precision;

/// How many bytes of text a second are trained on, by precision and batch: a line for each.
final class Speed {
  private static final int[] BATCHES = {4, 8, 16};
  private static final int STEPS = 6;

  private Speed() {}

  static void measure(
      TorchNetwork torch, Corpus corpus, Experiment experiment, Consumer<String> log) {
    for (Precision precision : Precision.values()) {
      for (int batch : BATCHES) {
        log.accept(line(torch, corpus, experiment.with(precision, batch)));
      }
    }
  }

  private static String line(TorchNetwork torch, Corpus corpus, Experiment experiment) {
    TrainingState state =
        TrainingState.first(experiment.shape(), experiment.seed(), torch.manager());
    step(torch, corpus, experiment, state);
    long startNs = System.nanoTime();
    long startCpuNs = cpuNs();
    for (int i = 0; i < STEPS; i++) {
      step(torch, corpus, experiment, state);
    }
    double bytes = (double) STEPS * experiment.tokensPerStep();
    String line =
        String.format(
            Locale.ROOT,
            "%s, %d sequences: %,.0f bytes a second of processor time, %,.0f by the clock",
            experiment.precision().name().toLowerCase(Locale.ROOT),
            experiment.batch(),
            bytes / (cpuNs() - startCpuNs) * 1e9,
            bytes / (System.nanoTime() - startNs) * 1e9);
    state.close();
    return line;
  }

  private static void step(
      TorchNetwork torch, Corpus corpus, Experiment experiment, TrainingState state) {
    int context = experiment.shape().context();
    torch.learn(
        experiment, state, corpus.batch(1, state.step() + 1, experiment.batch(), context), null);
  }

  /// Processor time of the whole process.
  static long cpuNs() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : System.nanoTime();
  }
}
