package org.cimlet.explore.space;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.PresetCatalog;

/// Texts of spaces: those that ship, and a user's files.
public final class SpaceFiles {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(SpaceFiles.class::getResourceAsStream, "SPACE", "space");

  private SpaceFiles() {}

  /// Names of the shipped spaces.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped space, or of a YAML file.
  ///
  /// @throws InvalidInputException where there is no such file
  public static String text(String nameOrPath) {
    if (SHELF.ships(nameOrPath)) {
      return new String(
          SHELF.resources().bytes("presets/" + nameOrPath + ".yaml"), StandardCharsets.UTF_8);
    }
    SHELF.open(nameOrPath);
    try {
      return Files.readString(Path.of(nameOrPath));
    } catch (IOException e) {
      throw InvalidInputException.of(nameOrPath, "must be a readable file, got '%s'".formatted(e));
    }
  }
}
