package org.cimlet.tensor.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.json.Json;

/// A value of a `tokenizer.json` with the way to it, so that what is wrong can be told.
record Setting(String fileName, String path, Json value) {

  /// A member that must be there.
  Setting at(String key) {
    return find(key)
        .orElseThrow(
            () -> new Setting(fileName, below(key), value).fault("must be there, got no such key"));
  }

  /// A member; empty if missing or null.
  Optional<Setting> find(String key) {
    return value.member(key).map(member -> new Setting(fileName, below(key), member));
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String text() {
    return value.asText().orElseThrow(() -> mismatch("a string"));
  }

  boolean flag() {
    if (value != Json.Literal.TRUE && value != Json.Literal.FALSE) {
      throw mismatch("true or false");
    }
    return value.isTrue();
  }

  /// A number of no more than 31 bits.
  int count() {
    long whole = value.asWhole().orElseThrow(() -> mismatch("a whole number"));
    if (whole < 0 || whole > Integer.MAX_VALUE) {
      throw mismatch("a number from 0 to 2^31 - 1");
    }
    return (int) whole;
  }

  float real() {
    if (value instanceof Json.Digits(String digits)) {
      return Float.parseFloat(digits);
    }
    throw mismatch("a number");
  }

  List<Setting> items() {
    List<Json> items = value.asItems().orElseThrow(() -> mismatch("an array"));
    List<Setting> settings = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      settings.add(new Setting(fileName, path + "[" + i + "]", items.get(i)));
    }
    return settings;
  }

  Map<String, Json> members() {
    if (value instanceof Json.Members(Map<String, Json> members)) {
      return members;
    }
    throw mismatch("an object");
  }

  boolean flag(String key, boolean otherwise) {
    return find(key).map(Setting::flag).orElse(otherwise);
  }

  String text(String key, String otherwise) {
    return find(key).map(Setting::text).orElse(otherwise);
  }

  /// Refuses keys beside `type` and those that are understood, since they would change tokens.
  Setting onlyKeys(String... known) {
    Set<String> unknown = new TreeSet<>(members().keySet());
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
    return fault("must be %s, got %s".formatted(expected, value.kind()));
  }

  InvalidInputException fault(String message) {
    return new InvalidInputException(
        List.of(new Diagnostic(fileName, 0, 0, path, message + "; fetch the file again")));
  }

  InvalidInputException notSupported(String known) {
    return new InvalidInputException(
        List.of(
            new Diagnostic(
                fileName,
                0,
                0,
                below("type"),
                "must be one of %s, got %s; use the network's tokenizer.model if it has one"
                    .formatted(known, text("type", "none")))));
  }
}
