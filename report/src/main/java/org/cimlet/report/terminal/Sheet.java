package org.cimlet.report.terminal;

import java.util.function.UnaryOperator;
import org.cimlet.report.facts.Fact;
import org.cimlet.report.facts.Lines;

/// Text for a terminal as wide as it is: sections, labelled facts, bars, tables.
final class Sheet {
  private static final int LABEL = 17;
  private static final int BAR_OF_80 = 26;
  private static final int LONGEST_BAR = 60;
  private static final int BAR_LABEL = 23;
  private static final String INDENT = "  ";

  private final Ink ink;
  private final int width;
  private final int bar;
  private final StringBuilder out = new StringBuilder();

  Sheet(Ink ink) {
    this.ink = ink;
    width = ink.columns();
    bar = Math.min(LONGEST_BAR, BAR_OF_80 + width - Ink.USUAL_COLUMNS);
  }

  void title(String text) {
    line("");
    line(INDENT + ink.bold(text));
  }

  /// Dim lines under the title.
  void subtitle(String text) {
    Lines.wrap(text, width - 4).forEach(part -> line(INDENT + ink.dim(part)));
  }

  void rule() {
    line(INDENT + ink.dim("─".repeat(width - 4)));
  }

  void section(String title) {
    line("");
    line(INDENT + ink.accent(title));
  }

  void fact(String label, String text) {
    fact(label, text, UnaryOperator.identity());
  }

  void fact(Fact fact) {
    fact(fact.label(), fact.text(), fact.warning() ? ink::warn : UnaryOperator.identity());
  }

  void warning(String text) {
    fact("Warning", text, ink::warn);
  }

  /// @param style of each line, put on after breaking: what it writes has no width
  private void fact(String label, String text, UnaryOperator<String> style) {
    String head = pad(label, LABEL);
    for (String part : Lines.wrap(text, width - 4 - LABEL)) {
      line(INDENT + INDENT + ink.dim(head) + style.apply(part));
      head = " ".repeat(LABEL);
    }
  }

  /// Lines without a label.
  void text(String text) {
    Lines.wrap(text, width - 4).forEach(part -> line(INDENT + INDENT + part));
  }

  /// A share of a whole as a bar with its figure.
  void bar(String label, double share, String figure, String percent) {
    int eighths = (int) Math.round(share * bar * 8);
    String filled =
        "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉".charAt(eighths % 8 - 1));
    line(
        INDENT
            + INDENT
            + pad(label, BAR_LABEL)
            + ink.accent(pad(filled, bar + 1))
            + padLeft(figure, 9)
            + padLeft(percent, 9));
  }

  void table(TextTable table) {
    out.append(table.render(ink));
  }

  /// Characters of a line.
  int width() {
    return width;
  }

  void line(String text) {
    out.append(text).append('\n');
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
