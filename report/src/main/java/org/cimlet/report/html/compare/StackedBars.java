package org.cimlet.report.html.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.run.Candidate;

/// Wholes of several systems on one scale, each a bar of its parts. Parts have one shade in all
/// bars, the largest the darkest; those beyond the ninth share the last.
///
/// @param plot name of the drawing
/// @param label what it shows
/// @param unit of the parts
/// @param bars one for each system
record StackedBars(String plot, String label, String unit, List<Bar> bars) {
  private static final double LEFT = 34;
  private static final double RIGHT = 92;
  private static final double BAR = 22;
  private static final double STEP = 30;
  private static final double FONT = 11;
  private static final int DARKEST = 8;

  /// @param name of the system
  record Bar(String name, List<Candidate.Part> parts) {
    double total() {
      return parts.stream().mapToDouble(Candidate.Part::size).sum();
    }
  }

  StackedBars {
    bars = bars.stream().filter(bar -> bar.total() > 0).toList();
  }

  /// Nothing where no system is known by parts.
  void draw(Markup out) {
    if (bars.isEmpty()) {
      return;
    }
    List<String> parts = order();
    double most = bars.stream().mapToDouble(Bar::total).max().orElseThrow();
    Svg svg = Svg.open(out, plot, label, bars.size() * STEP + 4);
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), parts, i * STEP, most);
    }
    svg.close();
    out.open("p", "class", "caption");
    for (int i = 0; i < parts.size(); i++) {
      out.open("span", "class", "part");
      out.element("i", "", "class", "swatch b" + shade(i)).text(parts.get(i)).close().text(" ");
    }
    out.close();
  }

  private void bar(Svg svg, Bar bar, List<String> order, double y, double most) {
    double scale = (Svg.WIDTH - LEFT - RIGHT) / most;
    svg.text("strong", Anchor.START, 0, y + 16, bar.name());
    double x = LEFT;
    for (int i = 0; i < order.size(); i++) {
      String name = order.get(i);
      double size =
          bar.parts().stream()
              .filter(part -> part.name().equals(name))
              .mapToDouble(Candidate.Part::size)
              .sum();
      double width = size * scale;
      if (width > 0) {
        svg.group(
            "slice",
            "%s\n%s %s, %s"
                .formatted(
                    bar.name(), name, Si.of(size, unit), Wording.percent(size / bar.total())));
        svg.rect("s" + shade(i), x, y, Math.max(0.4, width - 1), BAR);
        if (Svg.textWidth(name, FONT) + 10 < width) {
          svg.text("on" + shade(i), Anchor.START, x + 6, y + 15, FONT, name);
        }
        svg.end();
        x += width;
      }
    }
    svg.text("total", Anchor.START, x + 8, y + 16, Si.of(bar.total(), unit));
  }

  /// Names of all parts, the largest over all systems first.
  private List<String> order() {
    Map<String, Double> sizes = new LinkedHashMap<>();
    for (Bar bar : bars) {
      for (Candidate.Part part : bar.parts()) {
        sizes.merge(part.name(), part.size() / bar.total(), Double::sum);
      }
    }
    List<String> names = new ArrayList<>(sizes.keySet());
    names.removeIf(name -> sizes.getOrDefault(name, 0.0) == 0);
    names.sort(Comparator.comparingDouble((String name) -> -sizes.getOrDefault(name, 0.0)));
    return names;
  }

  private static int shade(int rank) {
    return Math.max(1, DARKEST - rank);
  }
}
