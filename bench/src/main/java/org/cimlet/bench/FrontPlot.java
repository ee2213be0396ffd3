package org.cimlet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plots of a front from its `front.json`: two metrics, both by their logarithms, a colour for each
/// word of a key; thin lines are where nine tenths of the samples lie, rings what events answer.
final class FrontPlot {
  private static final List<String> COLOURS =
      List.of("#3b6fb6", "#d2691e", "#2f8f5b", "#a83f6f", "#7a5cc0", "#6b6b6b");
  private static final double WIDTH = 760;
  private static final double HEIGHT = 460;
  private static final double LEFT = 80;
  private static final double RIGHT = 190;
  private static final double TOP = 40;
  private static final double BOTTOM = 56;

  private final StringBuilder svg = new StringBuilder();
  private final Axis across;
  private final Axis up;

  /// A metric from its least to its most.
  private record Axis(String metric, double least, double most) {
    static Axis of(String metric, JsonNode front) {
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (JsonNode design : front) {
        for (double value : values(metric, design)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      return new Axis(metric, least / 1.08, most * 1.08);
    }

    private static List<Double> values(String metric, JsonNode design) {
      List<Double> values = new ArrayList<>(List.of(design.path(metric).doubleValue()));
      design.path("intervals").path(metric).forEach(bound -> values.add(bound.doubleValue()));
      return values;
    }

    /// Share of the way from the least to the most.
    double share(double value) {
      return Math.log(value / least) / Math.log(most / least);
    }

    /// 1, 2 and 5 times powers of ten.
    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (int power = -12; power <= 12; power++) {
        for (int digit : new int[] {1, 2, 5}) {
          double tick = digit * Math.pow(10, power);
          if (tick >= least && tick <= most) {
            ticks.add(tick);
          }
        }
      }
      return ticks;
    }
  }

  private FrontPlot(Axis across, Axis up) {
    this.across = across;
    this.up = up;
  }

  /// Draws a front.
  ///
  /// @param front a `front.json`
  /// @param key whose words have colours
  static void write(Path front, String across, String up, String key, Path svg) throws IOException {
    JsonNode designs = new JsonMapper().readTree(Files.readAllBytes(front)).path("front");
    FrontPlot plot = new FrontPlot(Axis.of(across, designs), Axis.of(up, designs));
    Files.writeString(svg, plot.drawn(designs, key));
  }

  private String drawn(JsonNode designs, String key) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" font-family=\"sans-serif\""
            + " font-size=\"12\" role=\"img\"><title>%s over %s</title><rect width=\"100%%\""
            + " height=\"100%%\" fill=\"#fff\"/>",
        WIDTH, HEIGHT, up.metric(), across.metric());
    grid();
    Set<String> words = new TreeSet<>();
    designs.forEach(design -> words.add(design.path(key).asString("")));
    List<String> listed = List.copyOf(words);
    for (JsonNode design : designs) {
      design(design, COLOURS.get(listed.indexOf(design.path(key).asString("")) % COLOURS.size()));
    }
    for (int i = 0; i < listed.size(); i++) {
      double y = TOP + 10 + 20 * i;
      add(
          "<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\"/><text x=\"%s\" y=\"%s\">%s</text>",
          WIDTH - RIGHT + 16,
          y,
          COLOURS.get(i % COLOURS.size()),
          WIDTH - RIGHT + 26,
          y + 4,
          listed.get(i));
    }
    return svg.append("</svg>\n").toString();
  }

  private void grid() {
    for (double tick : across.ticks()) {
      double x = x(tick);
      add(
          "<path d=\"M%.1f %sV%s\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%s\""
              + " text-anchor=\"middle\">%s</text>",
          x, TOP, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 18, label(tick));
    }
    for (double tick : up.ticks()) {
      double y = y(tick);
      add(
          "<path d=\"M%s %.1fH%s\" stroke=\"#ddd\"/><text x=\"%s\" y=\"%.1f\""
              + " text-anchor=\"end\">%s</text>",
          LEFT, y, WIDTH - RIGHT, LEFT - 8, y + 4, label(tick));
    }
    add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text><text x=\"%s\" y=\"%s\">%s</text>",
        LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 14, across.metric(), 8, 22, up.metric());
  }

  private static String label(double tick) {
    return tick >= 1000
        ? String.format(Locale.ROOT, "%,.0f", tick)
        : String.format(Locale.ROOT, "%.3g", tick).replaceFirst("\\.?0+$", "");
  }

  private void design(JsonNode design, String colour) {
    double x = x(design.path(across.metric()).doubleValue());
    double y = y(design.path(up.metric()).doubleValue());
    JsonNode acrossRange = design.path("intervals").path(across.metric());
    JsonNode upRange = design.path("intervals").path(up.metric());
    if (acrossRange.size() == 3 && upRange.size() == 3) {
      add(
          "<path d=\"M%.1f %.1fH%.1fM%.1f %.1fV%.1f\" stroke=\"%s\" stroke-opacity=\".18\""
              + " fill=\"none\"/>",
          x(acrossRange.path(0).doubleValue()),
          y,
          x(acrossRange.path(2).doubleValue()),
          x,
          y(upRange.path(0).doubleValue()),
          y(upRange.path(2).doubleValue()),
          colour);
    }
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour);
    JsonNode event = design.path("events").path(up.metric());
    if (event.isNumber()) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"none\" stroke=\"#222\"/>",
          x, y(event.doubleValue()));
    }
  }

  private double x(double value) {
    return LEFT + Math.clamp(across.share(value), 0, 1) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - Math.clamp(up.share(value), 0, 1) * (HEIGHT - TOP - BOTTOM);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more library
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
