package org.cimlet.cli.rtl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where an emission goes: a folder that is new, empty, or was written by an earlier one.
///
/// @param before files of that earlier one, by its manifest
record EmissionFolder(Path path, List<String> before) {
  private static final String MANIFEST = "manifest.json";
  private static final String SCHEMA = "cimlet.rtl/1";

  /// @throws InvalidInputException where it holds something else
  static EmissionFolder at(String name) {
    Path folder;
    try {
      folder = Path.of(name);
    } catch (InvalidPathException e) {
      throw InvalidInputException.of("--out", "must be a path, got '%s'".formatted(name));
    }
    if (name.isBlank() || (Files.exists(folder) && !Files.isDirectory(folder))) {
      throw InvalidInputException.of("--out", "must be a folder, got '%s'".formatted(name));
    }
    if (!Files.exists(folder)) {
      return new EmissionFolder(folder, List.of());
    }
    List<String> before = emitted(folder.resolve(MANIFEST));
    try (Stream<Path> within = Files.list(folder)) {
      if (within.findAny().isPresent() && before.isEmpty()) {
        throw InvalidInputException.of(
            "--out",
            "must be new, empty, or a folder that this command wrote, got '%s', which holds other"
                    .formatted(name)
                + " files; name another");
      }
    } catch (IOException e) {
      throw unusable(name, e);
    }
    return new EmissionFolder(folder, before);
  }

  /// @return empty where there is no manifest of an emission
  private static List<String> emitted(Path manifest) {
    if (!Files.isRegularFile(manifest)) {
      return List.of();
    }
    ObjectNode root;
    try {
      root = Document.read(manifest).root();
    } catch (InvalidInputException e) {
      return List.of(); // another program's
    }
    if (!root.path("schema").asString("").equals(SCHEMA)) {
      return List.of();
    }
    return root.path("files").valueStream().map(JsonNode::asString).toList();
  }

  /// Writes the files, and deletes those of the earlier emission that are none of them.
  void write(Map<String, String> files) {
    try {
      for (String name : before) {
        Path file = path.resolve(name).normalize();
        if (!files.containsKey(name)
            && file.startsWith(path.normalize())
            && Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path to = path.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.writeString(to, file.getValue());
      }
    } catch (IOException e) {
      throw unusable(path.toString(), e);
    }
  }

  private static InvalidInputException unusable(String name, IOException e) {
    return InvalidInputException.of(
        "--out", "must be a folder that can be written, got '%s' (%s)".formatted(name, e));
  }
}
