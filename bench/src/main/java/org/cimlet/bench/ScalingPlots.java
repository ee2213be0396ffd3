package org.cimlet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The study's plots: throughput beside the ideal, efficiency, latency; chiplets run along the axis
/// by doubling.
final class ScalingPlots {
  private static final List<String> COLOURS =
      List.of(
          "#3b6fb6", "#d2691e", "#2f8f5b", "#a83f6f", "#7a5cc0", "#6b6b6b", "#b8860b", "#1f9aa8");
  private static final double WIDTH = 760;
  private static final double HEIGHT = 440;
  private static final double LEFT = 74;
  private static final double RIGHT = 210;
  private static final double TOP = 42;
  private static final double BOTTOM = 52;

  private final StringBuilder svg = new StringBuilder();
  private final double least;
  private final double most;
  private final boolean logarithmic;

  private ScalingPlots(double least, double most, boolean logarithmic) {
    this.least = least;
    this.most = most;
    this.logarithmic = logarithmic;
  }

  static void write(List<ScalingPoint> points, Path folder) throws IOException {
    List<ScalingPoint> mesh = only(points, "mesh", 256);
    plot(
        folder,
        "throughput",
        "Throughput on a mesh with UCIe-class links, tokens/s (dashed: ideal; dotted: filled)",
        mesh,
        ScalingPoint::tokensPerS,
        ScalingPoint::idealTokensPerS,
        ScalingPoint::naiveTokensPerS,
        true);
    plot(
        folder,
        "latency",
        "TPOT at batch 1 on a mesh, µs (dotted: filled)",
        mesh,
        ScalingPoint::tpotBatch1Us,
        null,
        ScalingPoint::naiveTpotBatch1Us,
        true);
    List<ScalingPoint> every = new ArrayList<>();
    for (ScalingPoint point : points) {
      if (point.label().equals("llama-2-7b") || point.label().equals("llama-2-70b 8:32")) {
        every.add(renamed(point));
      }
    }
    plot(
        folder,
        "efficiency",
        "Throughput over the ideal, %",
        mesh,
        p -> 100 * p.efficiency(),
        null,
        null,
        false);
    plot(
        folder,
        "links",
        "Throughput over the ideal by topology and link, %",
        every,
        p -> 100 * p.efficiency(),
        null,
        null,
        false);
  }

  private static ScalingPoint renamed(ScalingPoint p) {
    String name =
        String.format(
            Locale.ROOT,
            "%s, %s, %.0f Gbit/s",
            p.label().replace("llama-2-", ""),
            p.on().topology(),
            p.on().linkGbitS());
    return new ScalingPoint(
        name,
        "dense",
        p.on(),
        p.context(),
        p.idealTokensPerS(),
        p.naiveTokensPerS(),
        p.mapping(),
        p.replicas(),
        p.sequences(),
        p.tokensPerS(),
        p.estimatedTokensPerS(),
        p.busiest(),
        p.naiveTpotBatch1Us(),
        p.batch1Mapping(),
        p.tpotBatch1Us(),
        p.estimatedTpotBatch1Us());
  }

  private static List<ScalingPoint> only(List<ScalingPoint> points, String topology, double gbitS) {
    return points.stream()
        .filter(point -> point.on().topology().equals(topology) && point.on().linkGbitS() == gbitS)
        .toList();
  }

