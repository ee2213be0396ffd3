package org.cimlet.machine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.named.NamedMappings;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys of a document set or taken away: a tree that shares with the old one what stays, and what
/// the schema finds wrong with the keys.
final class Changes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Parts of a machine that name other files.
  private static final Set<String> NAMING = Set.of("process", "substrate", "other_dies");

  private final SchemaCheck schema;
  private final ObjectNode before;
  private final Set<String> judged = new LinkedHashSet<>();
  private Document document;
  private boolean names;
  private boolean presets;

  Changes(Document document, SchemaCheck schema) {
    this.document = document;
    this.schema = schema;
    this.before = document.root();
  }

  static JsonNode at(JsonNode root, String key) {
    JsonNode node = root;
    int from = 0;
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', from)) {
      node = node.path(key.substring(from, dot));
      from = dot + 1;
    }
    return node.path(key.substring(from));
  }

  /// Paths to whatever has a chiplet and a process: the machine, `other_dies.kv_cache.`.
  static List<String> owners(JsonNode machine) {
    List<String> owners = new ArrayList<>(List.of(""));
    machine
        .path("other_dies")
        .propertyNames()
        .forEach(use -> owners.add("other_dies." + use + "."));
    return owners;
  }

  /// Sets a key to what stands in a file or on a command line, which is no place in this file.
  void setWritten(String key, JsonNode value) {
    if (value.isNull()) {
      remove(key);
    } else if (value.isNumber() && schema.takes(document, key, "value")) {
      set(key, value.numberValue());
    } else {
      setNode(key, unplaced(value));
    }
  }

  /// The same value without the place at which it was read.
  private static JsonNode unplaced(JsonNode value) {
    if (value.isObject()) {
      ObjectNode copy = NODES.objectNode();
      value.properties().forEach(entry -> copy.set(entry.getKey(), unplaced(entry.getValue())));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      value.forEach(item -> copy.add(unplaced(item)));
      return copy;
    }
    if (value.isString()) {
      return NODES.stringNode(value.stringValue());
    }
    if (value.isNumber()) {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        long whole = value.longValue();
        return whole == (int) whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
      }
      return NODES.numberNode(value.doubleValue());
    }
    return value;
  }

  /// Fills mappings of which a key `preset` was set with what it names.
  void fillNamed() {
    if (presets) {
      document = NamedMappings.filled(document);
    }
  }

  void set(String key, Object value) {
    if (value instanceof Map<?, ?> mapping) {
      put(key, NODES.objectNode());
      // the kind first: what the other keys may be depends on it
      mapping.entrySet().stream()
          .sorted((a, b) -> Boolean.compare(b.getKey().equals("kind"), a.getKey().equals("kind")))
          .forEach(entry -> set(key + "." + entry.getKey(), entry.getValue()));
      judge(key);
    } else {
      setNode(key, node(key, value));
    }
  }

  /// A mapping of another preset shares nothing with what was there, but for substrates, whose
  /// preset has their prices alone.
  void setNode(String key, JsonNode node) {
    if (key.endsWith(".preset") && !key.startsWith("substrate.")) {
      String part = key.substring(0, key.lastIndexOf('.'));
      put(part, NODES.objectNode());
      put(key, node);
      judge(part);
      presets = true;
    } else {
      put(key, node);
      judge(key);
    }
  }

  void remove(String key) {
    put(key, NODES.missingNode());
    judge(key);
  }

  /// The document with its keys as they are now.
  Document document() {
    return document;
  }

  /// Whether a key that names another file may have changed.
  boolean names() {
    return names;
  }

  List<Diagnostic> faults() {
    List<Diagnostic> faults = new ArrayList<>();
    for (String key : judged) {
      schema.faults(document, key).stream()
          .filter(fault -> !faults.contains(fault))
          .forEach(faults::add);
    }
    return faults;
  }

  /// A key that was there is judged alone; one that is new or gone with the mapping it belongs in,
  /// as are all keys beside a `kind`.
  private void judge(String key) {
    String part = key;
    boolean alone = !at(before, key).isMissingNode() && !at(document.root(), key).isMissingNode();
    if (!alone || key.endsWith(".kind")) {
      do {
        part = part.substring(0, Math.max(0, part.lastIndexOf('.')));
      } while (!part.isEmpty() && at(before, part).isMissingNode());
    }
    judged.add(part);
    names |= NAMING.contains(key.substring(0, (key + ".").indexOf('.')));
  }

  private JsonNode node(String key, Object value) {
    return switch (value) {
      case MachineFile.Excerpt excerpt -> excerpt.node();
      case Sourced number -> sourced(number);
      case Number number when schema.takes(document, key, "value") -> sourced(assumed(key, number));
      case Integer number -> NODES.numberNode((int) number);
      case Long number -> NODES.numberNode((long) number);
      case Number number -> NODES.numberNode(number.doubleValue());
      case String text -> NODES.stringNode(text);
      case List<?> list -> list(key, list);
      case Map<?, ?> item -> item(key, item);
      default ->
          throw new IllegalArgumentException(
              "must set %s to a number, a text, a list or a mapping, got %s"
                  .formatted(key, value.getClass()));
    };
  }

  private ArrayNode list(String key, List<?> list) {
    ArrayNode array = NODES.arrayNode();
    for (Object item : list) {
      array.add(node(key + "[" + array.size() + "]", item));
    }
    return array;
  }

  /// A mapping in a list; its technology numbers bring their evidence.
  private ObjectNode item(String key, Map<?, ?> item) {
    ObjectNode node = NODES.objectNode();
    item.forEach((name, value) -> node.set(name.toString(), node(key + "." + name, value)));
    return node;
  }

  /// A number that is set without evidence is the choice of whoever sets it.
  private Sourced assumed(String key, Number number) {
    JsonNode old = at(before, key).path("value");
    return Sourced.assumed(
        number.doubleValue(),
        old.isMissingNode() ? "set for this run" : "set for this run; the file has " + old);
  }

  private static ObjectNode sourced(Sourced number) {
    ObjectNode node = NODES.objectNode();
    node.put("value", number.value());
    Interval range = number.range();
    if (range != null) {
      node.putArray("range").add(range.low()).add(range.high());
    }
    return node.put(number.evidence().label(), number.source());
  }

  private void put(String key, JsonNode value) {
    document = document.with(put(document.root(), key, value));
  }

  /// A tree with a node at a key, sharing with the old one what stays.
  static ObjectNode put(JsonNode old, String key, JsonNode value) {
    ObjectNode copy = NODES.objectNode();
    if (old instanceof ObjectNode mapping) {
      copy.setAll(mapping);
    }
    int dot = key.indexOf('.');
    if (dot >= 0) {
      String part = key.substring(0, dot);
      copy.set(part, put(old.path(part), key.substring(dot + 1), value));
    } else if (value.isMissingNode()) {
      copy.remove(key);
    } else {
      copy.set(key, value);
    }
    return copy;
  }
}
