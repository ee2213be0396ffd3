package org.cimlet.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lists of numbers under a key; what is at fault is reported there.
///
/// @param value null where the file says nothing
record NumberLists(Keys keys, String key, @Nullable JsonNode value) {

  Set<Integer> different(String what, int max) {
    Set<Integer> numbers = new LinkedHashSet<>();
    if (value == null) {
      return numbers;
    }
    List<JsonNode> given = value.isArray() ? value.valueStream().toList() : List.of(value);
    for (JsonNode element : given) {
      if (element.isInt() && element.intValue() >= 0 && element.intValue() <= max) {
        numbers.add(element.intValue());
      }
    }
    if (max >= 0 && numbers.size() != given.size()) {
      keys.report(
          key,
          "must be a list of different %s from 0 to %s, got %s; correct the list"
              .formatted(what, max, keys.shown(key)));
    }
    return numbers;
  }

  List<Integer> counts(int size) {
    return all(
        size,
        "whole numbers",
        element -> element.isInt() && element.intValue() >= 0,
        JsonNode::intValue);
  }

  List<Double> positives(int size) {
    return all(
        size,
        "numbers above 0",
        element ->
            element.isNumber()
                && element.doubleValue() > 0
                && Double.isFinite(element.doubleValue()),
        JsonNode::doubleValue);
  }

  private <T> List<T> all(
      int size, String what, Predicate<JsonNode> right, Function<JsonNode, T> number) {
    if (value == null) {
      return List.of();
    }
    List<T> numbers = new ArrayList<>();
    for (JsonNode element : value) {
      if (right.test(element)) {
        numbers.add(number.apply(element));
      }
    }
    if (!value.isArray()
        || numbers.size() != value.size()
        || (size > 0 && numbers.size() != size)) {
      keys.report(
          key,
          "must be a list of %s %s, got %s; correct the list"
              .formatted(size, what, keys.shown(key)));
      return List.of();
    }
    return List.copyOf(numbers);
  }
}
