package org.cimlet.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Topology;
import org.cimlet.quantity.Si;
import org.cimlet.report.Svg.Anchor;

/// The package seen from above: dies to scale, wires by their traffic, the host beside them. Each
/// way of colouring is a layer; the page shows one at a time.
final class FloorplanDrawing {
  private static final double LEAST_SIDE_FOR_VALUES = 21;
  private static final double LEAST_SIDE_FOR_NUMBERS = 44;
  private static final double KEY_GAP = 26;
  private static final double KEY_STEP = 17;

  private final RunFacts facts;
  private final Machine machine;
  private final Estimate estimate;
  private final FloorplanGeometry geometry;
  private final HeldLayers layers;

  FloorplanDrawing(RunFacts facts) {
    this.facts = facts;
    this.machine = facts.plan().machine();
    this.estimate = facts.estimate();
    this.geometry = FloorplanGeometry.of(machine);
    this.layers = HeldLayers.of(facts.plan());
  }

  /// A way of colouring the dies.
  ///
  /// @param name of its layer and of the switch that shows it
  /// @param label of the switch
  private record View(
      String name, String label, HeatScale scale, ToDoubleFunction<ChipletLoad> value) {}

  private List<View> views() {
    double capacity = machine.chiplet().capacityBytes();
    int batch = estimate.decode().batch();
    return List.of(
        new View(
            "batch",
            "Busy at batch " + Si.grouped(batch),
            HeatScale.utilisation(),
            ChipletLoad::utilisation),
        new View(
            "saturated",
            "Busy at saturation",
            HeatScale.utilisation(),
            ChipletLoad::saturatedUtilisation),
        new View("fill", "Memory used", HeatScale.fill(), load -> load.bytesUsed() / capacity));
  }

  /// The switches and the drawing.
  void draw(Markup out) {
    out.open("div", "class", "switch", "role", "radiogroup", "aria-label", "Colouring");
    boolean first = true;
    for (View view : views()) {
      option(out, view.name(), view.label(), first);
      first = false;
    }
    option(out, "links", "Traffic of links", false);
    out.close();

    WireDrawing wires = new WireDrawing(machine.topology(), estimate, geometry);
    double height = Math.max(geometry.bottom() + 34, 12 * KEY_STEP + 40);
    Svg svg =
        Svg.open(
            out,
            "floorplan",
            "Floorplan of " + Wording.count(machine.chiplets(), "chiplet") + " and the host",
            height);
    svg.rect(
        "substrate",
        geometry.packageLeft(),
        geometry.packageTop(),
        geometry.packageWidth(),
        geometry.packageHeight(),
        4);
    wires.host(svg);
    for (View view : views()) {
      svg.group("view view-" + view.name());
      dies(svg, view);
      host(svg, view);
      key(svg, view.scale());
      svg.end();
    }
    svg.group("view view-links");
    plainDies(svg);
    hostBlock(svg, "die");
    hostTraffic(svg);
    key(svg, wires.scale());
    svg.end();
    wires.between(svg);
    numbers(svg);
    values(svg);
    tips(svg);
    hostName(svg);
    ruler(svg);
    svg.close();
  }

  private static void option(Markup out, String name, String label, boolean checked) {
    String id = "view-" + name;
    out.open("label");
    out.empty(
        "input", "type", "radio", "name", "view", "id", id, "checked", checked ? "checked" : "");
    out.element("span", label).close();
  }

  private void dies(Svg svg, View view) {
    for (ChipletLoad load : estimate.chiplets()) {
      die(svg, dieClass(load, view), load.chiplet());
    }
  }

  private static String dieClass(ChipletLoad load, View view) {
    return load.bytesUsed() == 0
        ? "spare"
        : "s" + view.scale().step(view.value().applyAsDouble(load));
  }

  private void plainDies(Svg svg) {
    for (ChipletLoad load : estimate.chiplets()) {
      die(svg, load.bytesUsed() == 0 ? "spare" : "die", load.chiplet());
    }
  }

