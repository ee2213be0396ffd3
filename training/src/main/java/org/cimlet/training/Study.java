package org.cimlet.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.generate.InputNorms;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.compress.ActivationNorms;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.file.ElementType;

/// Works a queue of cells, one after the other, and appends each result to a CSV file; what the
/// file has already is not done again, and a cell that was stopped goes on from its checkpoint.
final class Study {
  static final String HEADER =
      "text,"
          + Cell.HEADER
          + ",retrained_bytes,validation_bits,test_bits,cpu_minutes,test_block_bits";

  private static final int CALIBRATION_BYTES = 16_384;

  private final TorchNetwork torch;
  private final Corpus corpus;
  private final Consumer<String> log;
  private final Path dense;
  private final Experiment base;
  private final Path runs;

  /// @param dense the folder of the network all cells start from
  /// @param base what all retrainings share
  /// @param runs where checkpoints and retrained networks go
  Study(
      TorchNetwork torch,
      Corpus corpus,
      Path dense,
      Experiment base,
      Path runs,
      Consumer<String> log) {
    this.torch = torch;
    this.corpus = corpus;
    this.dense = dense;
    this.base = base;
    this.runs = runs;
    this.log = log;
  }

  /// Does what of the queue the results lack. The queue is read again after each cell, so that it
  /// can grow meanwhile.
  void work(Path queue, Path results) {
    Optional<Cell> next = next(queue, results);
    while (next.isPresent()) {
      log.accept(next.get().name() + " starts");
      append(results, result(next.get()));
      next = next(queue, results);
    }
    log.accept("the queue is done");
  }

  private Optional<Cell> next(Path queue, Path results) {
    List<String> done = lines(results);
    return cells(queue).stream()
        .filter(cell -> done.stream().noneMatch(line -> line.startsWith(key(cell))))
        .findFirst();
  }

  /// What distinguishes a result from others: text, cell, and how long it was retrained.
  private String key(Cell cell) {
    return "%s,%s,%d,".formatted(corpus.key(), cell.line(), retrainedBytes(cell));
  }

  private long retrainedBytes(Cell cell) {
    return cell.how().isRetrained() ? (long) base.steps() * base.tokensPerStep() : 0;
  }

  private Path folder(Cell cell) {
    return runs.resolve(corpus.key(), cell.name() + "-" + retrainedBytes(cell));
  }

  static List<Cell> cells(Path queue) {
    List<Cell> cells = new ArrayList<>();
    List<String> lines = lines(queue);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank() && !line.startsWith("#") && !line.equals(Cell.HEADER)) {
        try {
          cells.add(Cell.parse(line));
        } catch (IllegalArgumentException e) {
          throw InvalidInputException.of(
              queue + ":" + (i + 1), "must be a cell, %s; got %s".formatted(Cell.HEADER, line));
        }
      }
    }
    return cells;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw InvalidInputException.of(file.toString(), "must be a text that can be read");
    }
  }

  private String result(Cell cell) {
    long startNs = Speed.cpuNs();
    Trainer trainer = new Trainer(torch, corpus, log);
    TrainingState state = cell.how().isRetrained() ? retrained(cell, trainer) : compressed(cell);
    boolean int8 = cell.how().isRetrained();
    Trainer.Result result = trainer.evaluate(state, int8);
    state.close();
    log.accept(cell.name() + " " + result);
    return String.format(
        Locale.ROOT,
        "%s%.5f,%.5f,%.1f,%s",
        key(cell),
        result.validation(),
        result.test(),
        (Speed.cpuNs() - startNs) / 60e9,
        result.testBlocks().stream()
            .map(block -> String.format(Locale.ROOT, "%.4f", block))
            .collect(Collectors.joining(" ")));
  }

  private TrainingState retrained(Cell cell, Trainer trainer) {
    Path folder = folder(cell);
    TrainingState start = HuggingFaceFolder.read(dense, torch.manager());
    TrainingState state =
        trainer.run(cell.experiment(base), start, folder.resolve("checkpoint.safetensors"));
    start.close();
    HuggingFaceFolder.write(folder.resolve("network"), state, ElementType.F32);
    return state;
  }

  private TrainingState compressed(Cell cell) {
    Path folder = folder(cell);
    if (!Files.exists(folder)) {
      Method method =
          cell.how() == Cell.How.WANDA ? new Method.Wanda(norms()) : new Method.Magnitude();
      PatternRules patterns = PatternRules.all(new Pattern(cell.kept(), cell.group()));
      Compression compression =
          new Compression(patterns, method, Optional.empty(), Optional.empty());
      Compressor.compress(dense, folder, compression, (done, total) -> {});
    }
    return HuggingFaceFolder.read(folder, torch.manager());
  }

  private ActivationNorms norms() {
    try (NetworkFile file = NetworkFile.open(dense)) {
      int[] text = corpus.trainingTokens(CALIBRATION_BYTES);
      int window = file.network().architecture().maxContext();
      return new ActivationNorms(InputNorms.of(file.network(), List.of(text), window, done -> {}));
    }
  }

  private static void append(Path results, String line) {
    List<String> lines = new ArrayList<>(lines(results));
    if (lines.isEmpty()) {
      lines.add(HEADER);
    }
    lines.add(line);
    Path part = results.resolveSibling(results.getFileName() + ".part");
    try {
      Files.writeString(part, String.join("\n", lines) + "\n");
      Files.move(part, results, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw InvalidInputException.of(
          results.toString(), "must be a file that can be written; choose another place");
    }
  }
}
