package org.cimlet.report.html.page;

import java.util.List;

/// A table of a page. A heading that begins with `#` stands over numbers, which are held right. Of
/// a table with many columns each cell knows its heading: a narrow window shows a row as a list.
public final class Table {
  private static final int MANY_COLUMNS = 5;

  private final Markup out;
  private final List<String> headings;
  private int column;

  private Table(Markup out, List<String> headings) {
    this.out = out;
    this.headings = headings;
  }

  public static Table open(Markup out, String css, String... headings) {
    Table table = new Table(out, List.of(headings));
    out.open("div", "class", "scroll").open("table", "class", table.isWide() ? css + " wide" : css);
    if (!table.headings.stream().allMatch(String::isEmpty)) {
      table.head();
    }
    out.open("tbody").line();
    return table;
  }

  private void head() {
    out.open("thead").open("tr");
    for (String heading : headings) {
      if (heading.isEmpty()) {
        out.element("td", "");
      } else {
        out.element("th", bare(heading), "scope", "col", "class", css(heading));
      }
    }
    out.close().close();
  }

  /// Begins a row.
  public Table row(String css) {
    column = 0;
    out.open("tr", "class", css);
    return this;
  }

  /// A cell of text.
  public Table text(String text) {
    begin();
    out.text(text);
    return end();
  }

  /// Begins a cell that is more than text.
  public Table begin() {
    String heading = headings.get(column);
    out.open("td", "class", css(heading), "data-head", isWide() ? bare(heading) : "");
    column++;
    return this;
  }

  /// Ends it.
  public Table end() {
    out.close();
    return this;
  }

  /// Ends a row, every cell of which must have been written.
  public void endRow() {
    if (column != headings.size()) {
      throw new IllegalStateException(
          "a row must have " + headings.size() + " cells, got " + column);
    }
    out.close().line();
  }

  public void close() {
    out.close().close().close().line();
  }

  private boolean isWide() {
    return headings.size() >= MANY_COLUMNS;
  }

  private static String bare(String heading) {
    return heading.startsWith("#") ? heading.substring(1) : heading;
  }

  private static String css(String heading) {
    return heading.startsWith("#") ? "n" : "";
  }
}
