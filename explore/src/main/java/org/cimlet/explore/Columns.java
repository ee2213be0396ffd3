package org.cimlet.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.document.rows.Table;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;

/// The columns of a space's rows: number, a column for each key that varies, metrics, what became
/// of the design.
///
/// @param metrics that are worked out: those that come with any answer, and those asked for
record Columns(Space space, List<Metric> metrics) {
  static Columns of(Space space) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      boolean asked =
          space.metrics().contains(metric)
              || space.objectives().stream().anyMatch(wanted -> wanted.metric() == metric)
              || space.limits().stream().anyMatch(limit -> limit.metric() == metric);
      if (asked || metric.source() == Metric.Source.DECODE) {
        metrics.add(metric);
      }
    }
    return new Columns(space, List.copyOf(metrics));
  }

  /// Whether something must be worked out.
  boolean need(Metric.Source source) {
    return metrics.stream().anyMatch(metric -> metric.source() == source);
  }

  /// Where a metric stands.
  int of(Metric metric) {
    return metrics.indexOf(metric);
  }

  /// What a row costs, less being better.
  double[] costs(Row row) {
    return space.objectives().stream()
        .mapToDouble(wanted -> wanted.cost(row.metrics()[of(wanted.metric())]))
        .toArray();
  }

  /// The rows as a table.
  Table table(List<Row> rows) {
    List<Table.Column> columns = new ArrayList<>();
    Table.Column.Longs design = Table.longs("design");
    columns.add(design);
    for (int axis = 0; axis < space.axes().size(); axis++) {
      columns.addAll(ofAxis(axis, rows));
    }
    for (int i = 0; i < metrics.size(); i++) {
      Table.Column.Doubles column = Table.doubles(metrics.get(i).toString());
      for (Row row : rows) {
        column.values().add(row.metrics()[i]);
      }
      columns.add(column);
    }
    Table.Column.Texts status = Table.texts("status");
    Table.Column.Texts why = Table.texts("why");
    for (Row row : rows) {
      design.values().add(row.design());
      status.values().add(row.status().toString());
      why.values().add(row.why());
    }
    columns.add(status);
    columns.add(why);
    return new Table(columns);
  }

  private List<Table.Column> ofAxis(int number, List<Row> rows) {
    Axis axis = space.axes().get(number);
    List<Table.Column> columns = new ArrayList<>();
    for (int key = 0; key < axis.keys().size(); key++) {
      int at = key;
      List<String> words = axis.levels().stream().map(level -> level.words().get(at)).toList();
      boolean numbers = words.stream().allMatch(Columns::isNumber);
      Table.Column.Doubles doubles = Table.doubles(axis.keys().get(key));
      Table.Column.Texts texts = Table.texts(axis.keys().get(key));
      for (Row row : rows) {
        String word = words.get(space.levels(row.design())[number]);
        if (numbers) {
          doubles.values().add(Double.valueOf(word));
        } else {
          texts.values().add(word);
        }
      }
      columns.add(numbers ? doubles : texts);
    }
    return columns;
  }

  private static boolean isNumber(String word) {
    return Stream.of(word).allMatch(text -> text.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?"));
  }
}
