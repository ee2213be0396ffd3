package org.cimlet.training;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table of the study's page: a row a cell, its loss against the dense control of the same
/// seed.
final class StudyPage {
  private static final String BEGIN = "<!-- results: ./train page -->\n";
  private static final String END = "<!-- end of results -->";

  private StudyPage() {}

  /// A page with its table made anew.
  ///
  /// @throws IllegalArgumentException if it has no place for one
  static String with(String page, List<StudyRow> rows) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page needs " + BEGIN + END);
    }
    return page.substring(0, begin + BEGIN.length()) + table(rows) + page.substring(end);
  }

  /// The control of a cell: the dense network retrained with the same seed, or else the first.
  static Optional<StudyRow> control(Cell cell, List<StudyRow> rows) {
    return rows.stream()
        .filter(row -> row.cell().how() == Cell.How.DENSE)
        .min(Comparator.comparingInt(row -> row.cell().seed() == cell.seed() ? 0 : 1));
  }

  private static String table(List<StudyRow> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            | how | kept | seed | test, bits a byte | over dense | standard error |
            |---|---|---:|---:|---:|---:|
            """);
    rows.stream().sorted(order()).forEach(row -> table.append(line(row, rows)));
    return table.toString();
  }

  private static Comparator<StudyRow> order() {
    return Comparator.comparingInt((StudyRow row) -> row.cell().how() == Cell.How.DENSE ? 0 : 1)
        .thenComparingInt(row -> row.cell().group())
        .thenComparingDouble(row -> -(double) row.cell().kept() / row.cell().group())
        .thenComparingDouble(StudyRow::testBits);
  }

  private static String line(StudyRow row, List<StudyRow> rows) {
    Cell cell = row.cell();
    boolean dense = cell.how() == Cell.How.DENSE;
    Optional<StudyRow.Loss> loss = dense ? Optional.empty() : control(cell, rows).map(row::over);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.3f | %s | %s |%n",
        words(cell),
        dense ? "all" : String.format(Locale.ROOT, "%d:%d", cell.kept(), cell.group()),
        cell.seed(),
        row.testBits(),
        loss.map(l -> String.format(Locale.ROOT, "%+.3f", l.bits())).orElse(""),
        loss.map(l -> String.format(Locale.ROOT, "%.3f", l.standardError())).orElse(""));
  }

  private static String words(Cell cell) {
    String how =
        switch (cell.how()) {
          case DENSE -> "dense, trained on as long";
          case MAGNITUDE -> "one shot, magnitude";
          case WANDA -> "one shot, Wanda";
          case FIXED -> "retrained, pruned stays pruned";
          case REGROW -> "retrained, straight through";
          case GLOBAL -> "retrained, chosen from all weights together";
        };
    return cell.distilled() > 0 ? how + ", distilled" : how;
  }
}
