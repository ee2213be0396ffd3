package org.cimlet.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One object of a `config.json`, asked for its values by the family that knows their meaning.
///
/// A fault is collected, not thrown, and the value is then 0, false or empty: a family asks for all
/// it needs, so that one run tells everything. Values of 0 must therefore not be reasoned about. A
/// JSON null counts as absent, as it does for the HuggingFace classes.
final class Config {
  /// Largest width, vocabulary or context that is believed: no product of a few of them overflows.
  static final int MAX_SIZE = 1 << 24;

  static final int MAX_LAYERS = 1 << 12;

  private static final int LONGEST_SHOWN = 60;

  private final Document document;
  private final ObjectNode object;
  private final String path;
  private final Diagnostics diagnostics;
  private final Set<String> asked = new LinkedHashSet<>();

  private Config(Document document, ObjectNode object, String path, Diagnostics diagnostics) {
    this.document = document;
    this.object = object;
    this.path = path;
    this.diagnostics = diagnostics;
  }

  /// The whole document.
  static Config of(Document document, Diagnostics diagnostics) {
    return new Config(document, document.root(), "", diagnostics);
  }

  /// The object under a key.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException where there is none: nothing further can
  ///   be asked
  Config within(String key) {
    if (value(key) instanceof ObjectNode inner) {
      return new Config(document, inner, path + key + ".", diagnostics);
    }
    blame(key, "must be an object, got " + shown(key) + "; give the language part's config there");
    throw new InvalidInputException(diagnostics.found());
  }

  /// A required width, count or length: from 1 to [#MAX_SIZE].
  int size(String key) {
    return size(key, MAX_SIZE);
  }

  /// A required size up to a lower limit.
  int size(String key, int max) {
    if (value(key) == null) {
      blameMissing(key, "a whole number from 1 to " + max);
      return 0;
    }
    return whole(key, 1, max);
  }

  /// A size that may be absent.
  OptionalInt optionalSize(String key) {
    return value(key) == null ? OptionalInt.empty() : OptionalInt.of(whole(key, 1, MAX_SIZE));
  }

  /// A whole number from 0 that may be absent.
  int countOr(String key, int absent) {
    return value(key) == null ? absent : whole(key, 0, MAX_SIZE);
  }

  /// A truth value that may be absent. A null is taken for false by the HuggingFace classes, so it
  /// is refused where an absent key means true.
  boolean flag(String key, boolean absent) {
    JsonNode value = value(key);
    if (value == null) {
      if (absent && object.has(key)) {
        blameMissing(key, "true or false");
      }
      return absent;
    }
    if (!value.isBoolean()) {
      blame(key, "must be true or false, got " + shown(key) + "; correct the value");
      return absent;
    }
    return value.booleanValue();
  }

  /// A text that may be absent.
  Optional<String> word(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString()) {
      blame(key, "must be a text, got " + shown(key) + "; put it in quotes");
      return Optional.empty();
    }
    return Optional.of(value.stringValue());
  }

  /// A list of texts that may be absent.
  Optional<List<String>> words(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (JsonNode element : value) {
      if (element.isString()) {
        words.add(element.stringValue());
      }
    }
    if (!value.isArray() || words.size() != value.size()) {
      blame(key, "must be a list of texts, got " + shown(key) + "; correct the list");
      return Optional.empty();
    }
    return Optional.of(List.copyOf(words));
  }

  /// A list of layer numbers, each below `layers`; empty where absent.
  Set<Integer> layerNumbers(String key, int layers) {
    JsonNode value = value(key);
    Set<Integer> numbers = new LinkedHashSet<>();
    if (value == null) {
      return numbers;
    }
    for (JsonNode element : value) {
      if (element.isInt() && element.intValue() >= 0 && element.intValue() < layers) {
        numbers.add(element.intValue());
      }
    }
    if (layers > 0 && (!value.isArray() || numbers.size() != value.size())) {
      blame(
          key,
          "must be a list of different layer numbers from 0 to %s, got %s; correct the list"
              .formatted(layers - 1, shown(key)));
    }
    return numbers;
  }

  /// Refuses a switch that is on, or a value that is there: what it stands for is not supported.
  void refuseIfSet(String key, String why) {
    JsonNode value = value(key);
    boolean set =
        value != null
            && (value.isBoolean()
                ? value.booleanValue()
                : !value.isContainer() || !value.isEmpty());
    if (set) {
      blame(key, "must be off or absent, got %s; %s".formatted(shown(key), why));
    }
  }

  /// Whether the file says anything under this key, null aside.
  boolean has(String key) {
    return value(key) != null;
  }

  /// Whether the file has this key at all, if only with a null.
  boolean mentions(String key) {
    asked.add(key);
    return object.has(key);
  }

  /// Blames a key's value, or the object where the key is absent.
  void blame(String key, String message) {
    JsonNode value = object.get(key);
    diagnostics.add(document.at(value == null ? object : value, path + key, message));
  }

  /// Blames a required key that is not there.
  void blameMissing(String key, String what) {
    blame(
        key,
        "must be given as %s, got %s"
            .formatted(what, object.has(key) ? "null; correct the value" : "no such key; add it"));
  }

  /// Blames what was never asked for but is spelled almost like a key that was asked for and is
  /// absent: a slip of the pen would otherwise fall back on a default unnoticed.
  void blameMisspelled() {
    List<String> absent = asked.stream().filter(key -> !object.has(key)).toList();
    for (String key : unasked()) {
      String meant = Suggestion.didYouMean(key, absent);
      if (!meant.isEmpty()) {
        diagnostics.add(
            document.atKey(
                object,
                key,
                path + key,
                "must be a key this family knows, got %s%s; correct or remove it"
                    .formatted(key, meant)));
      }
    }
  }

  /// How a key's value is shown in a message.
  String shown(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      return "no such key";
    }
    String text = value.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  private List<String> unasked() {
    return object.propertyNames().stream().filter(key -> !asked.contains(key)).toList();
  }

  private @Nullable JsonNode value(String key) {
    asked.add(key);
    JsonNode value = object.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private int whole(String key, int min, int max) {
    JsonNode value = object.get(key);
    if (value != null && value.isInt() && value.intValue() >= min && value.intValue() <= max) {
      return value.intValue();
    }
    boolean spelling = value != null && value.isFloatingPointNumber();
    String remedy = spelling ? "write plain digits without point or exponent" : "correct the value";
    blame(
        key,
        "must be a whole number from %s to %s, got %s; %s".formatted(min, max, shown(key), remedy));
    return 0;
  }
}
