package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cimlet.cli.rtl.Cosimulation;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void tools_that_are_missing_or_too_old_are_named(@TempDir Path bin) throws IOException {
    tool(bin, "make", "");
    assertThatThrownBy(() -> Cosimulation.check("verilator", bin.toString()))
        .hasMessageContaining(
            "--rtl: needs verilator, which is not installed; on Debian and Ubuntu: apt-get install"
                + " make verilator g++");
    tool(bin, "verilator", "echo Verilator 4.106 2020-12-02 rev v4.106");
    tool(bin, "g++", "");
    assertThatThrownBy(() -> Cosimulation.check("verilator", bin.toString()))
        .hasMessageContaining("--rtl: needs Verilator 4.200 or newer, got 'Verilator 4.106");
    tool(bin, "verilator", "echo Verilator 5.006 2023-01-22 rev v5.006");
    Cosimulation.check("verilator", bin.toString());
  }

  private static void tool(Path bin, String name, String does) throws IOException {
    Path tool = bin.resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + does + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  private static boolean isThere(String tool) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
