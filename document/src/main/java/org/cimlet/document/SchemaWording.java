package org.cimlet.document;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.utils.JsonNodes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Suggestion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns what a schema found into `must ..., got ...`, whatever the validator itself would say.
final class SchemaWording {
  private final Document document;
  private final JsonNode schema;
  private final String at;

  /// @param at dotted path to what was checked, empty for the whole document
  SchemaWording(Document document, JsonNode schema, String at) {
    this.document = document;
    this.schema = schema;
    this.at = at;
  }

  Diagnostic diagnostic(Error error) {
    JsonNode node = error.getInstanceNode();
    String path = keyPath(at, error.getInstanceLocation());
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownKey(error, path);
      case "required" -> missingKey(error, path);
      case "oneOf" -> notOneAlternative(error, path);
      default -> document.at(node, path, message(error, node));
    };
  }

  private String message(Error error, JsonNode node) {
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> "must be " + expected(error, limit) + ", got " + gotWrongType(node, limit);
      case "const" -> "must be " + bare(limit) + ", got " + ValueText.of(node);
      case "enum" -> notListed(error, node);
      case "minimum" -> "must be at least " + ValueText.of(limit) + ", got " + ValueText.of(node);
      case "maximum" -> "must be at most " + ValueText.of(limit) + ", got " + ValueText.of(node);
      case "exclusiveMinimum" ->
          "must be above " + ValueText.of(limit) + ", got " + ValueText.of(node);
      case "exclusiveMaximum" ->
          "must be below " + ValueText.of(limit) + ", got " + ValueText.of(node);
      case "pattern", "minItems", "maxItems", "uniqueItems" ->
          "must be " + title(error) + ", got " + ValueText.of(node);
      default ->
          throw new IllegalStateException("a schema keyword without words: " + error.getKeyword());
    };
  }

  private Diagnostic unknownKey(Error error, String path) {
    JsonNode object = error.getInstanceNode();
    String key = error.getProperty();
    List<String> known = List.copyOf(owner(error).path("properties").propertyNames());
    List<String> free = known.stream().filter(name -> !object.has(name)).toList();
    String renamed = renamed(error, key);
    String message =
        renamed.isEmpty()
            ? "must be one of %s, got %s%s"
                .formatted(
                    String.join(", ", known),
                    key,
                    UnitKeys.hint(key, object.path(key), free)
                        .orElseGet(() -> Suggestion.didYouMean(key, free)))
            : "must be %s now, got %s, its old name".formatted(renamed, key);
    return document.atKey(object, key, join(path, key), message);
  }

  private Diagnostic missingKey(Error error, String path) {
    String key = error.getProperty();
    String meaning = owner(error).path("properties").path(key).path("description").asString("");
    String message =
        "must be given, got nothing" + (meaning.isEmpty() ? "" : "; " + key + " is: " + meaning);
    return document.at(error.getInstanceNode(), join(path, key), message);
  }

  private Diagnostic notOneAlternative(Error error, String path) {
    JsonNode object = error.getInstanceNode();
    List<String> given = alternativesGiven(error);
    String message =
        "must have exactly one of %s, got %s"
            .formatted(
                alternatives(error).collect(Collectors.joining(", ")),
                given.isEmpty() ? "none" : String.join(" and ", given));
    return given.size() > 1
        ? document.atKey(object, given.get(1), path, message)
        : document.at(object, path, message);
  }

  /// Which keys of a `oneOf` over required keys the object has.
  static List<String> alternativesGiven(Error error) {
    return alternatives(error).filter(error.getInstanceNode()::has).toList();
  }

  private static Stream<String> alternatives(Error error) {
    return error
        .getSchemaNode()
        .valueStream()
        .map(alternative -> alternative.path("required").path(0).asString(""));
  }

  /// Whether an unknown key is the old name of another.
  boolean renames(Error unknownKey, @Nullable String other) {
    String renamed = renamed(unknownKey, unknownKey.getProperty());
    return other != null && !renamed.isEmpty() && renamed.startsWith(other);
  }

  /// What a key or word that the schema had before is called now; empty where it had none such.
  private String renamed(Error error, String word) {
    return owner(error).path("renamed").path(word).asString("");
  }

  private String notListed(Error error, JsonNode node) {
    String renamed = node.isString() ? renamed(error, node.stringValue()) : "";
    if (!renamed.isEmpty()) {
      return "must be %s now, got %s, its old name".formatted(renamed, node.stringValue());
    }
    List<String> listed = error.getSchemaNode().valueStream().map(SchemaWording::bare).toList();
    String hint = node.isString() ? Suggestion.didYouMean(node.stringValue(), listed) : "";
    return "must be one of %s, got %s%s"
        .formatted(String.join(", ", listed), ValueText.of(node), hint);
  }

  private String expected(Error error, JsonNode type) {
    String title = owner(error).path("title").asString("");
    if (!title.isEmpty()) {
      return title;
    }
    Stream<JsonNode> types = type.isArray() ? type.valueStream() : Stream.of(type);
    return types.map(SchemaWording::typeName).collect(Collectors.joining(" or "));
  }

  private static String typeName(JsonNode type) {
    return switch (type.stringValue()) {
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "string" -> "a text";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a mapping of keys";
      case "null" -> "nothing";
      default -> throw new IllegalStateException("no such JSON type: " + type);
    };
  }

  private static String gotWrongType(JsonNode node, JsonNode type) {
    if (!node.isString()) {
      return ValueText.of(node);
    }
    boolean numberWanted =
        type.toString().contains("integer") || type.toString().contains("number");
    return "the text "
        + ValueText.of(node)
        + (numberWanted ? numberRemedy(node.stringValue()) : "");
  }

  private static String numberRemedy(String text) {
    if (text.matches("[-+]?[0-9]+(\\.[0-9]+)?")) {
      return "; write it without quotes";
    }
    return text.matches("[-+]?[0-9].*") ? "; write the number alone, in the key's unit" : "";
  }

  private String title(Error error) {
    String title = owner(error).path("title").asString("");
    if (title.isEmpty()) {
      throw new IllegalStateException("a schema needs a title at " + error.getSchemaLocation());
    }
    return title;
  }

  /// The schema object the failed keyword stands in.
  private JsonNode owner(Error error) {
    return JsonNodes.get(schema, error.getSchemaLocation().getFragment().getParent());
  }

  private static String bare(JsonNode value) {
    return value.isString() ? value.stringValue() : ValueText.of(value);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String keyPath(String at, NodePath location) {
    StringBuilder path = new StringBuilder(at);
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof Integer index) {
        path.append("[").append(index).append("]");
      } else {
        path.append(path.isEmpty() ? "" : ".").append(location.getName(i));
      }
    }
    return path.toString();
  }
}
