package org.cimlet.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.cimlet.diagnostic.InvalidInputException;

/// Where results go: the terminal, or files that appear whole or not at all.
record Output(PrintWriter terminal) {

  /// Whether the terminal shows styles: it is one, and the user did not ask for none.
  @SuppressWarnings("SystemConsoleNull") // it is null where no console module is resolved
  static boolean colour() {
    Console console = System.console();
    return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
  }

  void print(String text) {
    terminal.print(text);
    terminal.flush();
  }

  /// Writes to a file, or to the terminal where the name is `-`.
  void write(String option, String name, String text) {
    if (name.equals("-")) {
      print(text);
      return;
    }
    Path file = Path.of(name);
    try {
      Path part = file.resolveSibling("." + file.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw InvalidInputException.of(
          option, "must name a file that can be written, got '%s' (%s)".formatted(name, e));
    }
  }
}
