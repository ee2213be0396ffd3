package org.cimlet.document;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The YAML files of one kind that ship with Cimlet, and the way to those that users bring.
///
/// @param resources where the folder `presets` lies
/// @param option the option that names such a file, which diagnostics name
/// @param kind what such a file describes: `GPU`
/// @param names what ships, each the name of a `.yaml` file without its ending
public record PresetCatalog(Resources resources, String option, String kind, List<String> names) {
  private static final String EXTENDS = "extends";

  /// What a file says of itself alone.
  private static final List<String> OWN = List.of("name", "summary");

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
    return ships(nameOrPath) ? shipped(nameOrPath) : whole(read(nameOrPath));
  }

  /// Reads a file that a user brings, as it is written.
  ///
  /// @throws InvalidInputException if there is no such readable file, or its text is at fault
  public Document read(String nameOrPath) {
    return Document.read(file(nameOrPath));
  }

  /// A document with what it leaves out taken from the file that its key `extends` names.
  ///
  /// @throws InvalidInputException where there is no such file
  public Document whole(Document document) {
    return base(document).map(base -> extended(document, whole(base))).orElse(document);
  }

  /// The file that a document's key `extends` names, a shipped name or a file in its folder, as it
  /// is written.
  ///
  /// @throws InvalidInputException where there is no such file, or it leads back to the document
  public Optional<Document> base(Document document) {
    JsonNode name = document.root().path(EXTENDS);
    if (name.isMissingNode()) {
      return Optional.empty();
    }
    Optional<Document> base = named(document, name);
    Set<String> seen = new HashSet<>(Set.of(document.fileName()));
    for (Optional<Document> above = base; above.isPresent(); ) {
      Document file = above.get();
      if (!seen.add(file.fileName())) {
        throw fault(document, name, "must not lead back to a file that extends it, got %s", name);
      }
      JsonNode next = file.root().path(EXTENDS);
      above = next.isMissingNode() ? Optional.empty() : named(file, next);
    }
    return base;
  }

  private Optional<Document> named(Document document, JsonNode name) {
    if (!name.isString()) {
      throw fault(
          document,
          name,
          "must name a shipped %s or a .yaml file".formatted(kind) + ", got %s",
          name);
    }
    String text = name.stringValue();
    if (ships(text)) {
      return Optional.of(shipped(text));
    }
    try {
      return Optional.of(read(beside(document.fileName(), text)));
    } catch (InvalidInputException e) {
      List<Diagnostic> placed = new ArrayList<>();
      for (Diagnostic found : e.diagnostics()) {
        placed.add(
            found.line() > 0 || !(found.file().equals(option) || found.file().endsWith(text))
                ? found
                : document.at(
                    name,
                    EXTENDS,
                    found.file().equals(option)
                        ? found.message()
                        : "must name a readable file, got %s, which %s"
                            .formatted(found.file(), found.message())));
      }
      throw new InvalidInputException(placed);
    }
  }

  /// A document with what it leaves out taken from another. Its name and summary are its own.
  ///
  /// @param document whose `extends` names the other; no longer to be used
  /// @param base complete itself
  public Document extended(Document document, Document base) {
    ObjectNode theirs = base.root().objectNode();
    theirs.setAll(base.root());
    theirs.remove(OWN);
    Document filled = document.filled(document.root(), theirs, document.root().path(EXTENDS));
    document.root().remove(EXTENDS);
    return filled;
  }

  private static InvalidInputException fault(
      Document document, JsonNode at, String message, JsonNode got) {
    return new InvalidInputException(
        List.of(document.at(at, EXTENDS, message.formatted(ValueText.of(got)))));
  }

  private Document shipped(String name) {
    return Document.parse(name + ".yaml", text(name), Document.Format.YAML);
  }

  /// A path as the file that names it means it; a bare word is left as it is, a mistyped name.
  public static String beside(String fileName, String text) {
    try {
      Path folder = Path.of(fileName).getParent();
      return folder == null || !text.contains(".") ? text : folder.resolve(text).toString();
    } catch (InvalidPathException e) {
      return text;
    }
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

  /// The text of a shipped file.
  public String text(String name) {
    return new String(resources.bytes("presets/" + name + ".yaml"), StandardCharsets.UTF_8);
  }
}
