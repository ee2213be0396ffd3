package org.cimlet.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether, and where, a result goes as JSON.
final class JsonOption {
  @Option(
      names = "--json",
      paramLabel = "F",
      description = "write the result as JSON to a file; - for standard output")
  private @Nullable String file;

  JsonOption() {}

  /// Where it goes, where it was asked for.
  Optional<String> file() {
    return Optional.ofNullable(file);
  }

  /// Whether JSON takes the place of what people read.
  boolean takesTerminal() {
    return "-".equals(file);
  }

  /// Writes it where it was asked for.
  void write(Output output, Supplier<String> json) {
    if (file != null) {
      output.write("--json", file, json.get());
    }
  }

  /// Writes it where it was asked for, and what people read unless it took the terminal.
  void write(Output output, Supplier<String> json, Supplier<String> text) {
    write(output, json);
    if (!takesTerminal()) {
      output.print(text.get());
    }
  }
}
