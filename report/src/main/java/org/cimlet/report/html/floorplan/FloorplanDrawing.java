package org.cimlet.report.html.floorplan;

import java.util.List;
import java.util.Locale;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.DieWords;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.cimlet.simulate.Simulation;
import org.jspecify.annotations.Nullable;

/// The package seen from above: dies to scale, wires by their traffic, the host next to them. Each
/// way of colouring is a layer; the page shows one at a time.
public final class FloorplanDrawing {
  private static final double LEAST_SIDE_FOR_VALUES = 21;
  private static final double LEAST_SIDE_FOR_NUMBERS = 44;
  private static final double LEAST_WIDTH_FOR_RULER_AND_AREA = 280;
  private static final double BELOW = 34;
  private static final double BELOW_WITH_KINDS = 54;
  private static final String LINKS_LAYER = "view view-links";
  private static final String HEAT_LAYER = "view view-heat";
  private static final double KEY_GAP = 26;
  private static final double KEY_STEP = 17;

  private final Figures facts;
  private final Answer answer;
  private final @Nullable Simulation simulation;
  private final Machine machine;
  private final FloorplanGeometry geometry;
  private final HeldLayers layers;
  private final List<FloorplanView> views;

  public FloorplanDrawing(Result result) {
    this.facts = result.figures();
    this.answer = result.answer();
    this.simulation = result.simulation();
    this.machine = facts.plan().machine();
    this.geometry = FloorplanGeometry.of(machine);
    this.layers = HeldLayers.of(facts.plan());
    this.views = FloorplanView.of(facts, answer, result.assessment().specifiedHeat());
  }

  /// The switches and the drawing.
  public void draw(Markup out) {
    switches(out);
    WireDrawing wires = new WireDrawing(machine.topology(), answer.links(), geometry);
    HostDrawing host = new HostDrawing(facts, answer, geometry);
    Svg svg =
        Svg.open(
            out,
            "floorplan",
            "Floorplan of " + DieWords.counts(machine.dies()) + " and the host",
            Math.max(
                geometry.bottom() + (machine.dies().kinds().size() > 1 ? BELOW_WITH_KINDS : BELOW),
                geometry.packageTop() + 12 * KEY_STEP + 14));
    substrate(svg);
    wires.host(svg);
    for (FloorplanView view : views) {
      svg.group(view.layer());
      for (ChipletLoad load : answer.chiplets()) {
        die(
            svg,
            isSpare(load) ? spareClass(load.chiplet()) : view.scale().css(view.step(load)),
            load.chiplet());
      }
      host.draw(svg, view);
      key(svg, view.quantity(), view.scale());
      svg.end();
    }
    svg.group(LINKS_LAYER);
    for (ChipletLoad load : answer.chiplets()) {
      die(svg, isSpare(load) ? spareClass(load.chiplet()) : "die", load.chiplet());
    }
    host.drawTraffic(svg);
    key(svg, "Link traffic", wires.scale());
    svg.end();
    heat(svg, host);
    wires.between(svg);
    numbers(svg);
    values(svg);
    tips(svg);
    host.drawName(svg);
    ruler(svg);
    svg.close();
  }

  /// The links as they were simulated, each direction by itself.
  private void heat(Svg svg, HostDrawing host) {
    if (simulation == null) {
      return;
    }
    LinkHeat heat = new LinkHeat(machine.topology(), geometry, simulation.decode());
    svg.group(HEAT_LAYER);
    heat.host(svg);
    for (ChipletLoad load : answer.chiplets()) {
      die(svg, isSpare(load) ? spareClass(load.chiplet()) : "die", load.chiplet());
    }
    heat.draw(svg);
    host.drawTraffic(svg);
    key(svg, "Link utilisation", heat.scale());
    svg.end();
  }

  private void switches(Markup out) {
    out.open("div", "class", "switch", "role", "radiogroup", "aria-label", "Colouring");
    for (int i = 0; i < views.size(); i++) {
      option(out, views.get(i).name(), views.get(i).label(), i == 0);
    }
    option(out, "links", "Link traffic", false);
    if (simulation != null) {
      option(out, "heat", "Link utilisation (simulated)", false);
    }
    out.close();
  }

