package org.cimlet.training;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The study's plot: loss against the dense control over the share of weights kept, both on
/// logarithmic axes, a line for each way to prune and group size; bars of two standard errors.
final class StudyPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 310;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;
  private static final int APART = 5;
  private static final double LEAST_BITS = 0.01;
  private static final double MOST_BITS = 10;
  private static final double LEAST_SHARE = 0.11;
  private static final double MOST_SHARE = 0.57;
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c564b",
          "#7f7f7f");

  private final StringBuilder svg = new StringBuilder();

  private StudyPlot() {}

  static String of(List<StudyRow> rows) {
    return new StudyPlot().draw(rows);
  }

  private String draw(List<StudyRow> rows) {
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
            WIDTH,
            HEIGHT));
    add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    axes();
    SequencedMap<String, List<StudyRow>> lines =
        rows.stream()
            .filter(row -> row.cell().how() != Cell.How.DENSE)
            .filter(row -> StudyPage.control(row.cell(), rows).isPresent())
            .sorted(Comparator.comparingDouble((StudyRow row) -> -loss(row, rows).bits()))
            .collect(
                Collectors.groupingBy(
                    row -> label(row.cell()), LinkedHashMap::new, Collectors.toList()));
    int index = 0;
    for (Map.Entry<String, List<StudyRow>> line : lines.entrySet()) {
      line(line.getKey(), line.getValue(), rows, index++);
    }
    add("</svg>");
    return svg.toString();
  }

  private static StudyRow.Loss loss(StudyRow row, List<StudyRow> rows) {
    return row.over(StudyPage.control(row.cell(), rows).orElseThrow());
  }

  private static String label(Cell cell) {
    String how =
        switch (cell.how()) {
          case DENSE -> "dense";
          case MAGNITUDE -> "one shot, magnitude";
          case WANDA -> "one shot, Wanda";
          case FIXED -> "retrained, fixed";
          case REGROW -> "retrained, straight through";
          case GLOBAL -> "retrained, global";
        };
    String group = cell.how() == Cell.How.GLOBAL ? "" : ", of " + cell.group();
    return how + (cell.distilled() > 0 ? ", distilled" : "") + group;
  }

  private void axes() {
    for (double bits : new double[] {0.01, 0.1, 1, 10}) {
      add(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
              LEFT,
              WIDTH - RIGHT,
              y(bits),
              y(bits)));
      String text =
          bits < 0.02 ? "≤ 0.01" : bits < 1 ? "0.1" : String.format(Locale.ROOT, "%.0f", bits);
      add(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 8,
              y(bits) + 4,
              text));
    }
    String[] names = {"1/8", "1/4", "3/8", "1/2"};
    double[] shares = {0.125, 0.25, 0.375, 0.5};
    for (int i = 0; i < shares.length; i++) {
      add(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#eeeeee\"/>",
              x(shares[i]),
              x(shares[i]),
              TOP,
              HEIGHT - BOTTOM));
      add(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(shares[i]),
              HEIGHT - BOTTOM + 20,
              names[i]));
    }
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">share of weights kept</text>",
            (LEFT + WIDTH - RIGHT) / 2,
            HEIGHT - 12));
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"22\">bits a byte over the dense network</text>",
            LEFT - 56));
  }

  /// Lines stand a little apart, so that points of one share do not hide each other.
  private void line(String label, List<StudyRow> points, List<StudyRow> rows, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    double apart = APART * (index - 3);
    List<StudyRow> sorted =
        points.stream().sorted(Comparator.comparingDouble(StudyPlot::share)).toList();
    StringBuilder path = new StringBuilder();
    for (StudyRow row : sorted) {
      StudyRow.Loss loss = loss(row, rows);
      double x = x(share(row)) + apart;
      double y = y(loss.bits());
      double low = y(loss.bits() - 2 * loss.standardError());
      double high = y(loss.bits() + 2 * loss.standardError());
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      add(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>"
                  + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
              x,
              x,
              low,
              high,
              colour,
              x,
              y,
              colour));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>"
            .formatted(path.toString().strip(), colour));
    int at = TOP + 14 + 22 * index;
    add(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
            WIDTH - RIGHT + 16,
            at - 4,
            colour));
    add(
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 26, at, label));
  }

  private static double share(StudyRow row) {
    return (double) row.cell().kept() / row.cell().group();
  }

  private static double x(double share) {
    return LEFT
        + (WIDTH - RIGHT - LEFT)
            * Math.log(share / LEAST_SHARE)
            / Math.log(MOST_SHARE / LEAST_SHARE);
  }

  private static double y(double bits) {
    double held = Math.clamp(bits, LEAST_BITS, MOST_BITS);
    return HEIGHT
        - BOTTOM
        - (HEIGHT - BOTTOM - TOP) * Math.log(held / LEAST_BITS) / Math.log(MOST_BITS / LEAST_BITS);
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }
}
