package org.cimlet.report.terminal;

import java.util.ArrayList;
import java.util.List;

/// Columns of text as wide as their widest cell: the first column to the left, the others to the
/// right.
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final String indent;

  TextTable(String indent) {
    this.indent = indent;
  }

  /// Adds a row; cells carry no styles, so that their length is their width.
  TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// The table, the first row dimmed as a heading.
  String render(Ink ink) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        width[c] = Math.max(width[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder(indent);
      List<String> row = rows.get(r);
      for (int c = 0; c < row.size(); c++) {
        String pad = " ".repeat(width[c] - row.get(c).length());
        line.append(c == 0 ? row.get(c) + pad : GAP + pad + row.get(c));
      }
      String plain = line.toString().stripTrailing();
      text.append(r == 0 ? ink.dim(plain) : plain).append('\n');
    }
    return text.toString();
  }
}
