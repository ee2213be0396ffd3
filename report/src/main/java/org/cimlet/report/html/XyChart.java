package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.html.page.LabelPlacer;
import org.cimlet.report.html.page.LogAxis;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;

/// Curves of one quantity over another, both on logarithmic axes, their points marked.
final class XyChart {
  private static final double LEFT = 84;
  private static final double RIGHT = 620;
  private static final double TOP = 14;
  private static final double BOTTOM = 300;
  private static final double NAME_SPACING = 20;
  private static final int COLOURS = 5;

  private final String plot;
  private final String label;
  private final Axis across;
  private final Axis up;
  private final List<Curve> curves = new ArrayList<>();

  /// A quantity.
  ///
  /// @param title what it is
  /// @param unit of its values
  record Axis(String title, String unit) {}

  /// A point, and what it says when pointed at.
  record Point(double x, double y, String tip) {}

  private record Curve(String name, List<Point> points) {}

  /// @param plot its name, by which the page counts what has really been drawn
  /// @param label what it shows
  XyChart(String plot, String label, Axis across, Axis up) {
    this.plot = plot;
    this.label = label;
    this.across = across;
    this.up = up;
  }

  /// Adds a curve; one without points is left out.
  XyChart curve(String name, List<Point> points) {
    if (!points.isEmpty()) {
      curves.add(new Curve(name, List.copyOf(points)));
    }
    return this;
  }

  void draw(Markup out) {
    List<Point> all = curves.stream().flatMap(curve -> curve.points().stream()).toList();
    LogAxis x = axis(all.stream().mapToDouble(Point::x).toArray(), LEFT, RIGHT);
    LogAxis y = axis(all.stream().mapToDouble(Point::y).toArray(), BOTTOM, TOP);
    Svg svg = Svg.open(out, plot, label, BOTTOM + 46);
    for (double value : CurveChart.ticks(x)) {
      svg.line("grid", x.at(value), TOP, x.at(value), BOTTOM);
      svg.text(
          "tick", Anchor.MIDDLE, x.at(value), BOTTOM + 16, CurveChart.tick(value, across.unit()));
    }
    for (double value : CurveChart.ticks(y)) {
      svg.line("grid", LEFT, y.at(value), RIGHT, y.at(value));
      svg.text("tick", Anchor.END, LEFT - 8, y.at(value) + 4, CurveChart.tick(value, up.unit()));
    }
    svg.text("axis-title", Anchor.MIDDLE, (LEFT + RIGHT) / 2, BOTTOM + 38, across.title());
    svg.upwards("axis-title", 12, (TOP + BOTTOM) / 2, up.title());
    double[] names = new double[curves.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = TOP + 14 + NAME_SPACING * i;
    }
    names = LabelPlacer.spread(names, NAME_SPACING, TOP + 4, BOTTOM);
    for (int i = 0; i < curves.size(); i++) {
      curve(svg, curves.get(i), "curve c" + i % COLOURS, x, y);
      svg.group("curve c" + i % COLOURS);
      svg.line("", RIGHT + 14, names[i] - 4, RIGHT + 34, names[i] - 4);
      svg.end();
      svg.text("tick", Anchor.START, RIGHT + 40, names[i], Lines.shorten(curves.get(i).name(), 26));
    }
    svg.close();
  }

  private static void curve(Svg svg, Curve curve, String css, LogAxis x, LogAxis y) {
    svg.group(css);
    Svg.Path path = new Svg.Path();
    for (int i = 0; i < curve.points().size(); i++) {
      Point point = curve.points().get(i);
      if (i == 0) {
        path.move(x.at(point.x()), y.at(point.y()));
      } else {
        path.line(x.at(point.x()), y.at(point.y()));
      }
    }
    svg.path("", path);
    svg.end();
    for (Point point : curve.points()) {
      svg.group(css, curve.name() + "\n" + point.tip());
      svg.circle("dot", x.at(point.x()), y.at(point.y()), 3.5);
      svg.end();
    }
  }

  private static LogAxis axis(double[] values, double from, double to) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return new LogAxis(least / 1.25, most * 1.25, from, to);
  }
}
