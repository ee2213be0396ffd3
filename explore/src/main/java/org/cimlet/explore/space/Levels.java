package org.cimlet.explore.space;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// Reads what an axis takes: a list, or a range in equal steps or by a factor.
final class Levels {
  /// Digits that every long has room for.
  private static final int DIGITS = 18;

  private static final int MOST = 1_000_000;
  private static final Set<String> KEYS =
      Set.of("values", "from", "to", "step", "factor", "levels");

  private final Document document;
  private final Diagnostics faults;

  Levels(Document document, Diagnostics faults) {
    this.document = document;
    this.faults = faults;
  }

  /// The values of an axis; none where it is at fault.
  List<Object> of(String path, JsonNode node) {
    if (!node.isObject()) {
      fault(node, path, "must be a mapping with values, or with from and to, got " + node);
      return List.of();
    }
    for (String key : node.propertyNames()) {
      if (!KEYS.contains(key)) {
        faults.add(
            document.atKey(
                node,
                key,
                path + "." + key,
                "is not known here%s; an axis has values, or from and to with step, factor or levels"
                    .formatted(Suggestion.didYouMean(key, KEYS))));
        return List.of();
      }
    }
    if (node.has("values")) {
      return list(path, node);
    }
    if (!node.path("from").isNumber() || !node.path("to").isNumber()) {
      fault(node, path, "must have values, or numbers from and to with step, factor or levels");
      return List.of();
    }
    return range(path, node);
  }

  private List<Object> list(String path, JsonNode node) {
    JsonNode values = node.path("values");
    if (node.size() > 1 || !values.isArray() || values.isEmpty()) {
      fault(node, path, "must have a list of values that is not empty and nothing else");
      return List.of();
    }
    List<Object> list = new ArrayList<>();
    for (JsonNode value : values) {
      Object read = value(value);
      if (list.contains(read)) {
        fault(value, path + ".values", "must not repeat a value, got %s twice".formatted(value));
      }
      list.add(read);
    }
    return list;
  }

  private List<Object> range(String path, JsonNode node) {
    BigDecimal from = node.path("from").decimalValue();
    BigDecimal to = node.path("to").decimalValue();
    int ways = 0;
    for (String way : List.of("step", "factor", "levels")) {
      ways += node.has(way) ? 1 : 0;
      if (node.has(way) && !node.path(way).isNumber()) {
        fault(node.path(way), path + "." + way, "must be a number, got " + node.path(way));
        return List.of();
      }
    }
    if (ways != 1 || from.compareTo(to) >= 0) {
      fault(
          node,
          path,
          "must have from below to, and one of step, factor and levels, got %s to %s"
              .formatted(from.toPlainString(), to.toPlainString()));
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    if (node.has("levels")) {
      int levels = node.path("levels").isInt() ? node.path("levels").intValue() : 0;
      if (levels < 2 || levels > MOST) {
        fault(node, path, "must have 2 to %s levels, got %s".formatted(MOST, node.path("levels")));
        return List.of();
      }
      double step = to.subtract(from).doubleValue() / (levels - 1);
      for (int i = 0; i < levels; i++) {
        double value = i == levels - 1 ? to.doubleValue() : from.doubleValue() + i * step;
        values.add(plain(BigDecimal.valueOf(value)));
      }
      return values;
    }
    boolean steps = node.has("step");
    BigDecimal by = node.path(steps ? "step" : "factor").decimalValue();
    if (steps ? by.signum() <= 0 : by.compareTo(BigDecimal.ONE) <= 0 || from.signum() <= 0) {
      fault(
          node,
          path,
          "must have a step above 0, or a factor above 1 from a number above 0, got "
              + by.toPlainString());
      return List.of();
    }
    for (BigDecimal at = from; at.compareTo(to) <= 0; at = steps ? at.add(by) : at.multiply(by)) {
      values.add(plain(at));
      if (values.size() > MOST) {
        fault(node, path, "must have at most %s levels; take larger steps".formatted(MOST));
        return List.of();
      }
    }
    return values;
  }

  /// Whole numbers stay whole, as far as a long holds them.
  private static Object plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    if (stripped.scale() > 0 || stripped.precision() - stripped.scale() > DIGITS) {
      return value.doubleValue();
    }
    long whole = stripped.longValueExact();
    return whole == (int) whole ? (Object) (int) whole : (Object) whole;
  }

  /// A value as the machine file takes it.
  Object value(JsonNode node) {
    if (node.isInt()) {
      return node.intValue();
    }
    if (node.isLong()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isObject()) {
      Map<String, Object> mapping = new LinkedHashMap<>();
      node.properties().forEach(entry -> mapping.put(entry.getKey(), value(entry.getValue())));
      return mapping;
    }
    fault(node, "", "must be a number, a text, a list or a mapping, got " + node);
    return 0;
  }

  private void fault(JsonNode node, String path, String message) {
    faults.add(document.at(node, path, message));
  }
}
