package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.cimlet.execute.kernel.KernelWidth;
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
}
