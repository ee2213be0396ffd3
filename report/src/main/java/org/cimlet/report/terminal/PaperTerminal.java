package org.cimlet.report.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.paper.row.Printed;
import org.cimlet.paper.row.Section;
import org.cimlet.paper.row.Status;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.technology.silicon.Comparison;
import org.cimlet.technology.silicon.PublishedMacros;

/// The paper's table at a terminal: a line of figures for each row, and below it the reason. Rows
/// in succession with one reason share it.
public final class PaperTerminal {
  private static final int WIDTH = 112;
  private static final int CLAIM = 43;
  private static final int FIGURE = 8;
  private static final int UNIT = 9;
  private static final int RATIO = 7;
  private static final int STATUS = 16;
  private static final int LEAST_DIGITS = 4;
  private static final String INDENT = "  ";
  private static final String LEGEND =
      "reproduced: comes out as printed · corrected: comes out otherwise, and rightly · not reproduced:"
          + " comes out otherwise, under conditions that are not the paper's · predicted: by a model not"
          + " fitted to it · calibrated: comes out because a number of ours is fitted to it ·"
          + " restated: an input in other units · implied: not printed, follows from what is · given:"
          + " an input";

  private final Ink ink;
  private final StringBuilder out = new StringBuilder();

  private PaperTerminal(Ink ink) {
    this.ink = ink;
  }

  /// A table for a terminal of 120 columns, by section, with a count of every status at its end.
  ///
  /// @param colour whether to write ANSI styles
  public static String of(List<PaperRow> rows, boolean colour) {
    return new PaperTerminal(new Ink(colour)).render(rows);
  }

  private String render(List<PaperRow> rows) {
    heading();
    Section section = null;
    for (int i = 0; i < rows.size(); i++) {
      PaperRow row = rows.get(i);
      if (row.section() != section) {
        section = row.section();
        section(section);
      }
      figures(row);
      if (i + 1 == rows.size() || !sharesReason(row, rows.get(i + 1))) {
        reason(row);
      }
    }
    counts(rows);
    return out.toString();
  }

  private static boolean sharesReason(PaperRow row, PaperRow next) {
    return row.section() == next.section()
        && row.why().equals(next.why())
        && !row.regressed()
        && !next.regressed();
  }

  private void heading() {
    line("");
    line(INDENT + ink.bold("The paper's figures, as printed and as computed"));
    line(
        INDENT
            + ink.dim(
                "He, Mu, Chen: Large Model Specific Hardware Architecture Based on Integrated"
                    + " Compute-in-Memory Chips,"));
    line(INDENT + ink.dim("ZTE Technology Journal 30(2), 2024"));
    line("");
    for (String part : Lines.wrap(LEGEND, WIDTH - INDENT.length())) {
      line(INDENT + ink.dim(part));
    }
    line(INDENT + ink.dim("─".repeat(WIDTH - INDENT.length())));
  }

  private void section(Section section) {
    line("");
    line(INDENT + ink.accent(section.number() + "  " + section.title()));
    line(ink.dim(columns("", "printed", "computed", "", "ratio") + pad("status", STATUS) + "by"));
  }

  private void figures(PaperRow row) {
    List<String> claim = Lines.wrap(row.claim(), CLAIM);
    Basis basis = row.basis();
    line(
        columns(claim.getFirst(), printed(row), computed(row), row.unit(), ratio(row))
            + status(row)
            + (basis == null ? "" : ink.dim(basis.label())));
    for (String rest : claim.subList(1, claim.size())) {
      line(INDENT + INDENT + rest);
    }
  }

  private static String columns(
      String claim, String printed, String computed, String unit, String ratio) {
    return INDENT
        + INDENT
        + pad(claim, CLAIM + 1)
        + padLeft(printed, FIGURE)
        + padLeft(computed, FIGURE + 1)
        + " "
        + pad(unit, UNIT)
        + padLeft(ratio, RATIO)
        + INDENT;
  }

  private String status(PaperRow row) {
    if (row.regressed()) {
      return ink.bold(ink.warn(pad("REGRESSED", STATUS)));
    }
    String label = pad(row.status().label(), STATUS);
    return switch (row.status()) {
      case CORRECTED, NOT_REPRODUCED -> ink.warn(label);
      case REPRODUCED, PREDICTED -> label;
      case CALIBRATED, RESTATED, IMPLIED, GIVEN, NOT_REPRODUCIBLE -> ink.dim(label);
    };
  }

