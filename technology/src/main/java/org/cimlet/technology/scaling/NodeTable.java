package org.cimlet.technology.scaling;

import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Values by process node. Between two nodes a value is interpolated so that its logarithm is
/// linear in the logarithm of the node; beyond the ends the last slope is kept and the answer
/// marked.
///
/// @param <T> what stands in the table for a node
final class NodeTable<T> {
  private final String name;
  private final NavigableMap<Double, T> rows;

  /// @param name what marks call the table
  /// @param rows at least two, by node in nanometres
  NodeTable(String name, Map<Double, T> rows) {
    this.name = name;
    this.rows = new TreeMap<>(rows);
  }

  double smallestNm() {
    return rows.firstKey();
  }

  double largestNm() {
    return rows.lastKey();
  }

  /// @param value a positive value of a row
  /// @throws IllegalArgumentException where the node or a value is not positive
  Scaled at(double nodeNm, ToDoubleFunction<T> value) {
    if (!(nodeNm > 0) || Double.isInfinite(nodeNm)) {
      throw new IllegalArgumentException("a process node must be positive, got " + nodeNm + " nm");
    }
    T row = rows.get(nodeNm);
    if (row != null) {
      return Scaled.within(positive(value.applyAsDouble(row), nodeNm));
    }
    Map.Entry<Double, T> upper = upperNeighbour(nodeNm);
    Map.Entry<Double, T> lower = rows.headMap(upper.getKey(), false).lastEntry();
    double low = lower.getKey();
    double high = upper.getKey();
    double lowLog = Math.log(positive(value.applyAsDouble(lower.getValue()), low));
    double highLog = Math.log(positive(value.applyAsDouble(upper.getValue()), high));
    double share = Math.log(nodeNm / low) / Math.log(high / low);
    Scaled answer = Scaled.within(Math.exp(lowLog + share * (highLog - lowLog)));
    return nodeNm < smallestNm() || nodeNm > largestNm()
        ? answer.marked(
            String.format(
                Locale.ROOT,
                "%s ends at %s and %s nm, asked at %s nm",
                name,
                digits(smallestNm()),
                digits(largestNm()),
                digits(nodeNm)))
        : answer;
  }

  /// The row above, one that has another below it.
  private Map.Entry<Double, T> upperNeighbour(double nodeNm) {
    double floor = Math.max(nodeNm, smallestNm());
    NavigableMap<Double, T> above = rows.tailMap(floor, false);
    return above.isEmpty() ? rows.lastEntry() : above.firstEntry();
  }

  private double positive(double value, double nodeNm) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s must be positive at %s nm, got %s".formatted(name, digits(nodeNm), value));
    }
    return value;
  }

  static String digits(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
