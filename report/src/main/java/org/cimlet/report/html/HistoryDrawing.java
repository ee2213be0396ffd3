package org.cimlet.report.html;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.serve.ServeResult.OfSystem;
import org.cimlet.serve.engine.Moment;

/// What systems hold over time: requests that wait, requests that run, and the share of the memory
/// for keys and values in use, one above the other over the same time.
final class HistoryDrawing {
  private static final double LEFT = 64;
  private static final double RIGHT = 640;
  private static final double TOP = 26;
  private static final double BAND = 84;
  private static final double GAP = 34;
  private static final int COLOURS = 5;

  private final List<OfSystem> systems;
  private final double endS;

  /// A band of the drawing.
  ///
  /// @param most at its top; 0 for the largest value
  private record Band(String title, ToDoubleFunction<Moment> value, double most) {}

  private static final List<Band> BANDS =
      List.of(
          new Band("requests waiting", Moment::waiting, 0),
          new Band("requests running", Moment::running, 0),
          new Band("KV cache used", Moment::kvShare, 1));

  HistoryDrawing(List<OfSystem> systems) {
    this.systems = systems;
    endS = systems.stream().mapToDouble(each -> each.totals().seconds()).max().orElse(1);
  }

  void draw(Markup out) {
    double bottom = TOP + BANDS.size() * (BAND + GAP) - GAP;
    Svg svg = Svg.open(out, "history", "Requests and KV cache over time", bottom + 44);
    double step = step(endS, 6);
    for (int i = 0; i * step <= endS; i++) {
      double x = x(i * step);
      svg.line("grid", x, TOP, x, bottom);
      svg.text("tick", Anchor.MIDDLE, x, bottom + 16, seconds(i * step));
    }
    svg.text("axis-title", Anchor.MIDDLE, (LEFT + RIGHT) / 2, bottom + 38, "time");
    double top = TOP;
    for (Band band : BANDS) {
      band(svg, band, top);
      top += BAND + GAP;
    }
    for (int i = 0; i < systems.size(); i++) {
      double y = TOP + 10 + 20 * i;
      svg.group("curve c" + i % COLOURS, systems.get(i).system().name());
      svg.line("", RIGHT + 14, y - 4, RIGHT + 34, y - 4);
      svg.end();
      String name = systems.get(i).system().name();
      svg.text("tick", Anchor.START, RIGHT + 40, y, Lines.shorten(name, 24));
    }
    svg.close();
  }

  private void band(Svg svg, Band band, double top) {
    double most = band.most();
    if (most == 0) {
      for (OfSystem system : systems) {
        for (Moment moment : system.totals().history()) {
          most = Math.max(most, band.value().applyAsDouble(moment));
        }
      }
      most = Math.max(most, 1);
    }
    double bottom = top + BAND;
    svg.line("grid", LEFT, bottom, RIGHT, bottom);
    svg.line("grid", LEFT, top, RIGHT, top);
    svg.text("tick", Anchor.END, LEFT - 8, bottom + 4, "0");
    svg.text(
        "tick",
        Anchor.END,
        LEFT - 8,
        top + 4,
        band.most() > 0 ? "100 %" : Si.grouped(Math.round(most)));
    svg.text("tick", Anchor.START, LEFT, top - 8, band.title());
    for (int i = 0; i < systems.size(); i++) {
      List<Moment> moments = systems.get(i).totals().history();
      if (moments.isEmpty()) {
        continue;
      }
      Svg.Path path = new Svg.Path();
      path.move(x(moments.getFirst().seconds()), y(band, moments.getFirst(), top, most));
      double before = x(moments.getFirst().seconds());
      for (Moment moment : moments.subList(1, moments.size())) {
        double y = y(band, moment, top, most);
        path.line(before, y);
        before = x(moment.seconds());
        path.line(before, y);
      }
      svg.group("curve fine c" + i % COLOURS, systems.get(i).system().name() + ", " + band.title());
      svg.path("", path);
      svg.end();
    }
  }

  private static double y(Band band, Moment moment, double top, double most) {
    return top + BAND * (1 - Math.min(1, band.value().applyAsDouble(moment) / most));
  }

  private double x(double seconds) {
    return LEFT + (RIGHT - LEFT) * seconds / endS;
  }

  /// 1, 2 or 5 times a power of ten, so that there are as many steps or fewer.
  private static double step(double whole, int steps) {
    double step = Math.pow(10, Math.floor(Math.log10(whole / steps)));
    while (whole / step > steps) {
      double digit = step / Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
      step *= Math.abs(digit - 2) < 0.1 ? 2.5 : 2;
    }
    return step;
  }

  /// Seconds of an axis: thousands stay seconds.
  private static String seconds(double value) {
    return value == 0
        ? "0 s"
        : value >= 1 ? String.format(Locale.ROOT, "%,.0f s", value) : Si.of(value, "s");
  }
}
