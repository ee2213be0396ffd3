package org.cimlet.document;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;

/// The YAML files of one kind that ship with Cimlet, and the way to those that users bring.
///
/// @param resources where the folder `presets` lies
/// @param option the option that names such a file, which diagnostics name
/// @param kind what such a file describes: `GPU`
/// @param names what ships, each the name of a `.yaml` file without its ending
public record PresetCatalog(Resources resources, String option, String kind, List<String> names) {
  /// Copies the list.
  public PresetCatalog {
    names = List.copyOf(names);
  }

  /// The files that `presets/index.txt` lists, a name a line, the most usual first.
  ///
  /// @throws IllegalStateException if there is no such list
  public static PresetCatalog of(Resources resources, String option, String kind) {
    String index = new String(resources.bytes("presets/index.txt"), StandardCharsets.UTF_8);
    return new PresetCatalog(resources, option, kind, index.lines().toList());
  }

  /// Whether a name is a shipped one, and so judged by the build.
  public boolean ships(String nameOrPath) {
    return names.contains(nameOrPath);
  }

  /// Opens a shipped file by its name, or a YAML (or JSON) file.
  ///
  /// A shipped name wins over a file of that name; write `./NAME` for the file.
  ///
  /// @throws InvalidInputException if nothing of that name ships and there is no such readable
  ///   file, or its text is at fault
  public Document open(String nameOrPath) {
    return ships(nameOrPath)
        ? Document.parse(nameOrPath + ".yaml", text(nameOrPath), Document.Format.YAML)
        : Document.read(file(nameOrPath));
  }

  /// The file meant, if it can be one at all: a bare word that names no file is a mistyped name.
  private Path file(String nameOrPath) {
    Optional<Path> path = path(nameOrPath);
    if (path.isEmpty() || !(looksLikeFile(nameOrPath) || Files.exists(path.get()))) {
      throw InvalidInputException.of(
          option,
          "must name a shipped %s or a .yaml file, got %s%s; shipped are %s"
              .formatted(
                  kind,
                  nameOrPath.isBlank() ? "nothing" : nameOrPath,
                  Suggestion.didYouMean(nameOrPath.toLowerCase(Locale.ROOT), names),
                  String.join(", ", names)));
    }
    return path.get();
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean looksLikeFile(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return text.contains("/")
        || text.contains("\\")
        || lower.endsWith(".yaml")
        || lower.endsWith(".yml")
        || lower.endsWith(".json");
  }

  private String text(String name) {
    return new String(resources.bytes("presets/" + name + ".yaml"), StandardCharsets.UTF_8);
  }
}
