package org.cimlet.training;

import java.util.Comparator;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The study's plot of its first text: loss against the dense control over the share of weights
/// kept, both on logarithmic axes, with bars of two standard errors. At the left a line for each
/// way to prune groups of 32, at the right one for each group size.
final class StudyPlot {
  private static final int HEIGHT = 400;
  private static final int PANEL = 560;
  private static final int LEFT = 64;
  private static final int WIDE = 290;
  private static final int TOP = 48;
  private static final int BOTTOM = 52;
  private static final int APART = 4;
  private static final double LEAST_BITS = 0.01;
  private static final double MOST_BITS = 10;
  private static final double LEAST_SHARE = 0.11;
  private static final double MOST_SHARE = 0.57;
  private static final List<String> COLOURS =
      List.of(
          "#000000", "#8c564b", "#56b4e9", "#e69f00", "#0072b2", "#d55e00", "#009e73", "#cc79a7");

  private final Formatter svg = new Formatter(Locale.ROOT);
  private final List<StudyRow> rows;

  private StudyPlot(List<StudyRow> rows) {
    this.rows = rows;
  }

  /// The plot as SVG.
  ///
  /// @param rows not empty
  static String of(List<StudyRow> rows) {
    String text = rows.getFirst().text();
    return new StudyPlot(rows.stream().filter(row -> row.text().equals(text)).toList()).draw();
  }

  private String draw() {
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
        2 * PANEL, HEIGHT);
    svg.format("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n");
    panel("ways to prune, groups of 32", row -> row.cell().group() == 32, this::way);
    svg.format("<g transform=\"translate(%d 0)\">%n", PANEL);
    panel(
        "sizes of groups, straight through",
        row ->
            row.cell().how() == Cell.How.REGROW
                && row.cell().distilled() == 0
                && row.retrainedBytes() == leastRetrained(),
        StudyPlot::groupSize);
    svg.format("</g>%n");
    svg.format("</svg>%n");
    return svg.toString();
  }

  private long leastRetrained() {
    return rows.stream().mapToLong(StudyRow::retrainedBytes).filter(b -> b > 0).min().orElse(0);
  }

  private void panel(String title, Predicate<StudyRow> shown, Function<StudyRow, String> name) {
    axes(title);
    SequencedMap<String, List<StudyRow>> lines =
        rows.stream()
            .filter(shown)
            .filter(row -> row.cell().seed() == 1 && row.loss(rows).isPresent())
            .sorted(
                Comparator.comparingDouble((StudyRow row) -> Math.abs(row.share() - 0.25))
                    .thenComparingDouble(row -> -bits(row)))
            .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
    int index = 0;
    for (Map.Entry<String, List<StudyRow>> line : lines.entrySet()) {
      line(line.getKey(), line.getValue(), index++, lines.size());
    }
  }

  private double bits(StudyRow row) {
    return row.loss(rows).map(StudyRow.Loss::bits).orElseThrow();
  }

  private String way(StudyRow row) {
    Cell cell = row.cell();
    String how =
        switch (cell.how()) {
          case DENSE -> "dense";
          case MAGNITUDE -> "one shot, magnitude";
          case WANDA -> "one shot, Wanda";
          case FIXED -> "pruned stays pruned";
          case REGROW -> cell.distilled() > 0 ? "distilled" : "straight through";
          case GLOBAL -> "one threshold for all";
        };
    return row.retrainedBytes() > leastRetrained()
        ? String.format(Locale.ROOT, "%s, %.1f MB", how, row.retrainedBytes() / 1e6)
        : how;
  }

  private static String groupSize(StudyRow row) {
    return "of " + row.cell().group();
  }

  private void axes(String title) {
    svg.format("<text x=\"%d\" y=\"18\" font-weight=\"bold\">%s</text>%n", LEFT - 56, title);
    svg.format("<text x=\"%d\" y=\"36\">bits a byte over the dense network</text>%n", LEFT - 56);
    String[] losses = {"≤ 0.01", "0.1", "1", "10"};
    for (int i = 0; i < losses.length; i++) {
      double y = y(LEAST_BITS * Math.pow(10, i));
      svg.format(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>"
              + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT, LEFT + WIDE, y, y, LEFT - 8, y + 4, losses[i]);
    }
    String[] shares = {"1/8", "1/4", "3/8", "1/2"};
    for (int i = 0; i < shares.length; i++) {
      double x = x((i + 1) / 8.0);
      svg.format(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#eeeeee\"/>"
              + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x, x, TOP, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 18, shares[i]);
    }
    svg.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">share of weights kept</text>%n",
        LEFT + WIDE / 2, HEIGHT - 12);
  }

  /// Lines stand a little apart, so that points of one share do not hide each other.
  private void line(String label, List<StudyRow> points, int index, int lines) {
    String colour = COLOURS.get(index % COLOURS.size());
    double apart = APART * (index - (lines - 1) / 2.0);
    List<StudyRow> sorted =
        points.stream().sorted(Comparator.comparingDouble(StudyRow::share)).toList();
    StringBuilder path = new StringBuilder();
    for (StudyRow row : sorted) {
      StudyRow.Loss loss = row.loss(rows).orElseThrow();
      double x = x(row.share()) + apart;
      double y = y(loss.bits());
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      svg.format(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>"
              + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
          x,
          x,
          y(loss.bits() - 2 * loss.standardError()),
          y(loss.bits() + 2 * loss.standardError()),
          colour,
          x,
          y,
          colour);
    }
    svg.format(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
        path.toString().strip(), colour);
    int at = TOP + 14 + 22 * index;
    svg.format(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
        LEFT + WIDE + 14, at - 4, colour, LEFT + WIDE + 24, at, label);
  }

  private static double x(double share) {
    return LEFT + WIDE * Math.log(share / LEAST_SHARE) / Math.log(MOST_SHARE / LEAST_SHARE);
  }

  private static double y(double bits) {
    double held = Math.clamp(bits, LEAST_BITS, MOST_BITS);
    return HEIGHT
        - BOTTOM
        - (HEIGHT - BOTTOM - TOP) * Math.log(held / LEAST_BITS) / Math.log(MOST_BITS / LEAST_BITS);
  }
}
