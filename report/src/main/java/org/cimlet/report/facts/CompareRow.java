package org.cimlet.report.facts;

import java.util.List;

/// One figure of all systems of a comparison.
///
/// @param name what it is
/// @param unit of the values; empty where they are words
/// @param cells what people read, one for each system
/// @param values for scripts: numbers in the unit, or words; empty where one is not known
public record CompareRow(String name, String unit, List<String> cells, List<String> values) {
  /// Copies the lists.
  public CompareRow {
    cells = List.copyOf(cells);
    values = List.copyOf(values);
  }

  /// Its name, with the unit where cells do not say it.
  public String label() {
    return switch (unit) {
      case "", "s", "J", "$" -> name;
      default -> name + ", " + unit;
    };
  }

  /// Whether the systems differ in it, as far as is shown.
  public boolean differs() {
    return cells.stream().distinct().count() > 1;
  }
}
