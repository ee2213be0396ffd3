package org.cimlet.technology.liberty;

import java.util.Arrays;
import java.util.Map;

/// Delay, slope or energy over an input's transition and an output's load.
final class LibertyTable {
  private final double[] transitions;
  private final double[] loads;
  private final double[][] values;

  /// @param transitions in the library's unit of time; one where nothing depends on it
  /// @param loads in its unit of capacitance; one where nothing depends on it
  /// @param values by transition, then by load
  private LibertyTable(double[] transitions, double[] loads, double[][] values) {
    this.transitions = transitions;
    this.loads = loads;
    this.values = values;
  }

  /// @param group the table
  /// @param templates of the library, by name
  static LibertyTable of(LibertyGroup group, Map<String, LibertyGroup> templates) {
    LibertyGroup template = templates.get(group.arguments());
    double[] flat = numbers(group.attribute("values", "0"));
    if (template == null || flat.length == 1) {
      return new LibertyTable(new double[] {0}, new double[] {0}, new double[][] {{flat[0]}});
    }
    double[] first = index(group, template, "index_1");
    double[] second = index(group, template, "index_2");
    boolean loadFirst = template.attribute("variable_1", "").contains("capacitance");
    if (flat.length != first.length * second.length) {
      throw new IllegalArgumentException(
          "a table of %s must have %s values, got %s"
              .formatted(group.arguments(), first.length * second.length, flat.length));
    }
    double[][] values =
        new double[loadFirst ? second.length : first.length]
            [loadFirst ? first.length : second.length];
    for (int i = 0; i < first.length; i++) {
      for (int j = 0; j < second.length; j++) {
        values[loadFirst ? j : i][loadFirst ? i : j] = flat[i * second.length + j];
      }
    }
    return loadFirst
        ? new LibertyTable(second, first, values)
        : new LibertyTable(first, second, values);
  }

  private static double[] index(LibertyGroup group, LibertyGroup template, String name) {
    return numbers(group.attribute(name, template.attribute(name, "0")));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /// Between the four nearest values; beyond the table's ends on the line through the last two.
  double at(double transition, double load) {
    int row = below(transitions, transition);
    int column = below(loads, load);
    double here = alongLoads(row, column, load);
    if (transitions.length == 1) {
      return here;
    }
    double above = alongLoads(row + 1, column, load);
    double share = (transition - transitions[row]) / (transitions[row + 1] - transitions[row]);
    return here + share * (above - here);
  }

  private double alongLoads(int row, int column, double load) {
    if (loads.length == 1) {
      return values[row][0];
    }
    double share = (load - loads[column]) / (loads[column + 1] - loads[column]);
    return values[row][column] + share * (values[row][column + 1] - values[row][column]);
  }

  private static int below(double[] index, double value) {
    int at = 0;
    while (at + 2 < index.length && index[at + 1] <= value) {
      at++;
    }
    return at;
  }
}
