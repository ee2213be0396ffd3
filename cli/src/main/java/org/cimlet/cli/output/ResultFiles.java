package org.cimlet.cli.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// The files that results go to, by the options that name them.
public final class ResultFiles {
  private static final String TERMINAL = "-";

  private final Map<String, String> files = new LinkedHashMap<>();

  /// None yet.
  public ResultFiles() {}

  /// Adds one.
  ///
  /// @param file null where it is not asked for
  public ResultFiles add(String option, @Nullable String file) {
    if (file != null) {
      files.put(option, file);
    }
    return this;
  }

  /// Two results do not go to one file.
  ///
  /// @throws InvalidInputException where they would
  public ResultFiles checked() {
    Map<Path, String> taken = new HashMap<>();
    files.forEach((option, file) -> {
      Path path = NamedPath.of(option, file).toAbsolutePath().normalize();
      boolean device = Files.exists(path) && !Files.isRegularFile(path);
      String other = device ? null : taken.put(path, option);
      if (other != null) {
        throw InvalidInputException.of(
            option, "must name another file than %s, got %s".formatted(other, file));
      }
    });
    return this;
  }

  /// Whether one of them takes the place of what people read.
  public boolean takeTerminal() {
    return files.containsValue(TERMINAL);
  }

  /// Where the results are, for who looks at the terminal.
  public String written() {
    return files.isEmpty()
        ? ""
        : "  Written\n    " + String.join("\n    ", files.values()) + "\n\n";
  }
}
