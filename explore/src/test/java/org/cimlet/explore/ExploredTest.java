package org.cimlet.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.Row.Status;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a folder says again, against every design answered on its own.
class ExploredTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: few
      base: {network: gpt2, mapping: filled, context: 512}
      axes:
        compress: {values: [none, "8:32"]}
        batch: {from: 1, to: 50, step: 1}
        machine.chiplet.macros: {values: [20, 100, 600]}
        machine.chiplet.macro.rows: {values: [10000, 20000]}
      where: [{product: [machine.chiplet.macros, machine.chiplet.macro.rows], at_most: 1e7}]
      objectives: [{maximize: throughput_tokens_per_s}, {minimize: energy_per_token_j}]
      limits: [{metric: tpot_s, at_most: 0.001}]
      """;

  private static final Space SPACE = SpaceReader.parse("few.yaml", YAML);

  @TempDir private Path temp;

  private Path explored() {
    Path folder = temp.resolve("few");
    Exploration.explore(
        SPACE,
        new Exploration.Place(folder, false, YAML),
        2,
        Exploration.Shard.WHOLE,
        standing -> {});
    return folder;
  }

  @Test
  void a_front_or_a_part_that_is_no_text_is_called_so() throws IOException {
    Path folder = explored();
    Files.writeString(folder.resolve("front.json"), "{\"front\": [");
    assertThatThrownBy(() -> Explored.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("front.json")
        .hasMessageContaining("must be well-formed JSON")
        .hasMessageNotContaining("REDACTED");
    Files.write(folder.resolve("parts/00000000.json"), new byte[] {(byte) 0xFF});
    assertThatThrownBy(() -> Explored.read(folder))
        .hasMessageContaining("00000000.json:1:1: must be UTF-8 text, got the byte 0xFF");
  }

  @Test
  void counts_front_sample_and_effects_are_those_of_every_design() {
    Explored explored = Explored.read(explored());
    Columns columns = Columns.of(SPACE);
    Answerer answerer = new Answerer(SPACE, columns);
    List<Row> rows = new ArrayList<>();
    for (long design = 0; design < SPACE.size(); design++) {
      rows.add(answerer.answer(design));
    }
    List<Row> answered =
        rows.stream()
            .filter(row -> row.status() == Status.DONE || row.status() == Status.OVER_LIMIT)
            .toList();
    for (Status status : Status.values()) {
      assertThat(rows).as("%s", status).anyMatch(row -> row.status() == status);
    }
    assertThat(explored.designs()).isEqualTo(600);
    assertThat(explored.answered()).isEqualTo(answered.size());
    assertThat(explored.excluded()).isEqualTo(count(rows, Status.EXCLUDED));
    assertThat(explored.refused().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(count(rows, Status.REFUSED));
    assertThat(explored.beyond())
        .containsExactly(java.util.Map.entry("tpot_s", count(rows, Status.OVER_LIMIT)));
    // few designs: front and sample are all that have figures, each once, with its figures
    List<Explored.Design> all = new ArrayList<>(explored.front());
    all.addAll(explored.sample());
    assertThat(all).hasSize(answered.size());
    for (Explored.Design design : all) {
      assertThat(design.values()).isEqualTo(rows.get((int) design.number()).metrics());
    }
    assertThat(explored.front()).isNotEmpty();

    int energy = columns.of(Metric.ENERGY_PER_TOKEN_J);
    Effects effects = explored.effects();
    for (int level = 0; level < 3; level++) {
      int taken = level;
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      for (Row row : answered) {
        if (SPACE.levels(row.design())[2] == taken) {
          sum += row.metrics()[energy];
          least = row.status() == Status.DONE ? Math.min(least, row.metrics()[energy]) : least;
        }
      }
      Effects.Cells cells = effects.axis(2);
      assertThat(cells.sums()[level][energy]).isCloseTo(sum, within(1e-12 * Math.max(1, sum)));
      assertThat(cells.least()[level][energy]).isEqualTo(least);
    }
    assertThat(effects.words(0, false)).containsExactly("none", "8:32");
    // 50 batches in 40 and in 12 stretches
    assertThat(effects.axis(1).size()).isEqualTo(40);
    assertThat(effects.words(1, true)).hasSize(12).startsWith("1 to 5", "6 to 9");
    Effects.Cells pair = effects.pair(0, 1);
    long inCell =
        answered.stream()
            .filter(row -> SPACE.levels(row.design())[0] == 1 && SPACE.levels(row.design())[1] < 5)
            .count();
    assertThat(pair.answered()[12]).isEqualTo(inCell);
  }

  private static long count(List<Row> rows, Status status) {
    return rows.stream().filter(row -> row.status() == status).count();
  }

  @Test
  void a_damaged_part_is_named() throws IOException {
    Path folder = explored();
    Path part = folder.resolve("parts/00000000.parquet");
    byte[] whole = Files.readAllBytes(part);
    for (int length : new int[] {0, 3, 12, whole.length / 2, whole.length - 1}) {
      Files.write(part, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Explored.read(folder))
          .as("%s bytes", length)
          .isInstanceOf(org.cimlet.diagnostic.InvalidInputException.class)
          .hasMessageContaining("part");
    }
  }
}