  private static void option(Markup out, String name, String label, boolean checked) {
    String id = "view-" + name;
    out.open("label");
    out.empty(
        "input", "type", "radio", "name", "view", "id", id, "checked", checked ? "checked" : "");
    out.element("span", label).close();
  }

  private void substrate(Svg svg) {
    svg.rect(
        "substrate",
        geometry.packageLeft(),
        geometry.packageTop(),
        geometry.packageWidth(),
        geometry.packageHeight(),
        4);
  }

  /// A chiplet that holds nothing.
  private static boolean isSpare(ChipletLoad load) {
    return load.bytesUsed() == 0;
  }

  private String spareClass(int chiplet) {
    return geometry.width(chiplet) < LEAST_SIDE_FOR_VALUES ? "spare tiny" : "spare";
  }

  private void die(Svg svg, String css, int chiplet) {
    double round = Math.min(3, geometry.width(chiplet) / 12);
    boolean other = machine.dies().kind(chiplet).use() != DieKind.Use.LINEARS;
    svg.rect(
        other && !css.isEmpty() ? css + " other" : css,
        geometry.x(chiplet),
        geometry.y(chiplet),
        geometry.width(chiplet),
        geometry.side(chiplet),
        round);
  }

  /// Numbers lie over the wires and take the colour that reads well in the layer shown.
  private void numbers(Svg svg) {
    if (geometry.width() < LEAST_SIDE_FOR_NUMBERS) {
      return;
    }
    double size = Math.clamp(0.13 * geometry.width(), 8, 12);
    for (FloorplanView view : views) {
      svg.group(view.layer());
      for (ChipletLoad load : answer.chiplets()) {
        number(svg, load, "number " + onClass(load, view), size);
      }
      svg.end();
    }
    svg.group(LINKS_LAYER + " view-heat");
    for (ChipletLoad load : answer.chiplets()) {
      number(svg, load, "number on-die", size);
    }
    svg.end();
  }

  private void number(Svg svg, ChipletLoad load, String css, double size) {
    int c = load.chiplet();
    if (geometry.width(c) < LEAST_SIDE_FOR_NUMBERS) {
      return;
    }
    svg.text(
        css,
        Anchor.START,
        geometry.x(c) + 0.09 * geometry.width(c),
        geometry.y(c) + 0.07 * geometry.width(c) + size,
        size,
        shortName(c));
  }

  /// `12`; of dies of another kind their kind's initial before their own number, `G0`.
  private String shortName(int chiplet) {
    DieKind kind = machine.dies().kind(chiplet);
    String number = Integer.toString(kind.at().indexOf(chiplet));
    return kind.use() == DieKind.Use.LINEARS
        ? number
        : kind.name().substring(0, 1).toUpperCase(Locale.ROOT) + number;
  }

  private void values(Svg svg) {
    if (geometry.width() < LEAST_SIDE_FOR_VALUES) {
      return;
    }
    for (FloorplanView view : views) {
      svg.group(view.layer());
      for (ChipletLoad load : answer.chiplets()) {
        int c = load.chiplet();
        boolean spare = isSpare(load);
        double width = geometry.width(c);
        if (width < (spare ? LEAST_SIDE_FOR_NUMBERS : LEAST_SIDE_FOR_VALUES)) {
          continue;
        }
        double size = Math.clamp(0.22 * width, 7, 19);
        String text = spare ? "spare" : view.scale().word().apply(view.value(load));
        svg.text(
            "value " + onClass(load, view),
            Anchor.MIDDLE,
            geometry.middleX(c),
            geometry.middleY(c) + 0.36 * size,
            Math.min(size, 0.86 * width / Svg.textWidth(text, 1)),
            text);
      }
      svg.end();
    }
  }

  private static String onClass(ChipletLoad load, FloorplanView view) {
    return isSpare(load) ? "on-spare" : "on" + view.step(load);
  }

  /// What a die says when pointed at, whatever the layer.
  private void tips(Svg svg) {
    for (ChipletLoad load : answer.chiplets()) {
      svg.group("hit", tip(load));
      die(svg, "", load.chiplet());
      svg.end();
    }
  }

