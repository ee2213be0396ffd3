package org.cimlet.document;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an object of a document gives, looked at to decide how to read it: nothing is reported, and
/// no key counts as read.
public final class Given {
  private final ObjectNode object;

  Given(ObjectNode object) {
    this.object = object;
  }

  /// Whether the file says anything under this key, null aside.
  public boolean has(String key) {
    return raw(key) != null;
  }

  /// Whether the file gives this very number.
  public boolean is(String key, int number) {
    JsonNode value = raw(key);
    return value != null && value.isInt() && value.intValue() == number;
  }

  /// Entries of a list or an object; empty where there is neither.
  public OptionalInt countOf(String key) {
    JsonNode value = raw(key);
    return value != null && value.isContainer()
        ? OptionalInt.of(value.size())
        : OptionalInt.empty();
  }

  /// A size where the file gives one; what is no size is passed over, as nothing depends on it.
  public OptionalInt sizeIfGiven(String key) {
    JsonNode value = raw(key);
    return value != null
            && value.isInt()
            && value.intValue() >= 1
            && value.intValue() <= Keys.MAX_SIZE
        ? OptionalInt.of(value.intValue())
        : OptionalInt.empty();
  }

  /// Whether the file gives an object.
  public boolean isObject(String key) {
    JsonNode value = raw(key);
    return value != null && value.isObject();
  }

  /// Whether the file gives a text.
  public boolean isText(String key) {
    JsonNode value = raw(key);
    return value != null && value.isString();
  }

  private @Nullable JsonNode raw(String key) {
    JsonNode value = object.get(key);
    return value == null || value.isNull() ? null : value;
  }
}
