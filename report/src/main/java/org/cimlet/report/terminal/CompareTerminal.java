package org.cimlet.report.terminal;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.report.facts.CompareRow;
import org.cimlet.report.facts.CompareWords;
import org.cimlet.report.facts.Lines;
import org.cimlet.run.Comparison;

/// Systems of a comparison as the columns of a table, what differs first. Where the terminal is too
/// narrow for all, further columns follow below.
public final class CompareTerminal {
  private static final String INDENT = "    ";
  private static final int GAP = 2;
  private static final int LONGEST_CELL = 22;

  private final Comparison comparison;
  private final CompareWords words;
  private final Sheet sheet;

  private CompareTerminal(Comparison comparison, Sheet sheet) {
    this.comparison = comparison;
    this.words = new CompareWords(comparison);
    this.sheet = sheet;
  }

  /// For a terminal.
  public static String of(Comparison comparison, Ink ink) {
    return new CompareTerminal(comparison, new Sheet(ink)).text();
  }

  private String text() {
    int systems = comparison.candidates().size();
    sheet.title(systems + " systems compared");
    for (int i = 0; i < systems; i++) {
      sheet.subtitle(CompareWords.letter(i) + "  " + words.name(i));
    }
    sheet.rule();
    List<CompareRow> rows = words.rows();
    tables("What differs", rows.stream().filter(CompareRow::differs).toList());
    sheet.section("The same in all");
    rows.stream()
        .filter(row -> !row.differs())
        .forEach(row -> sheet.fact(row.name(), row.cells().getFirst()));
    sheet.section("What explains it");
    for (int i = 1; i < systems; i++) {
      sheet.text(words.speed(i));
      if (!words.energy(i).isEmpty()) {
        sheet.text(words.energy(i));
      }
    }
    sheet.section("In words");
    for (int i = 1; i < systems; i++) {
      sheet.text(words.verdict(i));
    }
    sheet.line("");
    return sheet.toString();
  }

  private void tables(String title, List<CompareRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    sheet.section(title);
    int columns = rows.getFirst().cells().size();
    for (int first = 0; first < columns; ) {
      int end = end(rows, first);
      TextTable table = new TextTable(INDENT);
      List<String> heading = new ArrayList<>(List.of(""));
      for (int c = first; c < end; c++) {
        heading.add(CompareWords.letter(c));
      }
      table.row(heading.toArray(String[]::new));
      for (CompareRow row : rows) {
        List<String> cells = new ArrayList<>(List.of(row.label()));
        for (int c = first; c < end; c++) {
          cells.add(cell(row, c));
        }
        table.row(cells.toArray(String[]::new));
      }
      sheet.table(table);
      first = end;
      if (first < columns) {
        sheet.line("");
      }
    }
  }

  /// The column after the last that fits; one always does.
  private int end(List<CompareRow> rows, int first) {
    int width =
        INDENT.length() + rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    int end = first;
    while (end < rows.getFirst().cells().size()) {
      int column = end;
      width += GAP + rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0);
      if (end > first && width > sheet.width()) {
        break;
      }
      end++;
    }
    return end;
  }

  private static String cell(CompareRow row, int column) {
    return Lines.shorten(row.cells().get(column), LONGEST_CELL);
  }
}