  private String tip(ChipletLoad load) {
    DieKind kind = machine.dies().kind(load.chiplet());
    double capacity = kind.chiplet().capacityBytes();
    return String.join(
        "\n",
        machine.nodeName(load.chiplet()) + level(load.chiplet()) + place(load.chiplet()),
        "holds " + layers.of(load.chiplet()),
        "%s of %s used, %s"
            .formatted(
                Si.of((double) load.bytesUsed(), "B"),
                Si.of(capacity, "B"),
                Wording.share(load.bytesUsed() / capacity)),
        (kind.use() == DieKind.Use.KV_CACHE ? "attention " : "macros busy ")
            + Si.of(load.busyS(), "s")
            + " per token",
        "%s busy at batch %s"
            .formatted(Wording.share(load.utilisation()), Si.grouped(answer.decode().batch())),
        Wording.share(load.utilisationAtPeak()) + " busy at peak throughput");
  }

  /// Where a file that names places finds it, where that is not its number.
  private String place(int chiplet) {
    return machine.dies().kinds().size() == 1 ? "" : ", place %s".formatted(chiplet);
  }

  private String level(int chiplet) {
    int height = machine.topology().height();
    return height == 1
        ? ""
        : ", die %s of %s in its stack".formatted(machine.topology().level(chiplet) + 1, height);
  }

  private void key(Svg svg, String title, HeatScale scale) {
    double x = geometry.packageLeft() + geometry.packageWidth() + KEY_GAP;
    double y = geometry.packageTop() + 22;
    svg.text("axis-title", Anchor.START, x, y - 12, title);
    for (int step = scale.steps() - 1; step >= 0; step--) {
      double top = y + (scale.steps() - 1 - step) * KEY_STEP;
      svg.rect(scale.css(step), x, top, 16, KEY_STEP);
      svg.text("tick", Anchor.START, x + 22, top + 4, scale.edge(step + 1));
    }
    svg.text("tick", Anchor.START, x + 22, y + scale.steps() * KEY_STEP + 4, scale.edge(0));
  }

  private void ruler(Svg svg) {
    double shareMm = geometry.packageWidth() / geometry.unitsPerMm() / 3;
    double mm = Wording.roundUp(shareMm / 2);
    double length = mm * geometry.unitsPerMm();
    double x = geometry.packageLeft() + 1;
    double y = geometry.packageTop() + geometry.packageHeight() + 12;
    svg.path(
        "ruler",
        new Svg.Path()
            .move(x, y - 3)
            .line(x, y + 3)
            .move(x, y)
            .line(x + length, y)
            .move(x + length, y - 3)
            .line(x + length, y + 3));
    svg.text("tick", Anchor.START, x + length + 7, y + 4, Wording.exact(mm) + " mm");
    otherKinds(svg, x, y + (geometry.packageWidth() < LEAST_WIDTH_FOR_RULER_AND_AREA ? 36 : 20));
    String area = Wording.area(machine.substrateMm2()) + ", " + substrateWord();
    if (geometry.packageWidth() < LEAST_WIDTH_FOR_RULER_AND_AREA) {
      svg.text("tick", Anchor.START, x, y + 20, area);
    } else {
      svg.text("tick", Anchor.END, geometry.packageLeft() + geometry.packageWidth(), y + 4, area);
    }
  }

  /// What the dies are that have an outline.
  private void otherKinds(Svg svg, double x, double y) {
    List<String> kinds =
        machine.dies().kinds().stream()
            .skip(1)
            .map(kind -> "%s for %s".formatted(kind.name(), DieWords.use(kind.use())))
            .toList();
    if (!kinds.isEmpty()) {
      svg.text("tick", Anchor.START, x, y + 4, "outlined: " + String.join("; ", kinds));
    }
  }

  private String substrateWord() {
    return machine.substrate().equals("none")
        ? "bare die"
        : machine.topology().height() > 1
            ? "stacks of " + machine.topology().height()
            : machine.substrate().replace('_', ' ') + " substrate";
  }
}
