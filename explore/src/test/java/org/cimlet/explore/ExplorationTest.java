package org.cimlet.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.machine.MachineReader;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Explorations of a space of 25,920 designs: three ranges.
class ExplorationTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: small
      base: {network: gpt2, mapping: filled}
      axes:
        compress: {values: [none, "8:32"]}
        batch: {values: [1, 16, 64]}
        machine.chiplet.macros: {from: 100, to: 600, step: 100}
        machine.chiplet.macro.rows: {values: [5000, 10000, 20000]}
        machine.chiplet.macro.clock_mhz: {from: 200, to: 1000, levels: 5}
        machine.links.chiplet.bandwidth_gbit_s: {from: 16, to: 512, factor: 2}
        machine.host.memory.bandwidth_gb_s: {values: [115.2, 230.4, 460.8, 921.6]}
        machine.topology:
          values:
            - {kind: mesh, rows: 4, columns: 4, host_at: [0]}
            - {kind: ring, chiplets: 12, host_at: [0]}
      where: [{product: [machine.chiplet.macros, machine.chiplet.macro.rows], at_most: 9e6}]
      objectives:
        - {maximize: peak_throughput_tokens_per_s}
        - {minimize: energy_per_token_j}
        - {minimize: tpot_batch1_s}
        - {minimize: area_mm2}
      limits: [{metric: tpot_s, at_most: 0.03}]
      """;

  private static final Space SPACE = SpaceReader.parse("small.yaml", YAML);

  @TempDir private Path temp;

  private Exploration.Place at(String name, boolean resumes) {
    return new Exploration.Place(temp.resolve(name), resumes, YAML);
  }

  /// Every file but the lock, by its path.
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("lock")) {
          content.put(
              folder.relativize(file).toString(),
              java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return content;
  }

  @Test
  void threads_stops_and_shards_change_no_byte() throws IOException {
    FrontReport whole =
        Exploration.explore(SPACE, at("one", false), 1, Exploration.Shard.WHOLE, standing -> {});
    assertThat(whole.standing().designs()).isEqualTo(SPACE.size()).isEqualTo(25_920);
    assertThat(whole.members()).hasSizeGreaterThan(3);
    assertThat(whole.standing().excluded()).isPositive();
    assertThat(whole.standing().allRefused()).isPositive();
    Map<String, String> expected = content(temp.resolve("one"));

    assertThatThrownBy(() ->
            Exploration.explore(
                SPACE,
                at("two", false),
                3,
                Exploration.Shard.WHOLE,
                standing -> {
                  throw new IllegalStateException("stopped");
                }))
        .hasMessageContaining("worker failed");
    assertThat(content(temp.resolve("two")).keySet()).doesNotContain("front.json");
    Files.writeString(temp.resolve("two/parts/00000009.json.unfinished"), "half");
    List<Long> heard = new ArrayList<>();
    Exploration.explore(
        SPACE,
        at("two", true),
        3,
        Exploration.Shard.WHOLE,
        standing -> heard.add(standing.designs()));
    assertThat(content(temp.resolve("two"))).isEqualTo(expected);

    for (int shard = 1; shard <= 2; shard++) {
      Exploration.explore(
          SPACE, at("shard" + shard, false), 2, new Exploration.Shard(shard, 2), standing -> {});
    }
    assertThatThrownBy(() ->
            Exploration.merge(SPACE, YAML, temp.resolve("early"), List.of(temp.resolve("shard2"))))
        .hasMessageContaining("part 0 is missing");
    Exploration.merge(
        SPACE,
        YAML,
        temp.resolve("merged"),
        List.of(temp.resolve("shard2"), temp.resolve("shard1")));
    assertThat(content(temp.resolve("merged"))).isEqualTo(expected);
  }

  @Test
  void every_design_is_answered_as_run_answers_it() {
    Columns columns = Columns.of(SPACE);
    Answerer answerer = new Answerer(SPACE, columns);
    int answered = 0;
    int refused = 0;
    for (long design = 0; design < SPACE.size(); design += 151) {
      Row row = answerer.answer(design);
      if (row.status() == Row.Status.EXCLUDED) {
        continue;
      }
      try {
        ExploredDesign taken = ExploredDesign.of(SPACE, design);
        Job job = new Designs(SPACE).job(SPACE.levels(design));
        Job run =
            Job.of(job.network(), MachineReader.parse("machine.yaml", taken.machineYaml()))
                .weights(job.weights())
                .mapping(job.mapping())
                .batch(job.scenario().batch())
                .build();
        Estimate.Decode decode = Estimator.decode(new Runner().plan(run));
        assertThat(row.metrics()[0]).isEqualTo(decode.tpotS());
        assertThat(row.metrics()[1]).isEqualTo(decode.tpotBatch1S());
        assertThat(row.metrics()[3]).isEqualTo(decode.peakThroughputTokensPerS());
        assertThat(row.metrics()[4]).isEqualTo(decode.energyPerTokenJ());
        answered++;
      } catch (InvalidInputException e) {
        assertThat(row.status()).isEqualTo(Row.Status.REFUSED);
        refused++;
      }
    }
    assertThat(answered).isGreaterThan(80);
    assertThat(refused).isGreaterThan(10);
  }

  /// 36 AiM dies hold no KV cache of a thousand sequences; a quarter of the macros no 7B network.
  @Test
  void designs_without_room_say_of_what() {
    String yaml =
        """
        schema: cimlet.space/1
        name: crowded
        base: {network: llama-2-7b, machine: comb-200mb-36-aim-36, context: 2048}
        axes:
          batch: {values: [1, 1000]}
          machine.chiplet.macros: {values: [300, 1250]}
        objectives: [{minimize: tpot_s}]
        """;
    Space space = SpaceReader.parse("crowded.yaml", yaml);
    Answerer answerer = new Answerer(space, Columns.of(space));
    assertThat(List.of(0L, 1L, 2L, 3L))
        .extracting(design -> answerer.answer(design).why())
        .containsExactly(
            "room for the weights", "", "room for the weights", "room for the KV cache");
  }

  /// 300 macros of 10,000 rows hold 0.12 of the bits of the paper's 1,250 of 20,000.
  @Test
  void areas_follow_what_dies_hold() {
    String yaml =
        """
        schema: cimlet.space/1
        name: one
        base: {network: gpt2, mapping: filled}
        axes:
          machine.chiplet.macros: {values: [300]}
          machine.chiplet.macro.rows: {values: [10000]}
        objectives: [{minimize: area_mm2}]
        """;
    String machine = ExploredDesign.of(SpaceReader.parse("a.yaml", yaml), 0).machineYaml();
    assertThat(MachineReader.parse("m.yaml", machine).machine().chiplet().memoryMm2().value())
        .isEqualTo(300 * 0.12);
  }

  @Test
  void evolution_resumes_and_finds_what_there_is() throws IOException {
    String yaml =
        YAML
            + "search: {method: evolve, evaluations: 3000, population: 60, seed: 2, patience:"
            + " 40}\n";
    Space space = SpaceReader.parse("evolve.yaml", yaml);
    FrontReport once =
        Exploration.explore(
            space,
            new Exploration.Place(temp.resolve("once"), false, yaml),
            2,
            Exploration.Shard.WHOLE,
            standing -> {});
    FrontReport all = Exploration.explore(SPACE, null, 2, Exploration.Shard.WHOLE, standing -> {});
    assertThat(once.members()).isNotEmpty();
    double best = all.members().getFirst().values().get(3);
    assertThat(once.members().getFirst().values().get(3)).isGreaterThan(0.99 * best);
    Path half = temp.resolve("half");
    Files.createDirectories(half.resolve("parts"));
    for (String file : List.of("space.yaml", "space.sha256")) {
      Files.copy(temp.resolve("once").resolve(file), half.resolve(file));
    }
    for (int generation = 0; generation < 7; generation++) {
      for (String kind : List.of(".json", ".parquet")) {
        String name = "parts/0000000" + generation + kind;
        Files.copy(temp.resolve("once").resolve(name), half.resolve(name));
      }
    }
    Exploration.explore(
        space, new Exploration.Place(half, true, yaml), 1, Exploration.Shard.WHOLE, standing -> {});
    assertThat(content(half)).isEqualTo(content(temp.resolve("once")));
  }

  @Test
  void a_folder_of_another_space_or_in_use_is_refused() throws IOException {
    Path folder = temp.resolve("used");
    String other = YAML.replace("[1, 16, 64]", "[1, 16, 32]");
    try (Folder open = Folder.create(folder, SPACE, YAML)) {
      assertThat(open.path()).isEqualTo(folder);
      assertThatThrownBy(() -> Folder.resume(folder, SPACE, YAML))
          .hasMessageContaining("one process at a time");
    }
    assertThatThrownBy(() -> Folder.create(folder, SPACE, YAML)).hasMessageContaining("--resume");
    assertThatThrownBy(() -> Folder.resume(folder, SpaceReader.parse("b.yaml", other), other))
        .hasMessageContaining("differs in axes");
    Files.writeString(folder.resolve("space.sha256"), "cimlet 0.0.9 abc\n");
    assertThatThrownBy(() -> Folder.resume(folder, SPACE, YAML))
        .hasMessageContaining("must be written by cimlet 0.1.0, got cimlet 0.0.9");
    assertThatThrownBy(() -> Folder.resume(temp.resolve("none"), SPACE, YAML))
        .hasMessageContaining("must be a folder that cimlet explore wrote");
  }

  /// A directory where a part is to be written stands for a disk that is full.
  @Test
  void what_cannot_be_written_is_told_and_nothing_is_lost() throws IOException {
    Exploration.explore(SPACE, at("right", false), 2, Exploration.Shard.WHOLE, standing -> {});
    Path folder = temp.resolve("full");
    Path blocked = folder.resolve("parts/00000001.parquet.unfinished");
    assertThatThrownBy(() ->
            Exploration.explore(
                SPACE,
                at("full", false),
                1,
                Exploration.Shard.WHOLE,
                standing -> {
                  try {
                    Files.createDirectories(blocked);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("full: must be a folder with room that can be written")
        .hasMessageContaining("go on with --resume");
    Exploration.explore(SPACE, at("full", true), 2, Exploration.Shard.WHOLE, standing -> {});
    assertThat(content(folder)).isEqualTo(content(temp.resolve("right")));

    Path part = folder.resolve("parts/00000001.json");
    Files.writeString(part, "{\"part\": 1, \"desi");
    assertThatThrownBy(
            () -> Exploration.explore(SPACE, at("full", true), 2, Exploration.Shard.WHOLE, _ -> {}))
        .hasMessageContaining("00000001.json: must be a part")
        .hasMessageContaining("delete it");
    Files.delete(part);
    Exploration.explore(SPACE, at("full", true), 2, Exploration.Shard.WHOLE, standing -> {});
    assertThat(content(folder)).isEqualTo(content(temp.resolve("right")));

    Path rows = folder.resolve("parts/00000001.parquet");
    Files.write(rows, Arrays.copyOf(Files.readAllBytes(rows), 100));
    assertThatThrownBy(() -> ExploredRows.each(folder, _ -> {}))
        .hasMessageContaining("00000001.parquet: must be a whole part")
        .hasMessageContaining("--resume answers its designs again");
    Files.delete(rows);
    Files.delete(part);
    Exploration.explore(SPACE, at("full", true), 2, Exploration.Shard.WHOLE, standing -> {});
    assertThat(content(folder)).isEqualTo(content(temp.resolve("right")));
    assertThatThrownBy(() -> Folder.create(part, SPACE, YAML))
        .hasMessageContaining("--out: must name a folder, got the file");
  }

  @Test
  void a_space_of_which_nothing_runs_has_an_empty_front() {
    String yaml =
        """
        schema: cimlet.space/1
        name: none
        base: {network: gpt2, mapping: filled}
        axes: {machine.chiplet.macros: {values: [1, 2]}}
        objectives: [{minimize: area_mm2}]
        uncertainty: {samples: 10}
        refine: {engine: simulate}
        """;
    FrontReport report =
        Exploration.explore(
            SpaceReader.parse("none.yaml", yaml),
            new Exploration.Place(temp.resolve("none"), false, yaml),
            1,
            Exploration.Shard.WHOLE,
            standing -> {});
    assertThat(report.members()).isEmpty();
    assertThat(report.standing().allRefused()).isEqualTo(2);
    assertThat(report.json()).contains("\"front\" : [ ]").doesNotContain("NaN");
  }
}
