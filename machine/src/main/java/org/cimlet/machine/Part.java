package org.cimlet.machine;

import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;

/// A mapping of a checked tree and the key path to it.
record Part(JsonNode node, String path) {
  Part part(String key) {
    return new Part(node.path(key), pathTo(key));
  }

  private String pathTo(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String text(String key) {
    return node.path(key).stringValue();
  }

  int count(String key) {
    return node.path(key).intValue();
  }

  boolean has(String key) {
    return node.has(key);
  }

  Sourced sourced(String key, SourcedNumbers numbers) {
    return numbers.take(node.path(key), pathTo(key));
  }
}
