package org.cimlet.training;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The tables of the pruning study's page: for each text the loss by group size and share, and a
/// row for each result.
final class PruningTables {
  private static final String BEGIN = "<!-- results: ./train page -->\n";
  private static final String END = "<!-- end of results -->";

  private PruningTables() {}

  /// A page with its tables made anew.
  ///
  /// @throws IllegalArgumentException if it has no place for them
  static String with(String page, List<StudyRow> rows) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page needs " + BEGIN + END);
    }
    String tables =
        rows.stream()
            .map(StudyRow::text)
            .distinct()
            .map(
                text -> tables(text, rows.stream().filter(row -> row.text().equals(text)).toList()))
            .collect(Collectors.joining("\n"));
    return page.substring(0, begin + BEGIN.length()) + tables + page.substring(end);
  }

  private static String tables(String text, List<StudyRow> rows) {
    String all =
        rows.stream().sorted(order()).map(row -> line(row, rows)).collect(Collectors.joining());
    return """
    ### %s
    %s
    | how | kept | retrained on, MB | seed | test, bits a byte | over dense | standard error |
    |---|---|---:|---:|---:|---:|---:|
    %s\
    """
        .formatted(text, groups(rows), all);
  }

  /// The loss of retraining straight through by group size and share, of the first seed and the
  /// shortest retraining; nothing where there is but one group size.
  private static String groups(List<StudyRow> rows) {
    long least =
        rows.stream().mapToLong(StudyRow::retrainedBytes).filter(b -> b > 0).min().orElse(0);
    List<StudyRow> shown =
        rows.stream()
            .filter(row -> row.cell().how() == Cell.How.REGROW && row.cell().distilled() == 0)
            .filter(row -> row.cell().seed() == 1 && row.retrainedBytes() == least)
            .toList();
    TreeSet<Integer> groups =
        shown.stream()
            .map(row -> row.cell().group())
            .collect(Collectors.toCollection(TreeSet::new));
    if (groups.size() < 2) {
      return "";
    }
    List<Double> shares = List.of(0.5, 0.375, 0.25, 0.125);
    StringBuilder table =
        new StringBuilder(
            """

            Over dense, retrained straight through, by group size and share kept:

            | group | 1/2 | 3/8 | 1/4 | 1/8 |
            |---:|---:|---:|---:|---:|
            """);
    for (int group : groups) {
      String cells =
          shares.stream()
              .map(share ->
                  shown.stream()
                      .filter(row -> row.cell().group() == group && row.share() == share)
                      .findFirst()
                      .flatMap(row -> row.loss(rows)))
              .map(loss -> loss.map(l -> number("%+.3f", l.bits())).orElse(""))
              .collect(Collectors.joining(" | "));
      table.append("| %d | %s |\n".formatted(group, cells));
    }
    return table.toString();
  }

  private static Comparator<StudyRow> order() {
    return Comparator.comparingInt((StudyRow row) -> row.cell().how() == Cell.How.DENSE ? 0 : 1)
        .thenComparingInt(row -> row.cell().group())
        .thenComparingDouble(row -> -row.share())
        .thenComparingDouble(StudyRow::testBits);
  }

  private static String line(StudyRow row, List<StudyRow> rows) {
    Cell cell = row.cell();
    boolean dense = cell.how() == Cell.How.DENSE;
    Optional<StudyRow.Loss> loss = row.loss(rows);
    return "| %s | %s | %s | %d | %s | %s | %s |\n"
        .formatted(
            words(cell),
            dense ? "all" : "%d:%d".formatted(cell.kept(), cell.group()),
            row.retrainedBytes() == 0 ? "" : number("%.2f", row.retrainedBytes() / 1e6),
            cell.seed(),
            number("%.3f", row.testBits()),
            loss.map(l -> number("%+.3f", l.bits())).orElse(""),
            loss.map(l -> number("%.3f", l.standardError())).orElse(""));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
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