  private static void plot(
      Path folder,
      String name,
      String title,
      List<ScalingPoint> points,
      ToDoubleFunction<ScalingPoint> value,
      @Nullable ToDoubleFunction<ScalingPoint> dashed,
      @Nullable ToDoubleFunction<ScalingPoint> dotted,
      boolean logarithmic)
      throws IOException {
    if (points.isEmpty()) {
      return;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (ScalingPoint point : points) {
      for (ToDoubleFunction<ScalingPoint> one :
          List.of(value, dashed == null ? value : dashed, dotted == null ? value : dotted)) {
        least = Math.min(least, one.applyAsDouble(point));
        most = Math.max(most, one.applyAsDouble(point));
      }
    }
    ScalingPlots plot =
        logarithmic
            ? new ScalingPlots(
                Math.pow(10, Math.floor(Math.log10(least))),
                Math.pow(10, Math.ceil(Math.log10(most))),
                true)
            : new ScalingPlots(0, 100, false);
    plot.axes(title);
    Map<String, List<ScalingPoint>> lines = new LinkedHashMap<>();
    for (ScalingPoint point : points) {
      lines.computeIfAbsent(point.label(), label -> new ArrayList<>()).add(point);
    }
    int colour = 0;
    List<double[]> ends = new ArrayList<>();
    List<String> labels = new ArrayList<>(lines.keySet());
    for (List<ScalingPoint> line : lines.values()) {
      String stroke = COLOURS.get(colour++ % COLOURS.size());
      if (dashed != null) {
        plot.line(line, dashed, stroke, "stroke-dasharray='6 4' stroke-width='1'");
      }
      if (dotted != null) {
        plot.line(line, dotted, stroke, "stroke-dasharray='1.5 3' stroke-width='1.5'");
      }
      plot.line(line, value, stroke, "stroke-width='2'");
      plot.dots(line, value, stroke);
      ends.add(
          new double[] {
            plot.y(value.applyAsDouble(line.getLast())), x(line.getLast().on().chiplets())
          });
    }
    plot.labels(labels, ends);
    Files.writeString(folder.resolve("scaling-" + name + ".svg"), plot.svg.append("</svg>\n"));
  }

  private void axes(String title) {
    svg.append(
        text(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' font-family='system-ui, sans-serif' font-size='12'><rect width='100%%' height='100%%' fill='white'/><text x='%.0f' y='22' font-size='14' font-weight='600' fill='#222'>%s</text>\n",
            WIDTH, HEIGHT, LEFT, title));
    for (int chiplets : new int[] {4, 8, 16, 36, 64, 128, 256}) {
      svg.append(
          text(
              "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#eee'/><text x='%.1f' y='%.1f' text-anchor='middle' fill='#444'>%d</text>\n",
              x(chiplets),
              x(chiplets),
              TOP,
              HEIGHT - BOTTOM,
              x(chiplets),
              HEIGHT - BOTTOM + 18,
              chiplets));
    }
    svg.append(
        text(
            "<text x='%.1f' y='%.1f' text-anchor='middle' fill='#444'>chiplets</text>\n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12));
    if (logarithmic) {
      for (double tick = least; tick <= most * 1.001; tick *= 10) {
        tick(tick);
      }
    } else {
      for (double tick = least; tick <= most; tick += 20) {
        tick(tick);
      }
    }
  }

  private void tick(double value) {
    svg.append(
        text(
            "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#ddd'/><text x='%.1f' y='%.1f' text-anchor='end' fill='#444'>%,.0f</text>\n",
            LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, value));
  }

  private void line(
      List<ScalingPoint> line, ToDoubleFunction<ScalingPoint> value, String stroke, String style) {
    StringBuilder path = new StringBuilder();
    for (ScalingPoint point : line) {
      path.append(
          text(
              path.isEmpty() ? "M%.1f %.1f" : " L%.1f %.1f",
              x(point.on().chiplets()),
              y(value.applyAsDouble(point))));
    }
    svg.append(text("<path d='%s' fill='none' stroke='%s' %s/>\n", path, stroke, style));
  }

  private void dots(List<ScalingPoint> line, ToDoubleFunction<ScalingPoint> value, String fill) {
    for (ScalingPoint point : line) {
      svg.append(
          text(
              "<circle cx='%.1f' cy='%.1f' r='3.2' fill='%s'/>\n",
              x(point.on().chiplets()), y(value.applyAsDouble(point)), fill));
    }
  }

  /// Beside the ends of the lines, pushed apart where they would meet.
  private void labels(List<String> labels, List<double[]> ends) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(ends.get(a)[0], ends.get(b)[0]));
    double above = 0;
    for (int i : order) {
      double at = Math.max(ends.get(i)[0], above + 15);
      above = at;
      svg.append(
          text(
              "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='%s'/><text x='%.1f' y='%.1f' fill='%s'>%s</text>\n",
              ends.get(i)[1] + 6,
              WIDTH - RIGHT + 16,
              ends.get(i)[0],
              at,
              COLOURS.get(i % COLOURS.size()),
              WIDTH - RIGHT + 20,
              at + 4,
              COLOURS.get(i % COLOURS.size()),
              labels.get(i)));
    }
  }

  private static double x(int chiplets) {
    double share = (Math.log(chiplets) - Math.log(4)) / (Math.log(256) - Math.log(4));
    return LEFT + 14 + share * (WIDTH - RIGHT - LEFT - 28);
  }

  private double y(double value) {
    double share =
        logarithmic
            ? (Math.log(value) - Math.log(least)) / (Math.log(most) - Math.log(least))
            : (value - least) / (most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more library
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
