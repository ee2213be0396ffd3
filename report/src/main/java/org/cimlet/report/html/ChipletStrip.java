package org.cimlet.report.html;

import java.util.List;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.run.Answer;

/// Utilisation chiplet by chiplet: a wide, pale bar at peak throughput, in it a narrow one at the
/// scenario's batch. Dies of one kind stand together and have their own numbers.
record ChipletStrip(Answer answer, Dies dies) {
  private static final double LEFT = 64;
  private static final double TOP = 10;
  private static final double BOTTOM = 130;

  void draw(Markup out) {
    List<ChipletLoad> loads = answer.chiplets();
    double most =
        Math.max(1e-6, loads.stream().mapToDouble(ChipletLoad::utilisationAtPeak).max().orElse(0));
    double top = Math.min(1, Wording.roundUp(most));
    Svg svg = Svg.open(out, "chiplets", "Utilisation of every chiplet", BOTTOM + 40);
    for (int i = 0; i <= 2; i++) {
      double y = BOTTOM - (BOTTOM - TOP) * i / 2;
      svg.line("grid", LEFT, y, Svg.WIDTH, y);
      svg.text("tick", Anchor.END, LEFT - 8, y + 4, Wording.percent(top * i / 2));
    }
    double pitch = (Svg.WIDTH - LEFT) / loads.size();
    double width = Math.min(40, 0.78 * pitch);
    double left = LEFT;
    for (DieKind kind : dies.kinds()) {
      for (int i = 0; i < kind.count(); i++) {
        double middle = left + (i + 0.5) * pitch;
        bars(svg, loads.get(kind.at().get(i)), middle - width / 2, width, top);
        if (i % numberEvery(loads.size()) == 0) {
          svg.text("tick", Anchor.MIDDLE, middle, BOTTOM + 15, Integer.toString(i));
        }
      }
      double right = left + kind.count() * pitch;
      svg.text("axis-title", Anchor.MIDDLE, (left + right) / 2, BOTTOM + 34, kind.name());
      left = right;
    }
    svg.upwards("axis-title", 10, (TOP + BOTTOM) / 2, "utilisation");
    svg.close();
  }

  private void bars(Svg svg, ChipletLoad load, double x, double width, double top) {
    svg.group(
        "strip",
        "%s\n%s busy at batch %s\n%s busy at peak throughput"
            .formatted(
                dies.name(load.chiplet()),
                Wording.share(load.utilisation()),
                Si.grouped(answer.decode().batch()),
                Wording.share(load.utilisationAtPeak())));
    bar(svg, "saturated", x, width, load.utilisationAtPeak() / top);
    bar(svg, "batch", x + 0.22 * width, 0.56 * width, load.utilisation() / top);
    svg.end();
  }

  private static void bar(Svg svg, String css, double x, double width, double share) {
    double height = (BOTTOM - TOP) * share;
    svg.rect(css, x, BOTTOM - height, width, height);
  }

  /// So that numbers do not meet.
  private static int numberEvery(int chiplets) {
    int every = 1;
    while (chiplets / every > 40) {
      every *= 2;
    }
    return every;
  }
}
