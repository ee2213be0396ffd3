package org.cimlet.tensor.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.ValueText;
import tools.jackson.databind.JsonNode;

/// A value of a `tokenizer.json` with the way to it, so that its faults can be placed. The first
/// fault is thrown: what follows depends on what comes before.
record ConfigNode(Document document, String path, JsonNode value) {
  static ConfigNode root(Document document) {
    return new ConfigNode(document, "", document.root());
  }

  /// A member that must be there.
  ConfigNode at(String key) {
    return find(key)
        .orElseThrow(() ->
            new ConfigNode(document, below(key), value).fault("must be there, got no such key"));
  }

  /// A member; empty if missing or null.
  Optional<ConfigNode> find(String key) {
    return value.hasNonNull(key)
        ? Optional.of(new ConfigNode(document, below(key), value.path(key)))
        : Optional.empty();
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String text() {
    if (!value.isString()) {
      throw mismatch("a string");
    }
    return value.stringValue();
  }

  boolean flag() {
    if (!value.isBoolean()) {
      throw mismatch("true or false");
    }
    return value.booleanValue();
  }

  /// A number of no more than 31 bits.
  int count() {
    if (!value.isInt() || value.intValue() < 0) {
      throw mismatch("a whole number from 0 to 2^31 - 1");
    }
    return value.intValue();
  }

  float real() {
    if (!value.isNumber()) {
      throw mismatch("a number");
    }
    return (float) value.doubleValue();
  }

  List<ConfigNode> items() {
    if (!value.isArray()) {
      throw mismatch("an array");
    }
    List<ConfigNode> items = new ArrayList<>(value.size());
    for (JsonNode item : value) {
      items.add(new ConfigNode(document, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  Set<Map.Entry<String, JsonNode>> members() {
    if (!value.isObject()) {
      throw mismatch("an object");
    }
    return value.properties();
  }

  boolean flag(String key, boolean otherwise) {
    return find(key).map(ConfigNode::flag).orElse(otherwise);
  }

  String text(String key, String otherwise) {
    return find(key).map(ConfigNode::text).orElse(otherwise);
  }

  /// Refuses keys except `type` and those that are understood, since they would change tokens.
  ConfigNode onlyKeys(String... known) {
    Set<String> unknown = new TreeSet<>();
    members().forEach(member -> unknown.add(member.getKey()));
    unknown.remove("type");
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      throw fault("must have no keys but %s, got %s".formatted(List.of(known), unknown));
    }
    return this;
  }

  /// Reads something whose words must fit together.
  <T> T understood(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw fault("must be understood, got %s".formatted(e.getMessage()));
    }
  }

  private InvalidInputException mismatch(String expected) {
    return fault("must be %s, got %s".formatted(expected, ValueText.of(value)));
  }

  InvalidInputException fault(String message) {
    return new InvalidInputException(
        List.of(document.at(value, path, message + "; fetch the file again")));
  }

  InvalidInputException notSupported(String known) {
    return new InvalidInputException(
        List.of(
            document.at(
                value,
                below("type"),
                "must be one of %s, got %s; use the network's tokenizer.model if it has one"
                    .formatted(known, text("type", "none")))));
  }
}
