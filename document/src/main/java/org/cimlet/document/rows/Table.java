package org.cimlet.document.rows;

import java.util.ArrayList;
import java.util.List;

/// Columns of equal length, filled row by row.
public final class Table {
  private final List<Column> columns;

  /// One column.
  public sealed interface Column {
    /// What it is called, unit included.
    String name();

    /// Whole numbers.
    record Longs(String name, List<Long> values) implements Column {
      @Override
      public Longs empty() {
        return longs(name);
      }
    }

    /// Numbers; not a number where a row has none.
    record Doubles(String name, List<Double> values) implements Column {
      @Override
      public Doubles empty() {
        return doubles(name);
      }
    }

    /// Texts.
    record Texts(String name, List<String> values) implements Column {
      @Override
      public Texts empty() {
        return texts(name);
      }
    }

    /// The same without its values.
    Column empty();

    /// Values there are.
    List<?> values();
  }

  /// @param columns of this table
  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /// The columns.
  public List<Column> columns() {
    return columns;
  }

  /// Rows there are.
  public int rows() {
    return columns.getFirst().values().size();
  }

  /// An empty column of whole numbers.
  public static Column.Longs longs(String name) {
    return new Column.Longs(name, new ArrayList<>());
  }

  /// An empty column of numbers.
  public static Column.Doubles doubles(String name) {
    return new Column.Doubles(name, new ArrayList<>());
  }

  /// An empty column of texts.
  public static Column.Texts texts(String name) {
    return new Column.Texts(name, new ArrayList<>());
  }

  /// The table as CSV (RFC 4180), with its header.
  public String csv(boolean header) {
    StringBuilder text = new StringBuilder();
    if (header) {
      line(text, columns.stream().map(Column::name).toList());
    }
    for (int row = 0; row < rows(); row++) {
      List<String> cells = new ArrayList<>();
      for (Column column : columns) {
        Object value = column.values().get(row);
        boolean none = value instanceof Double number && number.isNaN();
        cells.add(none ? "" : value.toString());
      }
      line(text, cells);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean quoted = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      text.append(i == 0 ? "" : ",");
      text.append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append('\n');
  }
}
