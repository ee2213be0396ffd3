package org.cimlet.document;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The keywords our schemas may use: those whose faults [SchemaWording] has words for, and those
/// that find none.
final class SchemaKeywords {
  private static final Set<String> WORDED =
      Set.of(
          "additionalProperties",
          "const",
          "enum",
          "exclusiveMaximum",
          "exclusiveMinimum",
          "maxItems",
          "maximum",
          "minItems",
          "minimum",
          "oneOf",
          "pattern",
          "required",
          "type",
          "uniqueItems");

  private static final Set<String> SILENT =
      Set.of(
          "$defs",
          "$id",
          "$ref",
          "$schema",
          "allOf",
          "default",
          "description",
          "else",
          "if",
          "items",
          "properties",
          "renamed",
          "then",
          "title");

  private static final Set<String> NEED_A_TITLE =
      Set.of("maxItems", "minItems", "pattern", "uniqueItems");

  private SchemaKeywords() {}

  /// Checks a schema and all schemas in it.
  ///
  /// @throws IllegalStateException if one uses a keyword without words, or lacks a title it needs
  static void check(JsonNode schema) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      String keyword = entry.getKey();
      if (!WORDED.contains(keyword) && !SILENT.contains(keyword)) {
        throw new IllegalStateException("no words for faults of the schema keyword " + keyword);
      }
      if (NEED_A_TITLE.contains(keyword) && !schema.has("title")) {
        throw new IllegalStateException("the schema keyword " + keyword + " needs a title");
      }
      switch (keyword) {
        case "properties", "$defs", "allOf", "oneOf" ->
            entry.getValue().valueStream().forEach(SchemaKeywords::check);
        case "items", "if", "then", "else" -> check(entry.getValue());
        default -> {}
      }
    }
  }
}
