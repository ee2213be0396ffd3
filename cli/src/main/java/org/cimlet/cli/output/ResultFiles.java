package org.cimlet.cli.output;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /// Two results do not go to one file, and none to a file that the command reads.
  ///
  /// @param words of the command line
  /// @throws InvalidInputException where one would
  public ResultFiles checked(List<String> words) {
    Map<Path, String> taken = new LinkedHashMap<>();
    files.forEach((option, file) -> {
      Path path = NamedPath.of(option, file).toAbsolutePath().normalize();
      boolean device = Files.exists(path) && !Files.isRegularFile(path);
      String other = device ? null : taken.put(path, option);
      if (other != null) {
        throw InvalidInputException.of(
            option, "must name another file than %s, got %s".formatted(other, file));
      }
    });
    Map<Path, Integer> named = new HashMap<>();
    for (String word : words) {
      int value = word.startsWith("--") ? word.indexOf('=') + 1 : 0;
      named.merge(path(word.substring(value)), 1, Integer::sum);
    }
    taken.forEach((path, option) -> {
      if (named.getOrDefault(path, 0) > 1) {
        throw InvalidInputException.of(
            option, "must name another file than one that is read, got " + files.get(option));
      }
    });
    return this;
  }

  /// Where a word leads, if it is the name of a file.
  private static Path path(String word) {
    try {
      return Path.of(word).toAbsolutePath().normalize();
    } catch (InvalidPathException noPath) {
      return Path.of("");
    }
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