  private void die(Svg svg, String css, int chiplet) {
    double round = Math.min(3, geometry.side() / 12);
    svg.rect(
        css, geometry.x(chiplet), geometry.y(chiplet), geometry.side(), geometry.side(), round);
  }

  /// Numbers lie over the wires and take the colour that reads well in the layer shown.
  private void numbers(Svg svg) {
    if (geometry.side() < LEAST_SIDE_FOR_NUMBERS) {
      return;
    }
    double size = Math.clamp(0.13 * geometry.side(), 8, 12);
    for (View view : views()) {
      svg.group("view view-" + view.name());
      for (ChipletLoad load : estimate.chiplets()) {
        number(svg, load, "number " + onClass(load, view), size);
      }
      svg.end();
    }
    svg.group("view view-links");
    for (ChipletLoad load : estimate.chiplets()) {
      number(svg, load, "number on-die", size);
    }
    svg.end();
  }

  private void number(Svg svg, ChipletLoad load, String css, double size) {
    int c = load.chiplet();
    svg.text(
        css,
        Anchor.START,
        geometry.x(c) + 0.09 * geometry.side(),
        geometry.y(c) + 0.07 * geometry.side() + size,
        size,
        Integer.toString(c));
  }

  private void values(Svg svg) {
    if (geometry.side() < LEAST_SIDE_FOR_VALUES) {
      return;
    }
    double size = Math.clamp(0.22 * geometry.side(), 7, 19);
    for (View view : views()) {
      svg.group("view view-" + view.name());
      for (ChipletLoad load : estimate.chiplets()) {
        int c = load.chiplet();
        boolean spare = load.bytesUsed() == 0;
        if (spare && geometry.side() < LEAST_SIDE_FOR_NUMBERS) {
          continue;
        }
        String text = spare ? "spare" : Wording.percent(view.value().applyAsDouble(load));
        svg.text(
            "value " + onClass(load, view),
            Anchor.MIDDLE,
            geometry.middleX(c),
            geometry.middleY(c) + 0.36 * size,
            Math.min(size, 0.86 * geometry.side() / Svg.textWidth(text, 1)),
            text);
      }
      svg.end();
    }
  }

  private static String onClass(ChipletLoad load, View view) {
    return load.bytesUsed() == 0
        ? "on-spare"
        : "on" + view.scale().step(view.value().applyAsDouble(load));
  }

  /// What a die says when pointed at, whatever the layer.
  private void tips(Svg svg) {
    for (ChipletLoad load : estimate.chiplets()) {
      svg.group("hit", tip(load));
      die(svg, "", load.chiplet());
      svg.end();
    }
  }

  private String tip(ChipletLoad load) {
    Chiplet chiplet = machine.chiplet();
    double capacity = chiplet.capacityBytes();
    return String.join(
        "\n",
        "chiplet" + load.chiplet(),
        "holds " + layers.of(load.chiplet()),
        "%s of %s used, %s"
            .formatted(
                Si.of((double) load.bytesUsed(), "B"),
                Si.of(capacity, "B"),
                Wording.share(load.bytesUsed() / capacity)),
        "macros busy " + Si.of(load.busyS(), "s") + " per token",
        "%s busy at batch %s"
            .formatted(Wording.share(load.utilisation()), Si.grouped(estimate.decode().batch())),
        Wording.share(load.saturatedUtilisation()) + " busy at saturation");
  }

  /// The host's block, its memory and its arithmetic coloured like the dies.
  private void host(Svg svg, View view) {
    hostBlock(svg, "die");
    Estimate.Decode decode = estimate.decode();
    switch (view.name()) {
      case "fill" -> {
        double kept = facts.cacheBytesKept();
        gauge(svg, view, 0, "memory", kept / facts.host().memoryBytes());
      }
      case "batch" -> hostBusy(svg, view, decode.throughputTokensPerS());
      default -> hostBusy(svg, view, decode.saturatedTokensPerS());
    }
  }

