package org.cimlet.rtl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Tools of hardware designers, where they are installed.
///
/// @param code exit code
/// @param text what was printed
record Shell(int code, String text) {
  /// Skips the test, by the tool's name, where one is not installed.
  static void needs(String... tools) {
    for (String tool : tools) {
      Assumptions.assumeTrue(isThere(tool), () -> "needs " + tool);
    }
  }

  /// The same for a library's file.
  static void needs(Path file) {
    Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file);
  }

  /// Long checks: every mask in Verilator, millions of rows, proofs of the largest skipper.
  static void needsTime() {
    Assumptions.assumeTrue(
        Boolean.getBoolean("rtl.full"), () -> "takes minutes: -Drtl.full=true runs it");
  }

  private static boolean isThere(String tool) {
    return found(tool).isPresent();
  }

  /// Where a tool is that is there.
  static Path path(String tool) {
    return found(tool).orElseThrow();
  }

  private static Optional<Path> found(String tool) {
    return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static void write(Path folder, Map<String, String> files) {
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Shell run(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Shell(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
