package org.cimlet.machine.named;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import org.cimlet.machine.process.ProcessReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Mappings of a machine file whose key `preset` names a file: a process, a link, a host, a host's
/// memory. What the mapping leaves out is that file's.
public final class NamedMappings {
  private static final PresetCatalog LINKS = shelf("link", "links.chiplet.preset");
  private static final PresetCatalog HOSTS = shelf("host", "host.preset");
  private static final PresetCatalog MEMORIES = shelf("memory", "host.memory.preset");

  /// What a file says of itself.
  private static final List<String> OF_FILE = List.of("schema", "summary");

  /// What a process file says of a machine's process; the rest is looked up where it is needed.
  private static final List<String> OF_PROCESS = List.of("name", "node_nm", "voltage_v");

  private NamedMappings() {}

  private static PresetCatalog shelf(String kind, String option) {
    return PresetCatalog.of(name -> open(kind + "/" + name), option, kind);
  }

  private static @Nullable InputStream open(String name) {
    return NamedMappings.class.getResourceAsStream(name);
  }

  /// What can be named, by kind: `link`, `host`, `memory`.
  public static Map<String, List<String>> presets() {
    Map<String, List<String>> presets = new LinkedHashMap<>();
    for (PresetCatalog shelf : List.of(LINKS, HOSTS, MEMORIES)) {
      presets.put(shelf.kind(), shelf.names());
    }
    return presets;
  }

  /// The text of a shipped file.
  ///
  /// @param kind one of [#presets()]
  public static String text(String kind, String name) {
    return switch (kind) {
      case "link" -> LINKS.text(name);
      case "host" -> HOSTS.text(name);
      case "memory" -> MEMORIES.text(name);
      default -> throw new IllegalArgumentException("no kind " + kind);
    };
  }

  /// One line on a shipped file.
  public static String summary(String kind, String name) {
    Document file = Document.parse(name + ".yaml", text(kind, name), Document.Format.YAML);
    return file.root().path("summary").asString();
  }

  /// A machine with what its named files say.
  ///
  /// @param machine no longer to be used
  /// @throws InvalidInputException where there is no such file, or its text is at fault
  public static Document filled(Document machine) {
    Document filled = machine;
    JsonNode root = machine.root();
    filled = process(filled, root.path("process"), "process");
    for (String use : root.path("other_dies").propertyNames()) {
      filled =
          process(
              filled,
              root.path("other_dies").path(use).path("process"),
              "other_dies." + use + ".process");
    }
    for (String link : root.path("links").propertyNames()) {
      filled = filled(filled, root.path("links").path(link), "links." + link, LINKS);
    }
    filled = filled(filled, root.path("host"), "host", HOSTS);
    return filled(filled, root.path("host").path("memory"), "host.memory", MEMORIES);
  }

  private static Document filled(
      Document document, JsonNode mapping, String key, PresetCatalog shelf) {
    JsonNode name = mapping.path("preset");
    if (!name.isString() || !(mapping instanceof ObjectNode own)) {
      return document;
    }
    Document file = open(document, name, key, shelf);
    ObjectNode theirs = own.objectNode();
    theirs.setAll(file.root());
    theirs.remove(OF_FILE);
    return document.filled(own, theirs, name);
  }

  private static Document process(Document document, JsonNode mapping, String key) {
    JsonNode name = mapping.path("preset");
    if (!name.isString()
        || !(mapping instanceof ObjectNode own)
        || OF_PROCESS.stream().allMatch(own::has)) {
      return document;
    }
    Document file = ProcessReader.kept().openFrom(document, name, key + ".preset");
    ObjectNode theirs = own.objectNode();
    OF_PROCESS.forEach(one -> theirs.set(one, file.root().path(one)));
    return document.filled(own, theirs, name);
  }

  private static Document open(Document document, JsonNode name, String key, PresetCatalog shelf) {
    String text = name.stringValue();
    try {
      return shelf.open(shelf.ships(text) ? text : PresetCatalog.beside(document.fileName(), text));
    } catch (InvalidInputException e) {
      List<Diagnostic> placed = new ArrayList<>();
      for (Diagnostic found : e.diagnostics()) {
        placed.add(found.line() > 0 ? found : document.at(name, key + ".preset", found.message()));
      }
      throw new InvalidInputException(placed);
    }
  }
}