  private static String printed(PaperRow row) {
    Printed printed = row.printed();
    return printed == null ? "–" : printed.text();
  }

  private static String computed(PaperRow row) {
    Double computed = row.computed();
    if (computed == null) {
      return "–";
    }
    Printed printed = row.printed();
    int digits = printed == null ? 0 : printed.precision();
    return digits(computed, Math.max(LEAST_DIGITS, digits));
  }

  /// Rounded, without zeros that say nothing: `202.4`, `20`, `16,469`.
  private static String digits(double value, int significant) {
    BigDecimal exact = new BigDecimal(value);
    if (Math.abs(value) >= Math.pow(10, significant - 1)) {
      return Si.grouped(Math.round(value));
    }
    BigDecimal rounded = exact.round(new MathContext(significant)).stripTrailingZeros();
    return rounded.scale() < 0 ? Si.grouped(rounded.longValueExact()) : rounded.toPlainString();
  }

  private static String ratio(PaperRow row) {
    if (row.ratio().isEmpty()) {
      return "";
    }
    double ratio = row.ratio().getAsDouble();
    return ratio < 0.001 ? String.format(Locale.ROOT, "%.0e", ratio) : Si.plain(ratio);
  }

  private void reason(PaperRow row) {
    row.regression().ifPresent(this::indented);
    if (!row.why().isEmpty()) {
      indented(row.why());
    }
  }

  private void indented(String text) {
    for (String part : Lines.wrap(text, WIDTH - 3 * INDENT.length())) {
      line(INDENT + INDENT + INDENT + ink.dim(part));
    }
  }

  /// What could have failed first: of the printed figures, those that are neither inputs, nor
  /// fitted to, nor repeated.
  private void counts(List<PaperRow> rows) {
    List<PaperRow> printed = rows.stream().filter(row -> row.printed() != null).toList();
    List<PaperRow> tested = printed.stream().filter(row -> row.status().isTested()).toList();
    int regressed = rows.stream().flatMap(row -> row.regression().stream()).toList().size();
    line("");
    line(INDENT + ink.dim("─".repeat(WIDTH - INDENT.length())));
    counted(
        tested.size() + " of " + printed.size() + " printed figures could have failed:", tested);
    predictions(rows);
    counted(
        (printed.size() - tested.size()) + " could not:",
        printed.stream().filter(row -> !row.status().isTested()).toList());
    counted(
        (rows.size() - printed.size()) + " more are claims in words, or follow:",
        rows.stream().filter(row -> row.printed() == null).toList());
    line(
        INDENT
            + (regressed == 0
                ? "None has regressed."
                : ink.bold(ink.warn(regressed + " regressed."))));
    line("");
  }

  private void counted(String number, List<PaperRow> rows) {
    List<String> counts = new ArrayList<>();
    for (Status status : Status.values()) {
      long count = rows.stream().filter(row -> row.status() == status).count();
      if (count > 0) {
        counts.add(count + " " + status.label());
      }
    }
    String all = number + " " + String.join(", ", counts);
    for (String part : Lines.wrap(all, WIDTH - INDENT.length())) {
      line(INDENT + part.replace(number, ink.bold(number)));
    }
  }

  /// How far predictions are off: the larger of both figures over the smaller.
  private void predictions(List<PaperRow> rows) {
    List<PaperRow> predicted =
        rows.stream()
            .filter(row -> row.status() == Status.PREDICTED)
            .sorted(Comparator.comparingDouble(PaperTerminal::factor))
            .toList();
    if (predicted.isEmpty()) {
      return;
    }
    PaperRow worst = predicted.getLast();
    line(
        INDENT
            + "Over the %s predicted, not fitted: median factor %s, worst %s (%s)."
                .formatted(
                    predicted.size(),
                    Si.plain(median(predicted.stream().map(PaperTerminal::factor).toList())),
                    Si.plain(factor(worst)),
                    worst.claim()));
    List<Double> macros =
        PublishedMacros.comparisons().stream()
            .filter(macro -> macro.isPrediction() && macro.figure() == Comparison.Figure.ENERGY)
            .map(Comparison::factor)
            .sorted()
            .toList();
    line(
        INDENT
            + "Over %s published energies of others' macros, not fitted: median factor %s, worst %s."
                .formatted(macros.size(), Si.plain(median(macros)), Si.plain(macros.getLast())));
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double factor(PaperRow row) {
    double ratio = row.ratio().orElse(1);
    return Math.max(ratio, 1 / ratio);
  }

  /// Cuts between words; a word longer than the width stands alone.
  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
