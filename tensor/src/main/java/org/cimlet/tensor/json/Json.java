package org.cimlet.tensor.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// A JSON value.
public sealed interface Json {
  /// An object; its members stay in the order of the text.
  record Members(SequencedMap<String, Json> members) implements Json {
    /// Copies.
    public Members {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }
  }

  /// An array.
  record Items(List<Json> items) implements Json {
    /// Copies.
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A string.
  record Text(String value) implements Json {}

  /// A number as it is written.
  record Digits(String text) implements Json {}

  /// `true`, `false` or `null`.
  enum Literal implements Json {
    /// `true`.
    TRUE,
    /// `false`.
    FALSE,
    /// `null`.
    NULL
  }

  /// What a diagnostic calls this kind of value.
  default String kind() {
    return switch (this) {
      case Members _ -> "an object";
      case Items _ -> "an array";
      case Text _ -> "a string";
      case Digits(String text) -> text;
      case Literal literal -> literal.name().toLowerCase(Locale.ROOT);
    };
  }

  /// A member of an object; empty if this is no object, or has none of that name, or it is null.
  default Optional<Json> member(String name) {
    return this instanceof Members(Map<String, Json> members)
        ? Optional.ofNullable(members.get(name)).filter(value -> value != Literal.NULL)
        : Optional.empty();
  }

  /// The text of a string.
  default Optional<String> asText() {
    return this instanceof Text(String value) ? Optional.of(value) : Optional.empty();
  }

  /// The items of an array.
  default Optional<List<Json>> asItems() {
    return this instanceof Items(List<Json> items) ? Optional.of(items) : Optional.empty();
  }

  /// Whether this is `true`.
  default boolean isTrue() {
    return this == Literal.TRUE;
  }

  /// A whole number that fits 64 bits, written without fraction or exponent.
  default OptionalLong asWhole() {
    if (this instanceof Digits(String text)) {
      try {
        return OptionalLong.of(Long.parseLong(text));
      } catch (NumberFormatException _) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }
}
