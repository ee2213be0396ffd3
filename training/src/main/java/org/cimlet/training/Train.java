package org.cimlet.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.file.ElementType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./train`: trains networks, prunes them while retraining, measures how well that goes.
@Command(
    name = "train",
    description =
        "Trains and retrains byte-level networks with PyTorch. Stop it when you like: the"
            + " same command goes on where it was.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Train {
  private static final int USERS_FAULT = 2;

  @Spec private CommandSpec spec;

  private Train() {}

  /// Runs the command line and ends the JVM with its exit code.
  public static void main(String... args) {
    CommandLine line = new CommandLine(new Train());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((fault, commandLine, result) -> {
      if (fault instanceof InvalidInputException invalid) {
        invalid.diagnostics().forEach(diagnostic -> commandLine.getErr().println(diagnostic));
        return USERS_FAULT;
      }
      throw fault;
    });
    System.exit(line.execute(args));
  }

  @Command(
      name = "run",
      description = "Trains a network as a file says and writes its HuggingFace folder.",
      mixinStandardHelpOptions = true)
  int run(
      @Parameters(paramLabel = "EXPERIMENT.yaml") String experiment,
      @Option(names = "--text", required = true, paramLabel = "FILE") String text,
      @Option(names = "--runs", defaultValue = "training/runs", paramLabel = "DIR") String runs,
      @Option(names = "--threads", defaultValue = "1", paramLabel = "N") int threads) {
    Experiment read = ExperimentReader.read(Path.of(experiment));
    Corpus corpus = Corpus.read(Path.of(text));
    log(
        String.format(
            Locale.ROOT, "%s: %,d weights, %s", read.name(), read.shape().size(), corpus.name()));
    try (TorchNetwork torch = TorchNetwork.open(threads)) {
      Path folder = Path.of(runs, corpus.key(), read.name());
      Trainer trainer = new Trainer(torch, corpus, this::log);
      TrainingState state = trainer.run(read, null, folder.resolve("checkpoint.safetensors"));
      HuggingFaceFolder.write(folder.resolve("network"), state, ElementType.F16);
      log("%s: %s".formatted(folder.resolve("network"), trainer.evaluate(state, read.int8())));
    }
    return 0;
  }

  @Command(
      name = "study",
      description = "Retrains a dense network for each cell of a queue that the results lack.",
      mixinStandardHelpOptions = true)
  int study(
      @Parameters(index = "0", paramLabel = "DENSE") String dense,
      @Parameters(index = "1", paramLabel = "RETRAINING.yaml") String experiment,
      @Parameters(index = "2", paramLabel = "QUEUE.csv") String queue,
      @Parameters(index = "3", paramLabel = "RESULTS.csv") String results,
      @Option(names = "--text", required = true, paramLabel = "FILE") String text,
      @Option(names = "--runs", defaultValue = "training/runs", paramLabel = "DIR") String runs,
      @Option(names = "--threads", defaultValue = "1", paramLabel = "N") int threads) {
    Experiment base = ExperimentReader.read(Path.of(experiment));
    Corpus corpus = Corpus.read(Path.of(text));
    log(corpus.name());
    try (TorchNetwork torch = TorchNetwork.open(threads)) {
      new Study(torch, corpus, Path.of(dense), base, Path.of(runs), this::log)
          .work(Path.of(queue), Path.of(results));
    }
    return 0;
  }

  @Command(
      name = "speed",
      description = "Measures how fast an experiment trains, by precision and batch.",
      mixinStandardHelpOptions = true)
  int speed(
      @Parameters(paramLabel = "EXPERIMENT.yaml") String experiment,
      @Option(names = "--text", required = true, paramLabel = "FILE") String text,
      @Option(names = "--threads", defaultValue = "1", paramLabel = "N") int threads) {
    try (TorchNetwork torch = TorchNetwork.open(threads)) {
      Speed.measure(
          torch, Corpus.read(Path.of(text)), ExperimentReader.read(Path.of(experiment)), this::log);
    }
    return 0;
  }

  @Command(
      name = "page",
      description = "Draws a study's results: the table within its page, and a plot.",
      mixinStandardHelpOptions = true)
  int page(
      @Parameters(index = "0", paramLabel = "RESULTS.csv") String results,
      @Parameters(index = "1", paramLabel = "PAGE.md") String page,
      @Parameters(index = "2", paramLabel = "PLOT.svg") String plot)
      throws IOException {
    List<StudyRow> rows = StudyRow.read(Path.of(results));
    Files.writeString(Path.of(page), PruningTables.with(Files.readString(Path.of(page)), rows));
    Files.writeString(Path.of(plot), StudyPlot.of(rows));
    return 0;
  }

  private void log(String line) {
    spec.commandLine()
        .getOut()
        .println(
            LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
