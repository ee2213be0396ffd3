package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A layer of the network that ships runs through the emitted edge in Verilator: the sums that the
/// machine's macros made, to the last integer, and as many rows.
class CosimulationTest {
  /// Three tokens of 3 x 128 outputs, each of 128 inputs in four rows of 8 of 32.
  @Test
  void a_layer_of_the_demo_runs_through_the_emitted_edge() {
    for (String tool : List.of("make", "verilator", "g++")) {
      Assumptions.assumeTrue(isThere(tool), () -> "needs " + tool);
    }
    Shell shell =
        Shell.run(
            "generate",
            "demo",
            "Hi ",
            "--tokens",
            "1",
            "--machine",
            "comb-200mb-16",
            "--rtl",
            "verilator");
    assertThat(shell.out())
        .contains(
            """
            RTL: 1,152 sums of layer 0's first linears, 3 tokens, through the emitted edge in Verilator
              sums  as executed
              rows  4,608, executed 4,608
            """);
    assertThat(shell.code()).isZero();
  }

  @Test
  void wrong_input() {
    Shell alone = Shell.run("generate", "demo", "Hi", "--rtl", "verilator");
    assertThat(alone.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(alone.err()).contains("--rtl: must come with --machine");
    Shell other = Shell.run("generate", "demo", "Hi", "--machine", "comb-200mb-16", "--rtl", "vcs");
    assertThat(other.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(other.err()).contains("--rtl: must be verilator, got 'vcs'");
  }

  private static boolean isThere(String tool) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
