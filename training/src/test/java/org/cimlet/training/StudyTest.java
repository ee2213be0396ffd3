package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.tensor.file.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
  private static final String QUEUE =
      """
      how,kept,group,seed,distilled_share
      # a remark
      dense,1,1,1,0.0
      magnitude,8,32,1,0.0
      wanda,8,32,1,0.0
      regrow,8,32,1,0.5
      """;

  @Test
  void the_queue_is_worked_once_and_may_grow(@TempDir Path folder) throws IOException {
    Path queue = Files.writeString(folder.resolve("queue.csv"), QUEUE);
    Path results = folder.resolve("results.csv");
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Corpus corpus = Tiny.corpus();
      TrainingState dense =
          new Trainer(torch, corpus, line -> {})
              .run(
                  Tiny.experiment(Pruning.NONE, false, 100),
                  null,
                  folder.resolve("dense.safetensors"));
      HuggingFaceFolder.write(folder.resolve("dense"), dense, ElementType.F16);
      List<String> log = new ArrayList<>();
      Experiment base =
          Tiny.experiment(new Pruning(Pruning.Method.NONE, 1, 1, 0.3, 0.7, 2, 0), true, 20);
      Study study =
          new Study(torch, corpus, folder.resolve("dense"), base, folder.resolve("runs"), log::add);
      study.work(queue, results);
      String once = Files.readString(results);
      study.work(queue, results);
      assertThat(Files.readString(results)).isEqualTo(once);
      Files.writeString(queue, QUEUE + "fixed,4,16,2,0.0\n");
      study.work(queue, results);
    }
    List<StudyRow> rows = StudyRow.read(results);
    assertThat(rows)
        .extracting(row -> row.cell().name())
        .containsExactly(
            "dense-seed1",
            "magnitude-8of32-seed1",
            "wanda-8of32-seed1",
            "regrow-8of32-distilled-seed1",
            "fixed-4of16-seed2");
    assertThat(rows.get(1).testBits())
        .as("pruned at once, against retrained")
        .isGreaterThan(rows.get(3).testBits());
    assertThat(rows.getFirst().testBlocks()).hasSize(32);
  }

  @Test
  void a_result_is_compared_with_what_was_retrained_as_long_on_the_same_text() {
    StudyRow dense = row("a", "dense,1,1,1,0.0", 100, 2.0);
    StudyRow otherSeed = row("a", "dense,1,1,2,0.0", 100, 2.1);
    StudyRow longer = row("a", "dense,1,1,1,0.0", 400, 1.9);
    StudyRow otherText = row("b", "dense,1,1,1,0.0", 100, 1.5);
    StudyRow pruned = row("a", "fixed,8,32,2,0.0", 100, 2.3);
    StudyRow thirdSeed = row("a", "fixed,8,32,3,0.0", 100, 2.3);
    StudyRow prunedLonger = row("a", "fixed,8,32,1,0.0", 400, 2.0);
    StudyRow oneShot = row("a", "wanda,8,32,1,0.0", 0, 3.0);
    StudyRow alone = row("c", "fixed,8,32,1,0.0", 100, 2.0);
    List<StudyRow> rows =
        List.of(
            otherText, longer, otherSeed, dense, pruned, thirdSeed, prunedLonger, oneShot, alone);
    assertThat(pruned.control(rows)).contains(otherSeed);
    assertThat(thirdSeed.control(rows)).contains(otherSeed);
    assertThat(prunedLonger.control(rows)).contains(longer);
    assertThat(oneShot.control(rows)).contains(dense);
    assertThat(alone.control(rows)).isEmpty();
    assertThat(dense.loss(rows)).isEmpty();
  }

  private static StudyRow row(String text, String cell, long retrainedBytes, double bits) {
    return new StudyRow(
        text, Cell.parse(cell), retrainedBytes, bits, bits, List.of(bits, bits + 0.1));
  }

  @Test
  void a_loss_and_its_error_by_hand() {
    Cell cell = Cell.parse("fixed,8,32,1,0.0");
    StudyRow control = new StudyRow("text", cell, 0, 2, 2, List.of(2.0, 1.0, 3.0, 2.0));
    StudyRow row = new StudyRow("text", cell, 0, 2, 2, List.of(2.1, 1.3, 3.2, 2.2));
    StudyRow.Loss loss = row.over(control);
    // more by 0.1, 0.3, 0.2, 0.2: mean 0.2, squares 0.02 over 3, over 4 parts
    assertThat(loss.bits()).isCloseTo(0.2, within(1e-12));
    assertThat(loss.standardError()).isCloseTo(Math.sqrt(0.02 / 3 / 4), within(1e-12));
  }
}
