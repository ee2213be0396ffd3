package org.cimlet.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One object of a document, asked for its values by a reader that knows their meaning: the one
/// reader of keys, wherever no schema judges a file.
///
/// A fault is collected with its place, not thrown, and the value is then the smallest allowed, 0,
/// false or empty: a reader asks for all it needs, so that one run reports everything, and must not
/// reason about values at fault. A JSON null counts as absent, as it does for the HuggingFace
/// classes.
public final class Keys {
  /// Largest size that is believed: no product of a few of them overflows.
  public static final int MAX_SIZE = 1 << 24;

  private static final int LONGEST_SHOWN = 60;

  private final Document document;
  private final ObjectNode object;
  private final ObjectNode defaults;
  private final String path;
  private final Diagnostics diagnostics;
  private final Set<String> asked;

  private Keys(
      Document document,
      ObjectNode object,
      ObjectNode defaults,
      String path,
      Diagnostics diagnostics,
      Set<String> asked) {
    this.document = document;
    this.object = object;
    this.defaults = defaults;
    this.path = path;
    this.diagnostics = diagnostics;
    this.asked = asked;
  }

  /// The whole of a document.
  ///
  /// @param diagnostics takes what is wrong
  public static Keys of(Document document, Diagnostics diagnostics) {
    return new Keys(document, document.root(), nothing(), "", diagnostics, new LinkedHashSet<>());
  }

  private static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The same object, read as if the file gave further keys where it does not mention them.
  ///
  /// @param values whole numbers and truth values
  public Keys withDefaults(Map<String, Object> values) {
    ObjectNode more = defaults.deepCopy();
    values.forEach((key, value) -> {
      switch (value) {
        case Integer number -> more.put(key, number.intValue());
        case Boolean flag -> more.put(key, flag.booleanValue());
        default -> throw new IllegalArgumentException("must be a number or flag: " + value);
      }
    });
    return new Keys(document, object, more, path, diagnostics, asked);
  }

  /// What the file gives, looked at without asking for it.
  public Given given() {
    return new Given(object);
  }

  /// Names of all keys, for an object whose keys are names its writer chose.
  public Set<String> names() {
    return Set.copyOf(object.propertyNames());
  }

  /// Which of several names for one thing the file goes by: the first that has a value, else the
  /// first of all.
  public String nameOf(String first, String... others) {
    Given given = given();
    if (!given.has(first)) {
      for (String name : others) {
        if (given.has(name)) {
          return name;
        }
      }
    }
    return first;
  }

  /// The object under a key that must be there.
  ///
  /// @throws InvalidInputException where there is none: nothing further can be asked
  public Keys within(String key, String remedy) {
    if (value(key) instanceof ObjectNode inner) {
      return new Keys(
          document, inner, nothing(), path + key + ".", diagnostics, new LinkedHashSet<>());
    }
    report(key, "must be an object, got " + shown(key) + "; " + remedy);
    throw new InvalidInputException(diagnostics.found());
  }

  /// The object under a key; empty where it is absent, or no object, which is a fault.
  public Optional<Keys> find(String key) {
    JsonNode value = value(key);
    if (value instanceof ObjectNode inner) {
      return Optional.of(
          new Keys(
              document, inner, nothing(), path + key + ".", diagnostics, new LinkedHashSet<>()));
    }
    if (value != null) {
      report(key, "must be an object, got " + shown(key) + "; correct the value");
    }
    return Optional.empty();
  }

  /// A required width, count or length from 1 to [#MAX_SIZE]; 0 at fault.
  public int size(String key) {
    return whole(key, 1, MAX_SIZE);
  }

  /// A size that may be absent; 0 at fault.
  public OptionalInt optionalSize(String key) {
    return optionalWhole(key, 1, MAX_SIZE);
  }

  /// A required whole number; 0 at fault.
  public int whole(String key, int min, int max) {
    if (value(key) == null) {
      reportMissing(key, "a whole number from %s to %s".formatted(min, max));
      return 0;
    }
    return given(key, min, max);
  }

  /// A whole number that may be absent; 0 at fault.
  public OptionalInt optionalWhole(String key, int min, int max) {
    return value(key) == null ? OptionalInt.empty() : OptionalInt.of(given(key, min, max));
  }

  private int given(String key, int min, int max) {
    JsonNode value = value(key);
    if (value != null && value.isInt() && value.intValue() >= min && value.intValue() <= max) {
      return value.intValue();
    }
    boolean spelling = value != null && value.isFloatingPointNumber();
    String remedy = spelling ? "write plain digits without point or exponent" : "correct the value";
    report(
        key,
        "must be a whole number from %s to %s, got %s; %s".formatted(min, max, shown(key), remedy));
    return 0;
  }

  /// A required number above 0; 1 at fault.
  public double positive(String key) {
    if (value(key) == null) {
      reportMissing(key, "a number above 0");
      return 1;
    }
    return positiveOr(key, 1);
  }

