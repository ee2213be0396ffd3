package org.cimlet.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.jspecify.annotations.Nullable;

/// Reads the YAML of an experiment: lines of `key: value`, and comments. Every key must be asked
/// for once and every key asked for be there; what is wrong is told together.
final class FlatYaml {
  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private final SequencedMap<String, Value> values = new LinkedHashMap<>();
  private final SequencedMap<String, Boolean> asked = new LinkedHashMap<>();

  /// @param line from 1
  /// @param column from 1, of the value
  private record Value(String text, int line, int column) {}

  private FlatYaml(String file) {
    this.file = file;
  }

  static FlatYaml read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "must be a file of settings that can be read; check the path");
    }
  }

  static FlatYaml parse(String file, List<String> lines) {
    FlatYaml yaml = new FlatYaml(file);
    for (int i = 0; i < lines.size(); i++) {
      yaml.line(lines.get(i), i + 1);
    }
    return yaml;
  }

  private void line(String line, int number) {
    int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
    String text = comment < 0 ? line : line.substring(0, comment);
    if (text.isBlank()) {
      return;
    }
    int colon = text.indexOf(':');
    String key = colon < 0 ? "" : text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    if (!key.matches("[a-z0-9_]+") || value.isEmpty()) {
      blame(number, 1, "", "must be `key: value`, got %s".formatted(text.strip()));
      return;
    }
    int column = text.indexOf(value, colon + 1) + 1;
    if (values.putIfAbsent(key, new Value(value, number, column)) != null) {
      blame(number, 1, key, "must be given once, got it again; remove one");
    }
  }

  private void blame(int line, int column, String key, String message) {
    diagnostics.add(new Diagnostic(file, line, column, key, message));
  }

  String word(String key) {
    return value(key, "a word", Optional::of, "");
  }

  boolean flag(String key) {
    return value(
        key,
        "true or false",
        text ->
            text.equals("true") || text.equals("false")
                ? Optional.of(text.equals("true"))
                : Optional.empty(),
        false);
  }

  int count(String key, int least) {
    return value(
        key,
        "a whole number of at least " + least,
        text -> {
          try {
            int number = Integer.parseInt(text);
            return number >= least ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        Math.max(1, least));
  }

  double number(String key, double least, double most) {
    return value(
        key,
        "a number from %s to %s".formatted(least, most),
        text -> {
          try {
            double number = Double.parseDouble(text);
            return number >= least && number <= most ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        least);
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> kinds, E otherwise) {
    List<String> names =
        java.util.Arrays.stream(kinds.getEnumConstants())
            .map(kind -> kind.name().toLowerCase(java.util.Locale.ROOT))
            .toList();
    return value(
        key,
        "one of " + String.join(", ", names),
        text ->
            names.contains(text)
                ? Optional.of(kinds.getEnumConstants()[names.indexOf(text)])
                : Optional.empty(),
        otherwise);
  }

  private <T> T value(String key, String wanted, Function<String, Optional<T>> read, T otherwise) {
    asked.put(key, true);
    @Nullable Value value = values.get(key);
    if (value == null) {
      blame(0, 0, key, "must be given, %s; got nothing".formatted(wanted));
      return otherwise;
    }
    Optional<T> result = read.apply(value.text());
    if (result.isEmpty()) {
      blame(
          value.line(), value.column(), key, "must be %s, got %s".formatted(wanted, value.text()));
    }
    return result.orElse(otherwise);
  }

  /// Adds a fault of a key's value.
  void fault(String key, String message) {
    @Nullable Value value = values.get(key);
    blame(value == null ? 0 : value.line(), value == null ? 0 : value.column(), key, message);
  }

  /// @throws InvalidInputException if anything was wrong, or a key was never asked for
  void finish() {
    values.forEach((key, value) -> {
      if (!asked.containsKey(key)) {
        blame(
            value.line(),
            1,
            key,
            "must be a known key%s; remove it"
                .formatted(Suggestion.didYouMean(key, asked.keySet())));
      }
    });
    diagnostics.throwIfAny();
  }

  boolean none() {
    return diagnostics.none();
  }
}
