package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Expectation;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.paper.row.Printed;
import org.cimlet.paper.row.Section;
import org.cimlet.paper.row.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PaperCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsTheTableAndExitsWithNothingToComplainAbout() {
    assertThat(run("paper")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("weights of a layer").contains("None has regressed.");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void writesJsonToTheTerminalInPlaceOfTheTable() {
    assertThat(run("paper", "--json", "-")).isEqualTo(ExitCode.DONE);
    assertThat(text(out))
        .startsWith("{")
        .contains("\"schema\" : \"cimlet.paper/2\"")
        .endsWith("}\n");
  }

  @Test
  void writesJsonToAFileBesideTheTable(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("paper.json");
    assertThat(run("paper", "--json", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(file)).contains("cimlet.paper/2");
    assertThat(text(out)).contains("weights of a layer");
  }

  @Test
  void aFileThatCannotBeWrittenIsTheUsersFault(@TempDir Path folder) {
    Path file = folder.resolve("nowhere").resolve("paper.json");
    assertThat(run("paper", "--json", file.toString())).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(text(err)).contains("--json").contains(file.toString()).doesNotContain("\tat ");
  }

  @Test
  void aRegressedRowIsNamedOnStderrAndFailsTheCheck() {
    PaperRow broken =
        new PaperRow(
            Section.BANDWIDTH_WALL,
            "weights of a layer",
            new Printed("203", Printed.Bound.NONE),
            "M",
            101.2,
            Basis.NETWORK,
            Status.REPRODUCED,
            "",
            new Expectation(202, 204));
    StringWriter complaints = new StringWriter();
    PaperCommand command = new PaperCommand();
    CommandLine line =
        new CommandLine(command)
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(complaints, true));
    assertThat(line.getCommandName()).isEqualTo("paper");
    assertThat(command.report(List.of(broken))).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(complaints)
        .hasToString(
            "cimlet: section 1.2, weights of a layer: must be 202 to 204 M, got 101.2"
                + System.lineSeparator());
  }

  private int run(String... args) {
    return Cimlet.execute(stream(out), stream(err), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
