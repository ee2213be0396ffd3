package org.cimlet.explore.space;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.document.InputFile;
import org.cimlet.document.PresetCatalog;

/// Texts of spaces: those that ship, and a user's files.
public final class SpaceFiles {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(SpaceFiles.class::getResourceAsStream, "SPACE", "space");

  private static final int LARGEST_BYTES = 2 << 20;

  private SpaceFiles() {}

  /// Names of the shipped spaces.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped space, or of a YAML file.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException where there is no such readable file
  public static String text(String nameOrPath) {
    if (SHELF.ships(nameOrPath)) {
      return new String(
          SHELF.resources().bytes("presets/" + nameOrPath + ".yaml"), StandardCharsets.UTF_8);
    }
    SHELF.open(nameOrPath);
    return InputFile.text(Path.of(nameOrPath), LARGEST_BYTES);
  }
}
