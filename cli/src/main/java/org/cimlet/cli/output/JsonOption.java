package org.cimlet.cli.output;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether, and where, a result goes as JSON.
public final class JsonOption {
  @Option(
      names = "--json",
      paramLabel = "F",
      description = "write the result as JSON to a file; - for standard output")
  private @Nullable String file;

  /// Made by picocli.
  public JsonOption() {}

  /// Where it goes, where it was asked for.
  public Optional<String> file() {
    return Optional.ofNullable(file);
  }

  /// Whether JSON takes the place of what people read.
  public boolean takesTerminal() {
    return "-".equals(file);
  }

  /// Writes it where it was asked for.
  public void write(Output output, Supplier<String> json) {
    if (file != null) {
      output.write("--json", file, json.get());
    }
  }

  /// Writes it where it was asked for, and what people read unless it took the terminal.
  public void write(Output output, Supplier<String> json, Supplier<String> text) {
    write(output, json);
    if (!takesTerminal()) {
      output.print(text.get());
    }
  }
}
