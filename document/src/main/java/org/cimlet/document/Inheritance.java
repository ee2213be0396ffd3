package org.cimlet.document;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a document took from others, and where it names them.
final class Inheritance {
  /// Of a document that names no other.
  static final Inheritance NONE = new Inheritance();

  /// Keys that say what kind of thing a mapping is: of another kind it shares nothing.
  private static final List<String> KINDS = List.of("kind", "preset");

  private final IdentityHashMap<JsonNode, From> nodes = new IdentityHashMap<>();

  private Inheritance() {}

  /// Starts with what another has.
  Inheritance(Inheritance other) {
    nodes.putAll(other.nodes);
  }

  /// Where something was taken from.
  ///
  /// @param place of the value that names it
  /// @param name as written there
  record From(Document.Place place, String name) {}

  /// Where a node comes from; null for one of the document's own.
  @Nullable From from(JsonNode node) {
    return nodes.get(node);
  }

  /// A message about a node, which says where that comes from.
  String saidOf(JsonNode node, String message) {
    From from = nodes.get(node);
    return from == null ? message : message + "; it comes from " + from.name();
  }

  /// Takes the keys that a mapping has not.
  void fill(ObjectNode mapping, ObjectNode source, From from) {
    for (Map.Entry<String, JsonNode> entry : source.properties()) {
      JsonNode own = mapping.path(entry.getKey());
      JsonNode theirs = entry.getValue();
      if (own.isMissingNode()) {
        mapping.set(entry.getKey(), theirs);
        note(theirs, from);
      } else if (own.isNull()) {
        mapping.remove(entry.getKey());
      } else if (own instanceof ObjectNode a && theirs instanceof ObjectNode b && isAlike(a, b)) {
        fill(a, b, from);
      }
    }
  }

  private static boolean isAlike(ObjectNode own, ObjectNode theirs) {
    if (own.has("value") || theirs.has("value")) {
      return false; // a number with its evidence
    }
    return KINDS.stream().allMatch(key -> !own.has(key) || own.path(key).equals(theirs.path(key)));
  }

  private void note(JsonNode node, From from) {
    nodes.put(node, from);
    node.valueStream().forEach(child -> note(child, from));
  }
}
