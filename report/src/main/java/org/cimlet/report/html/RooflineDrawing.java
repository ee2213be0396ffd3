package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.Roof.Spot;
import org.cimlet.report.html.page.LabelPlacer;
import org.cimlet.report.html.page.LogAxis;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;

/// Operations per second against operations per byte, both on logarithmic axes: peak roofs dashed,
/// achieved roofs drawn through, operating points as dots.
final class RooflineDrawing {
  private static final double LEFT = 86;
  private static final double RIGHT = Svg.WIDTH - 176;
  private static final double TOP = 14;
  private static final double BOTTOM = 440;
  private static final double LABEL_SPACING = 14;
  private static final double SLOPE_LABEL_AWAY = 14;

  private final List<Roof> baselines;
  private final Roof macros;
  private final List<Roof> memories;
  private final LogAxis x;
  private final LogAxis y;
  private final LabelPlacer labels = new LabelPlacer(LEFT, TOP, RIGHT, BOTTOM);

  RooflineDrawing(RooflineFigures figures) {
    baselines = figures.baselines();
    macros = figures.macros();
    memories = figures.memories();
    List<Roof> all = Stream.of(baselines, memories, List.of(macros)).flatMap(List::stream).toList();
    List<Spot> spots = all.stream().flatMap(roof -> roof.spots().stream()).toList();
    double[] intensities = spots.stream().mapToDouble(Spot::opsPerByte).sorted().toArray();
    double slowest = spots.stream().mapToDouble(Spot::opsPerS).min().orElseThrow();
    double peak = all.stream().mapToDouble(Roof::peakOpsPerS).max().orElseThrow();
    double ridge = all.stream().mapToDouble(Roof::ridge).max().orElseThrow();
    x =
        new LogAxis(
            Math.min(intensities[0], macros.ridge()) / 3,
            Math.max(intensities[intensities.length - 1], ridge) * 3,
            LEFT,
            RIGHT);
    y = new LogAxis(slowest / 8, peak * 2, BOTTOM, TOP);
  }

  void draw(Markup out) {
    Svg svg = Svg.open(out, "roofline", "Roofline of the machine and its baselines", BOTTOM + 42);
    grid(svg);
    for (Roof roof : baselines) {
      roof(svg, roof);
    }
    for (Roof roof : memories) {
      roof(svg, roof);
    }
    roof(svg, macros);
    roofNames(svg);
    ownNames(svg);
    spots(svg);
    svg.close();
  }

  private void grid(Svg svg) {
    for (double value : x.decades()) {
      svg.line("grid", x.at(value), TOP, x.at(value), BOTTOM);
      svg.text("tick", Anchor.MIDDLE, x.at(value), BOTTOM + 16, Wording.decade(value, ""));
    }
    for (double value : y.decades()) {
      svg.line("grid", LEFT, y.at(value), RIGHT, y.at(value));
      svg.text("tick", Anchor.END, LEFT - 8, y.at(value) + 4, Wording.decade(value, "OPS"));
    }
    svg.text(
        "axis-title",
        Anchor.MIDDLE,
        (LEFT + RIGHT) / 2,
        BOTTOM + 36,
        "operations per byte moved (op/B)");
    svg.upwards("axis-title", 10, (TOP + BOTTOM) / 2, "operations per second");
  }

  private void roof(Svg svg, Roof roof) {
    svg.group("roof " + roof.css(), tip(roof));
    svg.path("peak", outline(roof.peakOpsPerS(), roof.peakBytesPerS()));
    svg.path("achieved", outline(roof.achievedOpsPerS(), roof.achievedBytesPerS()));
    svg.end();
  }

  private static String tip(Roof roof) {
    return "%s\npeak %s, %s\nachieved %s, %s"
        .formatted(
            roof.name(),
            Si.of(roof.peakOpsPerS(), "OPS"),
            Si.of(roof.peakBytesPerS(), "B/s"),
            Si.of(roof.achievedOpsPerS(), "OPS"),
            Si.of(roof.achievedBytesPerS(), "B/s"));
  }

  private Svg.Path outline(double opsPerS, double bytesPerS) {
    double start = Math.max(x.least(), y.least() / bytesPerS);
    Svg.Path path = new Svg.Path();
    path.move(x.at(start), y.at(Math.min(start * bytesPerS, opsPerS)));
    double ridge = opsPerS / bytesPerS;
    if (ridge > start) {
      path.line(x.at(ridge), y.at(opsPerS));
    }
    return path.line(RIGHT, y.at(opsPerS));
  }

