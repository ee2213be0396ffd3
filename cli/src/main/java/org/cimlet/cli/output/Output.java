package org.cimlet.cli.output;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.report.terminal.Ink;

/// Where results go: the terminal, or files that appear whole or not at all.
///
/// @param terminal standard output
public record Output(PrintWriter terminal) {

  /// Whether the terminal shows styles: it is one, and the user did not ask for none.
  public static boolean colour() {
    return isTerminal() && System.getenv("NO_COLOR") == null;
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where no console module is resolved
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Styles of the terminal, and its width: that of the variable COLUMNS, or what the launcher
  /// says. What is no terminal gets the same bytes everywhere.
  public static Ink ink() {
    String columns = System.getenv("COLUMNS");
    if (columns == null || !columns.matches("[0-9]{1,4}")) {
      columns = System.getProperty("cimlet.columns", "");
    }
    return isTerminal() && columns.matches("[0-9]{1,4}")
        ? new Ink(colour(), Integer.parseInt(columns))
        : new Ink(colour());
  }

  /// Prints to the terminal.
  public void print(String text) {
    terminal.print(text);
    terminal.flush();
  }

  /// Writes to a file, or to the terminal where the name is `-`.
  public void write(String option, String name, String text) {
    if (name.equals("-")) {
      print(text);
      return;
    }
    write(option, name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// What writes itself to a stream.
  @FunctionalInterface
  public interface Content {
    /// Writes itself; the stream is not closed.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes to a file, which appears whole or not at all; a device or pipe is written to as it is.
  public void write(String option, String name, Content content) {
    Path file = Path.of(name);
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        fill(file, content);
      } else {
        replace(file, content);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          option,
          "must name a file that can be written, got '%s' (%s)".formatted(name, why(file, e)));
    }
  }

  /// In the user's terms, whatever file was written meanwhile.
  private static String why(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.exists(folder)) {
      return "there is no folder " + folder;
    }
    if (!Files.isDirectory(folder)) {
      return folder + " is no folder";
    }
    return Files.isWritable(folder)
        ? String.valueOf(e.getMessage())
        : folder + " may not be written to";
  }

  /// An unfinished file is removed where writing fails or is interrupted.
  private static void replace(Path file, Content content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Thread interrupted = new Thread(() -> discard(part), "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      fill(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      discard(part);
      forget(interrupted);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // it stays, hidden
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is running
    }
  }

  private static void fill(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    }
  }
}
