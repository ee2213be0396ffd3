package org.cimlet.execute.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.json.Json;

/// Reads single keys of a `config.json`, collecting what is wrong with them.
final class ConfigReader {
  private static final int LARGEST = 1 << 24;

  private final String file;
  private final Json.Members root;
  private final Diagnostics diagnostics = new Diagnostics();

  ConfigReader(String file, Json.Members root) {
    this.file = file;
    this.root = root;
  }

  void throwIfAny() {
    diagnostics.throwIfAny();
  }

  void blame(String key, String message) {
    diagnostics.add(new Diagnostic(file, 0, 0, key, message));
  }

  InvalidInputException fault(String key, String message) {
    blame(key, message);
    return new InvalidInputException(diagnostics.found());
  }

  Optional<Json> member(String key) {
    Json at = root;
    for (String part : key.split("\\.", -1)) {
      Optional<Json> next = at.member(part);
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  boolean has(String key) {
    return member(key).isPresent();
  }

  /// A size; 1 where it is at fault.
  int size(String key) {
    if (!has(key)) {
      blame(key, "must be a size above 0, got nothing; restore the file");
      return 1;
    }
    return sizeOr(key, 1);
  }

  /// A size, or what the family takes where the key is left out or null.
  int sizeOr(String key, int absent) {
    Optional<Json> value = member(key);
    if (value.isEmpty()) {
      return absent;
    }
    OptionalLong whole = value.get().asWhole();
    if (whole.isEmpty() || whole.getAsLong() < 1 || whole.getAsLong() > LARGEST) {
      blame(
          key,
          "must be a whole number from 1 to %s, got %s; restore the file"
              .formatted(LARGEST, value.get().kind()));
      return 1;
    }
    return (int) whole.getAsLong();
  }

  /// A number above 0; 1 where it is at fault or missing.
  double positive(String key) {
    if (!has(key)) {
      blame(key, "must be a number above 0, got nothing; restore the file");
      return 1;
    }
    return positiveOr(key, 1);
  }

  /// A number above 0, or what the family takes where the key is left out or null.
  double positiveOr(String key, double absent) {
    Optional<Json> value = member(key);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.get() instanceof Json.Digits(String text)) {
      double number = Double.parseDouble(text);
      if (number > 0 && number < Double.POSITIVE_INFINITY) {
        return number;
      }
    }
    blame(
        key,
        "must be a finite number above 0, got %s; restore the file".formatted(value.get().kind()));
    return 1;
  }

  boolean flagOr(String key, boolean absent) {
    Optional<Json> value = member(key);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.get() != Json.Literal.TRUE && value.get() != Json.Literal.FALSE) {
      blame(key, "must be true or false, got %s; restore the file".formatted(value.get().kind()));
    }
    return value.get().isTrue();
  }

  /// A word, or what the family takes where the key is left out or null.
  String wordOr(String key, String absent) {
    Optional<Json> value = member(key);
    if (value.isEmpty()) {
      return absent;
    }
    Optional<String> word = value.get().asText();
    if (word.isEmpty()) {
      blame(key, "must be a string, got %s; restore the file".formatted(value.get().kind()));
    }
    return word.orElse(absent);
  }

  /// Refuses all words but those that can be run.
  void requireWord(String key, String absent, List<String> allowed) {
    String word = wordOr(key, absent);
    if (!allowed.contains(word)) {
      blame(key, notOneOf(allowed, () -> word));
    }
  }

  static String notOneOf(List<String> allowed, Supplier<String> got) {
    return "must be %s, got %s; other networks cannot be run"
        .formatted(String.join(" or ", allowed), got.get());
  }

  /// Refuses a flag that changes what a network computes in a way that is not built.
  void requireFlag(String key, boolean absent, boolean required) {
    if (flagOr(key, absent) != required) {
      blame(key, "must be %s, got %s; such networks cannot be run".formatted(required, !required));
    }
  }

  /// One token or several; none where the key is left out or null.
  SortedSet<Integer> tokens(String key, int vocabulary) {
    SortedSet<Integer> tokens = new TreeSet<>();
    for (Json item : member(key).map(v -> v.asItems().orElse(List.of(v))).orElse(List.of())) {
      OptionalLong token = item.asWhole();
      if (token.isEmpty() || token.getAsLong() < 0 || token.getAsLong() >= vocabulary) {
        blame(
            key,
            "must be tokens from 0 to %s, got %s; restore the file"
                .formatted(vocabulary - 1, item.kind()));
      } else {
        tokens.add((int) token.getAsLong());
      }
    }
    return tokens;
  }
}
