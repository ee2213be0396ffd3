package org.cimlet.document;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the schema of one key, so that a key can be checked without the rest of its document.
final class SchemaWalk {
  private final Schema root;
  private final JsonNode text;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  SchemaWalk(Schema root) {
    this.root = root;
    this.text = Objects.requireNonNull(root.getSchemaNode());
  }

  /// A value and the place of its schema.
  ///
  /// @param pointer JSON pointer into the schema's text
  record At(JsonNode node, String pointer) {}

  /// The value at a dotted path; null where the schema knows no such key.
  @Nullable At to(JsonNode document, String path) {
    At at = new At(document, "");
    for (String key : path.split("\\.", -1)) {
      String pointer = property(at, key);
      if (pointer == null) {
        return null;
      }
      at = new At(at.node().path(key), pointer);
    }
    return at;
  }

  /// The part of the schema at a pointer, compiled once.
  Schema schema(String pointer) {
    return compiled.computeIfAbsent(
        pointer, at -> root.getSubSchema(SchemaLocation.of("#" + at).getFragment()));
  }

  /// Where a mapping's key is described: with it, where `$ref` leads, or where a condition that the
  /// mapping meets does. Null where nothing describes it.
  @Nullable String property(At at, String key) {
    JsonNode schema = text.at(at.pointer());
    if (schema.path("properties").path(key).isObject()) {
      return at.pointer() + "/properties/" + key;
    }
    if (schema.has("$ref")) {
      String there = property(schema.path("$ref").stringValue().substring(1), at.node(), key);
      if (there != null) {
        return there;
      }
    }
    if (schema.has("if")) {
      boolean met = schema(at.pointer() + "/if").validate(at.node()).isEmpty();
      String there = property(at.pointer() + (met ? "/then" : "/else"), at.node(), key);
      if (there != null) {
        return there;
      }
    }
    for (int i = 0; i < schema.path("allOf").size(); i++) {
      String there = property(at.pointer() + "/allOf/" + i, at.node(), key);
      if (there != null) {
        return there;
      }
    }
    return null;
  }

  private @Nullable String property(String pointer, JsonNode node, String key) {
    return property(new At(node, pointer), key);
  }
}
