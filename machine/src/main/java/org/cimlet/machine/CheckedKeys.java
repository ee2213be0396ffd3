package org.cimlet.machine;

import java.util.OptionalLong;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// The keys of a machine file as its checks see them: by their paths (`chiplet.macro.depth`), and
/// with what is wrong.
///
/// @param diagnostics what the checks find
/// @param blamed keys the schema found wrong already, by their whole paths
/// @param below path that all keys asked for begin with: empty, or `chiplet.macro.`
record CheckedKeys(Document document, Diagnostics diagnostics, Set<String> blamed, String below) {
  CheckedKeys(Document document, Diagnostics diagnostics, Set<String> blamed) {
    this(document, diagnostics, blamed, "");
  }

  /// The keys of a part, by their paths within it.
  CheckedKeys under(String part) {
    return new CheckedKeys(document, diagnostics, blamed, path(part) + ".");
  }

  /// The whole path of a key.
  String path(String key) {
    return below + key;
  }

  /// What stands there; missing where nothing does.
  JsonNode node(String key) {
    return Changes.at(document.root(), path(key));
  }

  /// Whether the schema found it wrong already.
  boolean isBlamed(String key) {
    return blamed.contains(path(key));
  }

  /// Whether a number stands there that the schema found right.
  boolean right(String key) {
    return node(key).isNumber() && !isBlamed(key);
  }

  /// A count, where the schema found it right.
  OptionalLong whole(String key) {
    return right(key) ? OptionalLong.of(node(key).longValue()) : OptionalLong.empty();
  }

  /// Blames a count that is more than another; a key that is missing or wrong is not compared.
  void atMost(String small, String large) {
    OptionalLong value = whole(small);
    OptionalLong most = whole(large);
    if (value.isPresent() && most.isPresent() && value.getAsLong() > most.getAsLong()) {
      blame(
          small,
          "must be at most %s = %s, got %s"
              .formatted(path(large), most.getAsLong(), value.getAsLong()));
    }
  }

  void blame(String key, String message) {
    blame(node(key), key, message);
  }

  /// @param node what stands at the key, where that is within a list
  void blame(JsonNode node, String key, String message) {
    diagnostics.add(document.at(node, path(key), message));
  }
}
