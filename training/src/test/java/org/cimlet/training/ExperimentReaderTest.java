package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;

class ExperimentReaderTest {
  private static final Path SHIPPED = Path.of("experiments");

  @Test
  void shipped_experiments_are_right() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      List<Path> experiments = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(experiments).hasSizeGreaterThanOrEqualTo(2);
      experiments.forEach(ExperimentReader::read);
    }
  }

  @Test
  void the_study_retrains_the_network_that_is_trained() {
    Experiment dense = ExperimentReader.read(SHIPPED.resolve("dense.yaml"));
    Experiment retraining = ExperimentReader.read(SHIPPED.resolve("retraining.yaml"));
    assertThat(retraining.shape()).isEqualTo(dense.shape());
    assertThat(Study.cells(SHIPPED.resolve("pruning-queue.csv")))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void all_faults_are_told_together_and_where_they_stand() throws IOException {
    String text =
        Files.readString(SHIPPED.resolve("dense.yaml"))
            .replace("hidden_size: 128", "hidden_size: 127")
            .replace("seed: 1", "sead: 1")
            .replace("dropout: 0", "dropout: none")
            .replace("precision: bfloat16", "precision: float8");
    assertThatThrownBy(() -> ExperimentReader.parse("faulty", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            faulty.yaml:2:1: seed: must be given as a whole number from 0 to 2147483647, got no such key; add it
            faulty.yaml:11:12: precision: must be one of float32, bfloat16, got "float8" (did you mean float32?); correct the value
            faulty.yaml:16:10: dropout: must be a number from 0.0 to 0.9, got "none"; correct the value
            faulty.yaml:4:8: heads: must divide hidden_size 127 into even widths, got 4
            faulty.yaml:8:1: sead: must be a key an experiment knows, got sead (did you mean seed?); correct or remove it\
            """);
  }

  @Test
  void the_learning_rate_rises_stays_and_falls() {
    Experiment dense = ExperimentReader.read(SHIPPED.resolve("dense.yaml"));
    assertThat(dense.rateAt(100)).isEqualTo(0.001);
    assertThat(dense.rateAt(2000)).isEqualTo(0.002);
    // half of the last quarter is left
    assertThat(dense.rateAt(3328 - 415)).isEqualTo(0.002 * (0.05 + 0.95 * 0.5));
  }
}
