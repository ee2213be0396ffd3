package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CommandClassesTest {
  /// The launcher loads these modules for the commands that need them only, so a command class that
  /// names one of their types would end every command at its start.
  @Test
  void commands_start_without_the_modules_that_only_some_need() throws IOException {
    Class<?>[] commands =
        Objects.requireNonNull(Cimlet.class.getAnnotation(Command.class)).subcommands();
    assertThat(commands).hasSizeGreaterThan(5);
    for (Class<?> command : commands) {
      try (InputStream file = command.getResourceAsStream(command.getSimpleName() + ".class")) {
        String bytes =
            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(command.getSimpleName()).doesNotContain("org/cimlet/execute");
        assertThat(bytes).as(command.getSimpleName()).doesNotContain("org/cimlet/rtl/");
      }
    }
  }
}
