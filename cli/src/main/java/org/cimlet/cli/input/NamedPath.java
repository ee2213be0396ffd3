package org.cimlet.cli.input;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;

/// Paths that the user named.
public final class NamedPath {
  private NamedPath() {}

  /// A path as it is written.
  ///
  /// @param option by which it was named
  /// @throws InvalidInputException if it is empty or no path on this system
  public static Path of(String option, String text) {
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
  public static String name(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
