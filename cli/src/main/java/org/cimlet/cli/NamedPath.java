package org.cimlet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;

/// Paths that the user named.
final class NamedPath {
  private NamedPath() {}

  /// @param option by which it was named
  /// @throws InvalidInputException if it is empty or no path on this system
  static Path of(String option, String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw InvalidInputException.of(option, "must be a path, got '%s'".formatted(text));
    }
    throw InvalidInputException.of(option, "must be a path, got an empty one");
  }

  /// The last part of a path.
  static String name(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
