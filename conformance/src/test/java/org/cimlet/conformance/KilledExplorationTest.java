package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Explorations whose process is killed (SIGKILL) at random moments and resumed, the whole command
/// line: in the end the same files, byte for byte, as one that was left alone.
///
/// Here it is killed three times; `-Dcimlet.kills=50` kills it more often.
class KilledExplorationTest {
  private static final int KILLS = Integer.getInteger("cimlet.kills", 3);
  private static final int PATIENCE_S = 300;

  private static final String YAML =
      """
      schema: cimlet.space/1
      name: killed
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
      objectives:
        - {maximize: peak_throughput_tokens_per_s}
        - {minimize: energy_per_token_j}
        - {minimize: area_mm2}
      """;

  private static final String EVOLVES =
      YAML + "search: {method: evolve, evaluations: 4000, population: 80, patience: 100}\n";

  @org.junit.jupiter.api.io.TempDir private Path folder;

  private Process start(Path space, String option, Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of("org.cimlet.cli.Cimlet", "explore", space.toString(), "--threads", "2"));
    command.addAll(List.of(option, out.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private void finished(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("said"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {YAML, EVOLVES})
  void what_is_resumed_is_what_was_never_stopped(String yaml) throws Exception {
    Path space = Files.writeString(folder.resolve("space.yaml"), yaml);
    Path whole = folder.resolve("whole");
    long begin = System.nanoTime();
    finished(start(space, "--out", whole));
    long wholeMs = (System.nanoTime() - begin) / 1_000_000;

    Path killed = folder.resolve("killed");
    Random random = new Random(5);
    for (int kill = 0; kill < KILLS; kill++) {
      boolean begun = Files.exists(killed.resolve("space.sha256"));
      Process process = start(space, begun ? "--resume" : "--out", killed);
      if (!process.waitFor(
          random.nextLong(wholeMs / 3, Math.max(wholeMs, 3)), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      }
      if (Files.exists(killed.resolve("explore.html"))) { // the last that is written
        assertThat(content(killed)).isEqualTo(content(whole));
        Files.move(killed, folder.resolve("done" + kill));
      }
    }
    boolean begun = Files.exists(killed.resolve("space.sha256"));
    finished(start(space, begun ? "--resume" : "--out", killed));
    assertThat(content(killed)).hasSizeGreaterThan(8).isEqualTo(content(whole));
  }

  @Test
  void two_explorers_do_not_meet_in_one_folder() throws Exception {
    String large = YAML.replace("levels: 5", "levels: 200");
    Path space = Files.writeString(folder.resolve("space.yaml"), large);
    Path shared = folder.resolve("shared");
    Process first = start(space, "--out", shared);
    while (first.isAlive() && !Files.exists(shared.resolve("space.sha256"))) {
      Thread.sleep(10);
    }
    Process second = start(space, "--resume", shared);
    assertThat(second.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    boolean met = first.isAlive();
    first.destroyForcibly();
    assertThat(met).as("the first is at work while the second begins and is refused").isTrue();
    assertThat(second.exitValue()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("said")))
        .contains("shared: must be explored by one process at a time")
        .contains("wait for it, or use another folder with --shard");
  }

  /// Every file but the lock and what a kill left unfinished, by its path.
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!name.equals("lock") && !name.endsWith(".unfinished")) {
          content.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return content;
  }
}
