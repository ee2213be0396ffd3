package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.execute.kernel.KernelWidth;
import org.cimlet.run.Version;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void the_version_names_the_vectors_that_networks_are_run_with() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Cimlet.execute(stream, stream, "--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "cimlet 0.1.0", "integer products in " + KernelWidth.chosen().description());
  }

  @Test
  void it_is_the_version_that_maven_builds() throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<version>" + Version.NUMBER + "-SNAPSHOT</version>");
  }

  @Test
  void who_cites_it_is_given_the_same_version() throws IOException {
    assertThat(Files.readString(Path.of("../CITATION.cff")))
        .contains("\nversion: " + Version.NUMBER + "\n");
  }
}