  /// A number above 0 that may be absent; 1 at fault.
  public double positiveOr(String key, double absent) {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    if (value.isNumber() && value.doubleValue() > 0 && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    report(key, "must be a number above 0, got " + shown(key) + "; correct the value");
    return 1;
  }

  /// A required number; the least at fault.
  public double number(String key, double least, double most) {
    JsonNode value = value(key);
    if (value != null
        && value.isNumber()
        && value.doubleValue() >= least
        && value.doubleValue() <= most) {
      return value.doubleValue();
    }
    String what = "a number from %s to %s".formatted(least, most);
    if (value == null) {
      reportMissing(key, what);
    } else {
      report(key, "must be %s, got %s; correct the value".formatted(what, shown(key)));
    }
    return least;
  }

  /// A required truth value; false at fault.
  public boolean flag(String key) {
    if (value(key) == null) {
      reportMissing(key, "true or false");
      return false;
    }
    return flag(key, false);
  }

  /// A truth value that may be absent. A null is taken for false by the HuggingFace classes, so it
  /// is refused where an absent key means true.
  public boolean flag(String key, boolean absent) {
    JsonNode value = value(key);
    if (value == null) {
      if (absent && object.has(key)) {
        reportMissing(key, "true or false");
      }
      return absent;
    }
    if (!value.isBoolean()) {
      report(key, "must be true or false, got " + shown(key) + "; correct the value");
      return absent;
    }
    return value.booleanValue();
  }

  /// A text that may be absent.
  public Optional<String> word(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString()) {
      report(key, "must be a text, got " + shown(key) + "; put it in quotes");
      return Optional.empty();
    }
    return Optional.of(value.stringValue());
  }

  /// A required word, one for each constant of an enum, in lower case.
  ///
  /// @param atFault what a value at fault counts as
  public <E extends Enum<E>> E oneOf(String key, E atFault) {
    E[] kinds = atFault.getDeclaringClass().getEnumConstants();
    List<String> names =
        Arrays.stream(kinds).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
    JsonNode value = value(key);
    if (value == null) {
      reportMissing(key, "one of " + String.join(", ", names));
      return atFault;
    }
    int kind = value.isString() ? names.indexOf(value.stringValue()) : -1;
    if (kind < 0) {
      report(
          key,
          "must be one of %s, got %s%s; correct the value"
              .formatted(
                  String.join(", ", names),
                  shown(key),
                  Suggestion.didYouMean(value.asString(""), names)));
      return atFault;
    }
    return kinds[kind];
  }

  /// A list of texts that may be absent.
  public Optional<List<String>> words(String key) {
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
      report(key, "must be a list of texts, got " + shown(key) + "; correct the list");
      return Optional.empty();
    }
    return Optional.of(List.copyOf(words));
  }

  /// A list of different whole numbers, or one alone; empty where absent.
  ///
  /// @param max the largest; where it is below 0 nothing is checked, as it is then at fault itself
  public Set<Integer> numbers(String key, String what, int max) {
    return new NumberLists(this, key, value(key)).different(what, max);
  }

  /// A list of whole numbers from 0, as many as there should be; empty where absent or at fault.
  public List<Integer> counts(String key, int size) {
    return new NumberLists(this, key, value(key)).counts(size);
  }

  /// A list of numbers above 0, as many as there should be; empty where absent or at fault.
  public List<Double> positives(String key, int size) {
    return new NumberLists(this, key, value(key)).positives(size);
  }

  /// Refuses a switch that is on, or a value that is there: what it stands for is not supported.
  public void refuseIfSet(String key, String why) {
    if (isSet(key)) {
      report(key, "must be off or absent, got %s; %s".formatted(shown(key), why));
    }
  }

  /// Whether a switch is on, or a value is there that is not an empty list or object.
  public boolean isSet(String key) {
    JsonNode value = value(key);
    return value != null
        && (value.isBoolean() ? value.booleanValue() : !value.isContainer() || !value.isEmpty());
  }

  /// Whether the file says anything under this key, null aside.
  public boolean has(String key) {
    return value(key) != null;
  }

  /// Whether the file has this key at all, if only with a null.
  public boolean mentions(String key) {
    asked.add(key);
    return object.has(key) || defaults.has(key);
  }

  /// Reports a fault of a key's value, or of the object where the key is absent.
  public void report(String key, String message) {
    JsonNode value = object.get(key);
    diagnostics.add(document.at(value == null ? object : value, path + key, message));
  }

  /// Reports a required key that is not there.
  public void reportMissing(String key, String what) {
    report(
        key,
        "must be given as %s, got %s"
            .formatted(what, object.has(key) ? "null; correct the value" : "no such key; add it"));
  }

  /// Reports what was never asked for but is spelled almost like a key that was asked for and is
  /// absent: a typo would otherwise fall back on a default unnoticed.
  ///
  /// @param reader who knows the keys: `this family`
  public void reportMisspelled(String reader) {
    List<String> absent = asked.stream().filter(key -> !object.has(key)).toList();
    for (String key : unasked()) {
      String meant = MisspelledKeys.meant(key, absent);
      if (!meant.isEmpty()) {
        reportKey(key, "must be a key %s knows, got %s%s; correct or remove it", reader, meant);
      }
    }
  }

  /// Reports those of some keys that the file sets and that were never asked for: what they stand
  /// for would be left out unnoticed.
  ///
  /// @param keys names to look for
  /// @param message what is wrong; `%s` is the value
  public void reportUnread(Set<String> keys, String message) {
    for (String key : unasked()) {
      JsonNode value = object.get(key);
      if (keys.contains(key) && isSet(key) && !isZero(value)) {
        report(key, message.formatted(shown(key)));
      }
    }
  }

  private static boolean isZero(@Nullable JsonNode value) {
    return value != null && value.isNumber() && value.doubleValue() == 0;
  }

  /// Reports every key that was never asked for.
  ///
  /// @param reader who knows the keys: `an experiment`
  public void reportUnknown(String reader) {
    for (String key : unasked()) {
      String meant = Suggestion.didYouMean(key, asked);
      reportKey(key, "must be a key %s knows, got %s%s; correct or remove it", reader, meant);
    }
  }

  private void reportKey(String key, String message, String reader, String meant) {
    diagnostics.add(document.atKey(object, key, path + key, message.formatted(reader, key, meant)));
  }

  /// How a key's value is shown in a message.
  public String shown(String key) {
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
    JsonNode value = object.has(key) ? object.get(key) : defaults.get(key);
    return value == null || value.isNull() ? null : value;
  }
}
