package org.cimlet.report.html;

import java.util.Comparator;
import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.report.html.page.Table;

/// A whole and what it is made of: one bar, and a table of the same parts with their size.
///
/// @param plot name of the drawing
/// @param label what it shows
/// @param unit of the parts
/// @param heading over the parts' names
/// @param parts largest first
record BreakdownDrawing(String plot, String label, String unit, String heading, List<Slice> parts) {
  private static final double BAR_TOP = 22;
  private static final double BAR_HEIGHT = 40;
  private static final double FONT = 12;
  private static final int SHADES = 10;

  /// One part.
  record Slice(String name, double size) {}

  BreakdownDrawing {
    parts = parts.stream().sorted(Comparator.comparingDouble(Slice::size).reversed()).toList();
  }

  void draw(Markup out) {
    bar(out);
    table(out);
  }

  private double total() {
    return parts.stream().mapToDouble(Slice::size).sum();
  }

  private void bar(Markup out) {
    Svg svg = Svg.open(out, plot, label, BAR_TOP + BAR_HEIGHT + 6);
    double x = 0;
    for (int i = 0; i < parts.size(); i++) {
      Slice slice = parts.get(i);
      double width = Svg.WIDTH * share(slice);
      if (width > 0) {
        slice(svg, slice, shade(i), x, width);
        x += width;
      }
    }
    svg.text("total", Anchor.END, Svg.WIDTH, BAR_TOP - 8, Si.of(total(), unit));
    svg.text("axis-title", Anchor.START, 0, BAR_TOP - 8, label);
    svg.close();
  }

  private void slice(Svg svg, Slice slice, int shade, double x, double width) {
    String share = Wording.percent(share(slice));
    svg.group(
        "slice", slice.name() + "\n" + Si.of(slice.size(), unit) + ", " + share + " of the total");
    svg.rect("s" + shade, x, BAR_TOP, Math.max(0.4, width - 1), BAR_HEIGHT);
    if (Svg.textWidth(slice.name(), FONT) + 14 < width) {
      svg.text("on" + shade, Anchor.START, x + 9, BAR_TOP + 17, FONT, slice.name());
      svg.text("strong on" + shade, Anchor.START, x + 9, BAR_TOP + 32, FONT, share);
    } else if (Svg.textWidth(share, FONT) + 8 < width) {
      svg.text("strong on" + shade, Anchor.START, x + 5, BAR_TOP + 25, FONT, share);
    }
    svg.end();
  }

  /// 0 where nothing has a size.
  private double share(Slice slice) {
    return total() == 0 ? 0 : slice.size() / total();
  }

  /// Darkest for the largest; the last shades are too faint to be told from paper.
  private int shade(int rank) {
    return Math.max(1, SHADES - 2 - rank);
  }

  private void table(Markup out) {
    Table table = Table.open(out, "breakdown", heading, "#Per token", "#Share", "");
    for (int i = 0; i < parts.size(); i++) {
      Slice slice = parts.get(i);
      double share = share(slice);
      if (slice.size() == 0 && total() > 0) {
        continue; // nothing of it in this run
      }
      table.row(slice.size() == 0 ? "none" : "").begin();
      out.element("i", "", "class", "swatch" + (share == 0 ? "" : " b" + shade(i)))
          .text(slice.name());
      table.end().text(Si.of(slice.size(), unit)).text(Wording.share(share)).begin();
      if (share > 0) {
        out.element("i", "", "class", "track b" + shade(i), "style", "width:" + width(share));
      }
      table.end().endRow();
    }
    table.close();
  }

  private static String width(double share) {
    return Svg.number(100 * share) + "%";
  }
}