  /// Names of all peaks at their right ends, pushed apart where peaks lie close.
  private void roofNames(Svg svg) {
    List<Roof> named = new ArrayList<>(baselines);
    named.add(macros);
    named.sort((a, b) -> Double.compare(b.peakOpsPerS(), a.peakOpsPerS()));
    double[] at = named.stream().mapToDouble(roof -> y.at(roof.peakOpsPerS())).toArray();
    double[] free = LabelPlacer.spread(at, LABEL_SPACING, TOP + 4, BOTTOM);
    for (int i = 0; i < named.size(); i++) {
      Roof roof = named.get(i);
      boolean own = roof.own();
      svg.path(
          "leader",
          new Svg.Path().move(RIGHT + 2, at[i]).line(RIGHT + 8, at[i]).line(RIGHT + 16, free[i]));
      String name = own ? "this machine" : Lines.shorten(roof.name(), 17);
      svg.text(
          own ? "roof-name own" : "roof-name",
          Anchor.START,
          RIGHT + 20,
          free[i] + 4,
          name + " " + Si.of(roof.peakOpsPerS(), "OPS"));
    }
  }

  /// Names of the machine's memories, along the slopes they make. A slope too short for its name
  /// has it on the flat roof.
  private void ownNames(Svg svg) {
    slopeName(svg, macros, "macro rows ");
    for (Roof roof : memories) {
      slopeName(svg, roof, roof.name() + " ");
    }
  }

  private void slopeName(Svg svg, Roof roof, String name) {
    String text = name + Si.of(roof.peakBytesPerS(), "B/s");
    double start = Math.max(x.least(), y.least() / roof.achievedBytesPerS());
    double left = x.at(start);
    double bottom = y.at(start * roof.achievedBytesPerS());
    double run = x.at(roof.achievedOpsPerS() / roof.achievedBytesPerS()) - left;
    double rise = bottom - y.at(roof.achievedOpsPerS());
    double slope = Math.hypot(run, rise);
    double length = Svg.textWidth(text, LabelPlacer.FONT);
    if (slope < length + 30) {
      double flat = y.at(roof.peakOpsPerS()) - 6;
      svg.text("slope-name own", Anchor.START, x.at(roof.ridge()) + 4, flat, text);
      return;
    }
    // Below the line, beyond its middle: there no other roof's points lie.
    double along = (slope - length) * 0.85 / slope;
    double textLeft = left + along * run + SLOPE_LABEL_AWAY * rise / slope;
    double textBottom = bottom - along * rise + SLOPE_LABEL_AWAY * run / slope;
    svg.turned(
        "slope-name own", textLeft, textBottom, -Math.toDegrees(Math.atan2(rise, run)), text);
    for (double at = 0; at < length; at += 8) {
      labels.keepClear(textLeft + at * run / slope, textBottom - at * rise / slope);
    }
  }

  private void spots(Svg svg) {
    for (Roof roof : baselines) {
      for (Spot spot : roof.spots()) {
        labels.keepClear(x.at(spot.opsPerByte()), y.at(spot.opsPerS()));
      }
    }
    joinOwn(svg);
    for (Spot spot : macros.spots()) {
      dot(svg, macros, "", spot);
    }
    for (Roof roof : memories) {
      for (Spot spot : roof.spots()) {
        dot(svg, roof, "hollow", spot);
      }
    }
    for (Spot spot : (memories.isEmpty() ? macros : memories.getFirst()).spots()) {
      labels.put(svg, "spot-name own", spot.label(), x.at(spot.opsPerByte()), y.at(spot.opsPerS()));
    }
    for (Roof roof : baselines) {
      for (Spot spot : roof.spots()) {
        dot(svg, roof, "", spot);
        labels.put(svg, "spot-name", spot.label(), x.at(spot.opsPerByte()), y.at(spot.opsPerS()));
      }
    }
  }

  /// Each of the machine's points is drawn against every of its memories; a thin line joins them.
  private void joinOwn(Svg svg) {
    for (int i = 0; i < macros.spots().size(); i++) {
      Spot one = macros.spots().get(i);
      double height = y.at(one.opsPerS());
      labels.keepClear(x.at(one.opsPerByte()), height);
      for (Roof memory : memories) {
        double other = x.at(memory.spots().get(i).opsPerByte());
        svg.line("join", x.at(one.opsPerByte()), height, other, height);
        labels.keepClear(other, height);
      }
    }
  }

  private void dot(Svg svg, Roof roof, String css, Spot spot) {
    svg.group(
        "spot " + roof.css(),
        "%s (%s)\n%s at %s op/B"
            .formatted(
                spot.label(),
                roof.name(),
                Si.of(spot.opsPerS(), "OPS"),
                Si.plain(spot.opsPerByte())));
    svg.circle(css, x.at(spot.opsPerByte()), y.at(spot.opsPerS()), roof.own() ? 5 : 4);
    svg.end();
  }
}
