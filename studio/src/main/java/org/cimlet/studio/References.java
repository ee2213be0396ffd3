package org.cimlet.studio;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import tools.jackson.databind.JsonNode;

/// Files that a file names, and those that they name in turn: none lies outside the folder.
final class References {
  private static final int DEEPEST = 16;

  private final Workspace workspace;
  private final Set<Path> seen = new HashSet<>();
  private final List<Diagnostic> faults = new ArrayList<>();

  private References(Workspace workspace) {
    this.workspace = workspace;
  }

  /// Judges a text.
  ///
  /// @param fileName where it lies, or would
  /// @throws InvalidInputException where it is not YAML, or something it names lies outside
  static void judge(Workspace workspace, String fileName, String yaml) {
    References references = new References(workspace);
    references.file(Document.parse(fileName, yaml, Document.Format.YAML), 0);
    if (!references.faults.isEmpty()) {
      throw new InvalidInputException(references.faults);
    }
  }

  private void file(Document document, int depth) {
    walk(document, document.root(), depth);
  }

  private void walk(Document document, JsonNode node, int depth) {
    if (node.isString()) {
      named(document, node, depth);
    }
    node.valueStream().forEach(inner -> walk(document, inner, depth));
  }

  /// A text names a file where there is one: as the file that has it means it, or from where the
  /// program runs.
  private void named(Document document, JsonNode node, int depth) {
    String text = node.stringValue();
    for (String candidate : List.of(PresetCatalog.beside(document.fileName(), text), text)) {
      Optional<Path> file = existing(candidate);
      if (file.isEmpty()) {
        continue;
      }
      if (workspace.isOutside(file.get())) {
        faults.add(document.at(node, "", "must name a file in the studio's folder, got " + text));
        return;
      }
      if (depth < DEEPEST
          && candidate.matches(".*\\.(ya?ml|json)")
          && seen.add(file.get().toAbsolutePath().normalize())) {
        file(Document.read(file.get()), depth + 1);
      }
    }
  }

  private static Optional<Path> existing(String text) {
    try {
      Path path = Path.of(text);
      boolean isFile =
          !text.isBlank()
              && (Files.isRegularFile(path) || Files.isRegularFile(path.resolve("config.json")));
      return isFile ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
