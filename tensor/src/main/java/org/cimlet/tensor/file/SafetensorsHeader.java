package org.cimlet.tensor.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.cimlet.document.JsonTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a safetensors header token by token, so that no hostile header makes more than its own
/// size in memory.
final class SafetensorsHeader {
  private static final int MAX_DIMENSIONS = 8;

  private static final Map<String, ElementType> TYPES = types();

  private final Faults faults;
  private final long dataBytes;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private SafetensorsHeader(String fileName, long dataBytes) {
    this.faults = new Faults(fileName);
    this.dataBytes = dataBytes;
  }

  /// Where a tensor's bytes lie in the data: `begin` to before `end`.
  record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {}

  private static Map<String, ElementType> types() {
    Map<String, ElementType> types = new TreeMap<>();
    for (ElementType type : ElementType.values()) {
      if (type.blockElements() == 1) {
        types.put(type.name(), type);
      }
    }
    return types;
  }

  /// All tensors in the order of their data, which they fill.
  static List<Entry> parse(String fileName, byte[] json, long dataBytes) {
    try (JsonParser parser = JsonTokens.of(json)) {
      return new SafetensorsHeader(fileName, dataBytes).entries(parser);
    } catch (JacksonException e) {
      throw JsonTokens.malformed(fileName, e);
    }
  }

  private List<Entry> entries(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw faults.only("", "must have a JSON object for a header, got something else");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (!names.add(name)) {
        faults.add(name, () -> "must be named once, got two tensors of that name; rename one");
      }
      if (name.equals("__metadata__")) {
        metadata(parser);
      } else {
        tensor(name, parser);
      }
    }
    if (parser.nextToken() != null) {
      faults.add("", () -> "must have one JSON object for a header, got more behind it");
    }
    faults.throwIfAny();
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    refuseGaps();
    faults.throwIfAny();
    return entries;
  }

  private void metadata(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw faults.only("__metadata__", "must be an object of strings, got something else");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw faults.only("__metadata__." + key, "must be a string, got something else; quote it");
      }
    }
  }

  private void tensor(String name, JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw faults.only(name, "must be an object with dtype, shape and data_offsets");
    }
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean again;
      switch (key) {
        case "dtype" -> {
          again = type != null;
          if (value != JsonToken.VALUE_STRING) {
            throw faults.only(name, "must have a string for dtype, got something else");
          }
          type = parser.getString();
        }
        case "shape" -> {
          again = shape != null;
          shape = wholes(name, key, parser);
        }
        case "data_offsets" -> {
          again = offsets != null;
          offsets = wholes(name, key, parser);
        }
        default -> throw faults.only(name, "must not have the key %s".formatted(Shown.name(key)));
      }
      if (again) {
        faults.add(name, () -> "must have each key once, got %s twice; remove one".formatted(key));
      }
    }
    add(name, type, shape, offsets);
  }

  private List<Long> wholes(String name, String key, JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw faults.only(name, "must have an array of whole numbers for %s".formatted(key));
    }
    List<Long> wholes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || wholes.size() > MAX_DIMENSIONS) {
        throw faults.only(
            name,
            "must have at most %s whole numbers for %s, got other or more values"
                .formatted(MAX_DIMENSIONS, key));
      }
      long whole = whole(parser);
      if (whole < 0) {
        faults.add(
            name,
            () ->
                "must have numbers from 0 to 2^63 - 1 for %s, got one outside; export it again"
                    .formatted(key));
      }
      wholes.add(Math.max(whole, 0));
    }
    return wholes;
  }

  /// -1 for what is negative or too large.
  private static long whole(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> Math.max(parser.getLongValue(), -1);
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> -1;
    };
  }

  private void add(
      String name,
      @Nullable String typeName,
      @Nullable List<Long> shape,
      @Nullable List<Long> offsets) {
    if (typeName == null || shape == null || offsets == null) {
      faults.add(name, () -> "must have dtype, shape and data_offsets, got not all of them");
      return;
    }
    ElementType type = TYPES.get(typeName);
    if (type == null) {
      faults.add(
          name,
          () ->
              "must be one of %s, got %s; convert it"
                  .formatted(String.join(", ", TYPES.keySet()), Shown.name(typeName)));
      return;
    }
    if (offsets.size() != 2 || shape.size() > MAX_DIMENSIONS) {
      faults.add(
          name,
          () ->
              "must have two data_offsets and at most %s dimensions, got %s and %s"
                  .formatted(MAX_DIMENSIONS, offsets.size(), shape.size()));
      return;
    }
    Entry entry = new Entry(name, type, shape, offsets.getFirst(), offsets.getLast());
    if (fits(entry)) {
      entries.add(entry);
    }
  }

  private boolean fits(Entry entry) {
    if (entry.begin() > entry.end() || entry.end() > dataBytes) {
      faults.add(
          entry.name(),
          () ->
              "must lie in the %s bytes of data, got bytes %s to %s; fetch the file again"
                  .formatted(dataBytes, entry.begin(), entry.end()));
      return false;
    }
    OptionalLong elements = Tensor.elements(entry.shape());
    // a byte at least each, so a number that fits the data cannot overflow as bytes
    if (elements.isEmpty()
        || elements.getAsLong() > dataBytes
        || entry.type().bytes(elements.getAsLong()) != entry.end() - entry.begin()) {
      faults.add(
          entry.name(),
          () ->
              "must have as many bytes as %s %s needs, got %s; export it again"
                  .formatted(entry.type(), entry.shape(), entry.end() - entry.begin()));
      return false;
    }
    return true;
  }

  private void refuseGaps() {
    long end = 0;
    String before = "the header";
    for (Entry entry : entries) {
      long expected = end;
      String neighbour = Shown.name(before);
      if (entry.begin() != expected) {
        faults.add(
            entry.name(),
            () ->
                "must begin at byte %s, where %s ends, got %s; export it again"
                    .formatted(expected, neighbour, entry.begin()));
      }
      end = Math.max(end, entry.end());
      before = entry.name();
    }
    long filled = end;
    if (filled != dataBytes) {
      faults.add(
          "",
          () ->
              "must be filled by its tensors, got %s bytes behind the last; fetch it again"
                  .formatted(dataBytes - filled));
    }
  }
}