  private void hostBusy(Svg svg, View view, double tokensPerS) {
    gauge(svg, view, 0, "memory", facts.hostMemoryBusy(tokensPerS));
    gauge(svg, view, 1, "compute", facts.hostComputeBusy(tokensPerS));
  }

  private void gauge(Svg svg, View view, int index, String name, double share) {
    double height = 34;
    double y =
        geometry.hostTop() + geometry.hostHeight() - 2 * (height + 8) - 2 + index * (height + 8);
    double x = FloorplanGeometry.HOST_LEFT + 10;
    int step = view.scale().step(share);
    svg.rect("s" + step, x, y, FloorplanGeometry.HOST_WIDTH - 20, height, 3);
    svg.text("gauge on" + step, Anchor.START, x + 8, y + 21, 11, name);
    svg.text(
        "gauge-value on" + step,
        Anchor.END,
        x + FloorplanGeometry.HOST_WIDTH - 28,
        y + 22,
        14,
        Wording.percent(share));
  }

  private void hostBlock(Svg svg, String css) {
    svg.rect(
        css,
        FloorplanGeometry.HOST_LEFT,
        geometry.hostTop(),
        FloorplanGeometry.HOST_WIDTH,
        geometry.hostHeight(),
        3);
  }

  private void hostTraffic(Svg svg) {
    Topology topology = machine.topology();
    double in = 0;
    double out = 0;
    for (int i = 0; i < topology.links().size(); i++) {
      double bits = estimate.links().get(i).bitsPerToken();
      in += topology.linkTo(i) == topology.host() ? bits : 0;
      out += topology.links().get(i).from() == topology.host() ? bits : 0;
    }
    double x = FloorplanGeometry.HOST_LEFT + 12;
    double y = geometry.hostTop() + geometry.hostHeight() - 32;
    svg.text("", Anchor.START, x, y, "in " + Si.of(in, "bit/token"));
    svg.text("", Anchor.START, x, y + 18, "out " + Si.of(out, "bit/token"));
  }

  private void hostName(Svg svg) {
    double x = FloorplanGeometry.HOST_LEFT + 12;
    double y = geometry.hostTop() + 20;
    svg.group("", hostTip());
    svg.text("strong", Anchor.START, x, y, "Host");
    List<String> lines = Lines.wrap(machine.host().name(), 20, 4);
    for (int i = 0; i < lines.size(); i++) {
      svg.text("small", Anchor.START, x, y + 15 + 13 * i, lines.get(i));
    }
    svg.end();
  }

  private String hostTip() {
    Estimate.Decode decode = estimate.decode();
    return String.join(
        "\n",
        machine.host().name(),
        "memory %s of %s peak"
            .formatted(
                Si.of(facts.host().achievedMemoryBytesPerS(), "B/s"),
                Si.of(facts.host().peakMemoryBytesPerS(), "B/s")),
        "arithmetic %s of %s peak"
            .formatted(
                Si.of(facts.host().achievedOpsPerS(), "op/s"),
                Si.of(facts.host().peakOpsPerS(), "op/s")),
        "keys and values kept: " + Si.of(facts.cacheBytesKept(), "B"),
        "memory busy %s at batch %s, %s at saturation"
            .formatted(
                Wording.share(facts.hostMemoryBusy(decode.throughputTokensPerS())),
                Si.grouped(decode.batch()),
                Wording.share(facts.hostMemoryBusy(decode.saturatedTokensPerS()))));
  }

  private void key(Svg svg, HeatScale scale) {
    double x = geometry.packageLeft() + geometry.packageWidth() + KEY_GAP;
    double y = geometry.packageTop() + 22;
    svg.text("axis-title", Anchor.START, x, y - 12, scale.unit());
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
    svg.text(
        "tick",
        Anchor.END,
        geometry.packageLeft() + geometry.packageWidth(),
        y + 4,
        "package " + Wording.area(machine.substrateMm2()) + ", " + machine.substrate());
  }
}
