package org.cimlet.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;

/// A result of the study.
///
/// @param text the key of what it was trained and tested on
/// @param cell what was done
/// @param retrainedBytes bytes of text it was retrained on
/// @param validationBits bits a byte of the validation part
/// @param testBits bits a byte of the test part
/// @param testBlocks the same of equal parts of the test part
record StudyRow(
    String text,
    Cell cell,
    long retrainedBytes,
    double validationBits,
    double testBits,
    List<Double> testBlocks) {
  StudyRow {
    testBlocks = List.copyOf(testBlocks);
  }

  /// How much worse than the control, and how sure that is.
  ///
  /// @param bits more a byte
  /// @param standardError of the mean over the parts of the test text, each compared with itself
  record Loss(double bits, double standardError) {}

  Loss over(StudyRow control) {
    double[] more = new double[testBlocks.size()];
    for (int i = 0; i < more.length; i++) {
      more[i] = testBlocks.get(i) - control.testBlocks().get(i);
    }
    double mean = Arrays.stream(more).average().orElseThrow();
    double squares = Arrays.stream(more).map(x -> (x - mean) * (x - mean)).sum();
    return new Loss(mean, Math.sqrt(squares / (more.length - 1) / more.length));
  }

  /// The result it is compared with: the dense network retrained on as much of the same text, with
  /// the same seed or else the first; for a network that was not retrained, the one retrained
  /// least.
  Optional<StudyRow> control(List<StudyRow> rows) {
    return rows.stream()
        .filter(row -> row.cell.how() == Cell.How.DENSE && row.text.equals(text))
        .filter(row -> row.retrainedBytes == retrainedBytes || !cell.how().isRetrained())
        .min(
            Comparator.comparingLong(StudyRow::retrainedBytes)
                .thenComparingInt(row -> row.cell.seed() == cell.seed() ? 0 : 1));
  }

  /// The loss against its control.
  Optional<Loss> loss(List<StudyRow> rows) {
    return cell.how() == Cell.How.DENSE ? Optional.empty() : control(rows).map(this::over);
  }

  double share() {
    return (double) cell.kept() / cell.group();
  }

  static List<StudyRow> read(Path results) {
    try {
      List<StudyRow> rows = new ArrayList<>();
      for (String line : Files.readAllLines(results)) {
        if (!line.equals(Study.HEADER)) {
          rows.add(parse(line));
        }
      }
      return rows;
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidInputException.of(
          results.toString(), "must be results of a study, " + Study.HEADER + "; got another text");
    }
  }

  private static StudyRow parse(String line) {
    String[] words = line.split(",", -1);
    if (words.length != 11) {
      throw new IllegalArgumentException(line);
    }
    return new StudyRow(
        words[0],
        Cell.parse(String.join(",", Arrays.copyOfRange(words, 1, 6))),
        Long.parseLong(words[6]),
        Double.parseDouble(words[7]),
        Double.parseDouble(words[8]),
        Arrays.stream(words[10].split(" ")).map(Double::valueOf).toList());
  }
}
