package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.html.page.LabelPlacer;
import org.cimlet.report.html.page.LogAxis;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;

/// Shares from 0 to 100 % over a quantity on a logarithmic axis, a curve for each system.
final class CurveChart {
  private static final double LEFT = 64;
  private static final double RIGHT = 640;
  private static final double TOP = 16;
  private static final double BOTTOM = 276;
  private static final int COLOURS = 5;

  private final String plot;
  private final String label;
  private final String unit;
  private final List<Curve> curves = new ArrayList<>();
  private double markAt;
  private String mark = "";

  /// @param plot its name, by which the page counts what has really been drawn
  /// @param label what it shows
  /// @param unit of the quantity
  CurveChart(String plot, String label, String unit) {
    this.plot = plot;
    this.label = label;
    this.unit = unit;
  }

  /// A point of a curve.
  record Point(double value, double share) {}

  private record Curve(String name, List<Point> points) {}

  CurveChart curve(String name, List<Point> points) {
    curves.add(new Curve(name, points.stream().filter(point -> point.value() > 0).toList()));
    return this;
  }

  /// A line at a value.
  CurveChart mark(double value, String words) {
    markAt = value;
    mark = words;
    return this;
  }

  void draw(Markup out) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        least = Math.min(least, point.value());
        most = Math.max(most, point.value());
      }
    }
    if (most == 0) {
      out.element("p", "No values to draw.");
      return;
    }
    if (markAt > 0) {
      least = Math.min(least, markAt);
      most = Math.max(most, markAt);
    }
    LogAxis axis = new LogAxis(least / 1.1, most * 1.1, LEFT, RIGHT);
    Svg svg = Svg.open(out, plot, label, BOTTOM + 46);
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      svg.line("grid", LEFT, y, RIGHT, y);
      svg.text("tick", Anchor.END, LEFT - 8, y + 4, percent + " %");
    }
    for (double value : ticks(axis)) {
      svg.line("grid", axis.at(value), TOP, axis.at(value), BOTTOM);
      svg.text("tick", Anchor.MIDDLE, axis.at(value), BOTTOM + 16, tick(value, unit));
    }
    svg.text("axis-title", Anchor.MIDDLE, (LEFT + RIGHT) / 2, BOTTOM + 38, label);
    if (markAt > 0) {
      svg.line("mid", axis.at(markAt), TOP, axis.at(markAt), BOTTOM);
      svg.text("tick", Anchor.START, axis.at(markAt) + 5, TOP + 10, mark);
    }
    double[] labels = new double[curves.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = TOP + 24 + 20 * i;
    }
    labels = LabelPlacer.spread(labels, 20, TOP, BOTTOM);
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      String css = "curve c" + i % COLOURS;
      svg.group(css, curve.name());
      Svg.Path path = new Svg.Path();
      for (int p = 0; p < curve.points().size(); p++) {
        Point point = curve.points().get(p);
        if (p == 0) {
          path.move(axis.at(point.value()), y(point.share()));
        } else {
          path.line(axis.at(point.value()), y(point.share()));
        }
      }
      svg.path("", path);
      svg.line("", RIGHT + 14, labels[i] - 4, RIGHT + 34, labels[i] - 4);
      svg.end();
      svg.text("tick", Anchor.START, RIGHT + 40, labels[i], Lines.shorten(curve.name(), 24));
    }
    svg.close();
  }

  private static double y(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }

  /// Without zeros that say nothing: `2 ms`.
  static String tick(double value, String unit) {
    return Si.of(value, unit)
        .replaceFirst("(\\.[0-9]*?)0+(?= |$)", "$1")
        .replaceFirst("\\.(?= |$)", "");
  }

  /// Decades; where there are fewer than three, also twos and fives.
  static List<Double> ticks(LogAxis axis) {
    List<Double> ticks = new ArrayList<>(axis.decades());
    if (ticks.size() >= 3) {
      return ticks;
    }
    ticks.clear();
    for (double decade = Math.pow(10, Math.floor(Math.log10(axis.least())));
        decade <= axis.most();
        decade *= 10) {
      for (double digit : new double[] {1, 2, 5}) {
        if (decade * digit >= axis.least() && decade * digit <= axis.most()) {
          ticks.add(decade * digit);
        }
      }
    }
    return ticks;
  }
}
