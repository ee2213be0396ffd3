package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keys of the machine that all designs of an exploration have set.
class ExploreSetTest {
  private static final String SET = "--set chiplet.macro.clock_mhz=250 --set host.compute_tops=4";

  @TempDir private Path folder;

  @Test
  void a_design_has_what_is_set_as_a_run_has_it() throws IOException {
    JsonNode front = json("explore %s %s --json -".formatted(space(), SET)).path("front").path(0);
    JsonNode run =
        json("run llama-2-7b --mapping filled %s --baseline none --json -".formatted(SET));
    JsonNode plain = json("run llama-2-7b --mapping filled --baseline none --json -");
    assertThat(front.path("tpot_batch1_s").asDouble())
        .isEqualTo(run.path("decode").path("tpot_batch1_s").asDouble())
        .isGreaterThan(plain.path("decode").path("tpot_batch1_s").asDouble());
  }

  @Test
  void it_stands_in_the_folder_and_is_not_set_again() throws IOException {
    Path out = folder.resolve("out");
    assertThat(shell("explore %s %s --out %s".formatted(space(), SET, out)).code()).isZero();
    assertThat(Files.readString(out.resolve("space.yaml")))
        .contains("set:", "  chiplet.macro.clock_mhz: 250", "  host.compute_tops: 4");
    assertThat(shell("explore --resume " + out).code()).isZero();
    assertThat(shell("explore --resume %s %s".formatted(out, SET)).err())
        .contains("--set: must be left out with --resume, whose space.yaml says what is set");
  }

  @Test
  void a_fault_is_the_options() throws IOException {
    assertThat(shell("explore %s --set chiplet.maccros=5".formatted(space())).err())
        .startsWith("cimlet: --set: chiplet.maccros: ")
        .contains("did you mean macros?");
    assertThat(shell("explore %s --set batch".formatted(space())).err())
        .contains("--set: must be KEY=VALUE, each key once, got batch");
    assertThat(shell("explore %s --set chiplet.vector_unit=null".formatted(space())).err())
        .startsWith("cimlet: --set: must be a number, a text, a list or a mapping, got null");
    assertThat(shell("explore %s --set chiplet.macros=[1".formatted(space())).err())
        .startsWith("cimlet: --set: must be well-formed YAML");
  }

  private Path space() throws IOException {
    return Files.writeString(
        folder.resolve("space.yaml"),
        """
        schema: cimlet.space/1
        name: two
        base: {network: llama-2-7b, mapping: filled}
        axes:
          batch: {values: [1]}
        objectives:
          - {minimize: tpot_batch1_s}
        """);
  }

  private static Shell shell(String command) {
    return Shell.run(command.split(" "));
  }

  private static JsonNode json(String command) {
    Shell shell = shell(command);
    assertThat(shell.err()).isEmpty();
    return JsonMapper.shared().readTree(shell.out());
  }
}
