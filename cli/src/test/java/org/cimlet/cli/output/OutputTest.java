package org.cimlet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir private Path folder;

  private final Output output = new Output(new PrintWriter(new StringWriter()));

  @Test
  void a_file_appears_whole() {
    Path file = folder.resolve("result.json");
    output.write("--json", file.toString(), "{}");
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(file).hasContent("{}");
  }

  @Test
  void what_cannot_be_finished_leaves_nothing_and_the_old_file_as_it_was() throws IOException {
    Path file = folder.resolve("run.pftrace");
    Files.writeString(file, "old");
    assertThatThrownBy(() ->
            output.write(
                "--trace",
                file.toString(),
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("the disk is full");
                }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the disk is full");
    assertThat(file).hasContent("old");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
