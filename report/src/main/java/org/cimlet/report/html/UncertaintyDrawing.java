package org.cimlet.report.html;

import java.util.Locale;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.SpreadWords;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.report.html.page.Table;

/// Answers as bands from 5 to 95 % of samples over what they are as written, and the numbers that
/// matter most to each.
record UncertaintyDrawing(Uncertainty uncertainty) {
  private static final double ROW = 46;
  private static final double TOP = 30;
  private static final double LEFT = 190;
  private static final double WIDTH = 500;
  private static final double ROOM_FOR_VALUES = 0.15;

  void draw(Markup out) {
    double least = 1;
    double most = 1;
    for (OutputSpread spread : uncertainty.spreads()) {
      least = Math.min(least, spread.low() / spread.nominal());
      most = Math.max(most, spread.high() / spread.nominal());
    }
    least = Math.floor((least - ROOM_FOR_VALUES * (most - least)) * 10) / 10;
    most = Math.ceil(most * 10) / 10;
    double bottom = TOP + ROW * uncertainty.spreads().size();
    Svg svg =
        Svg.open(out, "uncertainty", "Outputs between the 5 % and 95 % quantiles", bottom + 34);
    axis(svg, least, most, bottom);
    double y = TOP;
    for (OutputSpread spread : uncertainty.spreads()) {
      band(svg, spread, least, most, y + ROW / 2);
      y += ROW;
    }
    svg.close();
    out.open("figcaption")
        .text(
            "Bands: 5 % to 95 % of samples, with the median; 1 is the nominal value. "
                + SpreadWords.method(uncertainty));
    out.close();
    table(out);
  }

  private static double x(double ratio, double least, double most) {
    return LEFT + WIDTH * (ratio - least) / (most - least);
  }

  private static void axis(Svg svg, double least, double most, double bottom) {
    double step = most - least > 2 ? 0.5 : most - least > 0.8 ? 0.2 : 0.1;
    for (double ratio = Math.ceil(least / step) * step; ratio <= most + 1e-9; ratio += step) {
      double at = x(ratio, least, most);
      svg.line(Math.abs(ratio - 1) < 1e-9 ? "mid" : "grid", at, TOP, at, bottom);
      svg.text("tick", Anchor.MIDDLE, at, bottom + 16, tick(ratio));
    }
  }

  /// Ticks stand at tenths.
  private static String tick(double ratio) {
    return String.format(Locale.ROOT, "%.1f", Math.max(0, ratio)).replace(".0", "") + " ×";
  }

  private static void band(Svg svg, OutputSpread spread, double least, double most, double y) {
    double low = x(spread.low() / spread.nominal(), least, most);
    double high = x(spread.high() / spread.nominal(), least, most);
    double median = x(spread.median() / spread.nominal(), least, most);
    svg.text("strong", Anchor.END, LEFT - 14, y - 1, spread.name());
    svg.text("tick", Anchor.END, LEFT - 14, y + 14, SpreadWords.value(spread, spread.nominal()));
    svg.rect("band", low, y - 9, Math.max(1, high - low), 18, 3);
    svg.line("mid", median, y - 9, median, y + 9);
    svg.text("tick", Anchor.START, high + 8, y + 4, SpreadWords.plain(spread, spread.high()));
    svg.text("tick", Anchor.END, low - 8, y + 4, SpreadWords.plain(spread, spread.low()));
  }

  private void table(Markup out) {
    Table table =
        Table.open(
            out, "comparison", "Output", "Main driver", "#From", "#To", "#Share of variance");
    for (OutputSpread spread : uncertainty.spreads()) {
      boolean first = true;
      for (OutputSpread.Driver driver : spread.drivers()) {
        table.row("").text(first ? spread.name() : "").begin();
        out.element("code", driver.key());
        table
            .end()
            .text(Si.plain(driver.interval().low()))
            .text(Si.plain(driver.interval().high()))
            .text(Si.percent(driver.varianceShare()))
            .endRow();
        first = false;
      }
    }
    table.close();
  }
}
