package org.cimlet.conformance.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.cimlet.cli.Cimlet;
import org.cimlet.diagnostic.InvalidInputException;

/// What a command prints about a file: an answer in numbers, or diagnostics.
final class Printed {
  private static final Pattern NO_NUMBER = Pattern.compile("\\b(NaN|Infinity)\\b");

  private Printed() {}

  /// Runs a network on a machine, in words and as JSON.
  ///
  /// @param file the one of them that was changed; its own words stand in answers
  static void run(String network, String machine, String gpu, Path file) throws IOException {
    String[] job = {
      "run", network, "--machine", machine, "--baseline", gpu, "--batch", "3", "--json", "-"
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Cimlet.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            job);
    String said = err.toString(StandardCharsets.UTF_8);
    if (code == 2) {
      throw InvalidInputException.of(file.toString(), said.replace('\n', ' '));
    }
    if (code != 0) {
      throw new IllegalStateException("exit code %s: %s".formatted(code, said));
    }
    if (NO_NUMBER.matcher(out.toString(StandardCharsets.UTF_8)).find()
        && !NO_NUMBER.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
      throw new IllegalStateException("an answer that is no number");
    }
  }
}
