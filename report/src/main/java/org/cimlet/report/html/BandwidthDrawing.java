package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.machine.Topology;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.LogAxis;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;

/// Bandwidth needed at a token rate as bars, and under each bar the bandwidth available.
final class BandwidthDrawing {
  /// JEDEC HBM3: 1024 bits x 6.4 Gbit/s.
  private static final double HBM3_BYTES_PER_S = 819.2e9;

  private static final double LEFT = 236;
  private static final double RIGHT = Svg.WIDTH - 160;
  private static final double BAR = 22;
  private static final double MARK = 19;
  private static final double BETWEEN = 16;

  private final Figures facts;
  private final BandwidthWall wall;
  private final List<GpuEstimate> baselines;
  private final List<Roof> memories;

  BandwidthDrawing(Result result) {
    this.facts = result.figures();
    this.wall = result.wall();
    this.baselines = result.gpus();
    this.memories =
        new RooflineFigures(result)
            .memories().stream().filter(roof -> !roof.name().equals("weight reload")).toList();
  }

  /// What is needed, between `least` and `most`.
  private record Need(
      String name, double leastBytesPerS, double mostBytesPerS, String figure, List<Supply> there) {
    double height() {
      return BAR + 5 + there.size() * MARK + BETWEEN;
    }
  }

  /// What is available.
  private record Supply(String name, double bytesPerS, String css) {}

  void draw(Markup out) {
    List<Need> needs = List.of(weights(), cache(), activations());
    double height = needs.stream().mapToDouble(Need::height).sum();
    LogAxis axis = axis(needs);
    Svg svg = Svg.open(out, "bandwidth", "Bandwidth needed and available", height + 44);
    for (double value : axis.decades()) {
      svg.line("grid", axis.at(value), 0, axis.at(value), height);
      svg.text("tick", Anchor.MIDDLE, axis.at(value), height + 16, Wording.decade(value, "B/s"));
    }
    svg.text("axis-title", Anchor.MIDDLE, (LEFT + RIGHT) / 2, height + 36, "bytes per second");
    double y = 2;
    for (Need need : needs) {
      need(svg, axis, need, y);
      y += need.height();
    }
    svg.close();
  }

  private Need weights() {
    List<Supply> there = new ArrayList<>();
    there.add(new Supply("one HBM3 stack", HBM3_BYTES_PER_S, ""));
    for (GpuEstimate baseline : baselines) {
      String name = baseline.gpu().name();
      double bytes = baseline.devices() * baseline.gpu().memoryBytesPerS();
      there.add(
          new Supply(
              Lines.shorten(name, 24) + (baseline.devices() == 1 ? "" : " × " + baseline.devices()),
              bytes,
              ""));
    }
    if (facts.plan().placement().isReloaded()) {
      there.add(new Supply("weight reload", facts.loadedBytesPerS(), "own"));
    }
    there.add(new Supply("macro rows of this machine", facts.macroBytesPerS(), "own"));
    double bytes = wall.weightBytesPerS();
    return new Need("weights, streamed", bytes, bytes, Si.of(bytes, "B/s"), there);
  }

  private Need cache() {
    double bytes = wall.kvCacheBytesPerS();
    List<Supply> there = new ArrayList<>();
    for (Roof memory : memories) {
      if (memory.peakBytesPerS() != memory.achievedBytesPerS()) {
        there.add(new Supply(memory.name() + ", peak", memory.peakBytesPerS(), "own"));
      }
      there.add(new Supply(memory.name() + ", achieved", memory.achievedBytesPerS(), "own"));
    }
    return new Need("KV cache", bytes, bytes, Si.of(bytes, "B/s"), there);
  }

  private Need activations() {
    List<Supply> there = new ArrayList<>();
    Topology topology = facts.plan().machine().topology();
    double[] toHost =
        topology.links().stream()
            .filter(link -> topology.isHost(link.to()))
            .mapToDouble(Topology.Link::bitsPerS)
            .toArray();
    double bytes = 0;
    for (double bits : toHost) {
      bytes += bits / 8;
    }
    String name = toHost.length == 1 ? "link to the host" : toHost.length + " links to the host";
    there.add(new Supply(name + ", per direction", bytes, "own"));
    return new Need(
        "activations",
        wall.activationBitsPerSMin() / 8,
        wall.activationBitsPerSMax() / 8,
        "%s to %s"
            .formatted(
                Si.of(wall.activationBitsPerSMin(), "bit/s"),
                Si.of(wall.activationBitsPerSMax(), "bit/s")),
        there);
  }

  private static LogAxis axis(List<Need> needs) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Need need : needs) {
      least = Math.min(least, need.leastBytesPerS());
      most = Math.max(most, need.mostBytesPerS());
      for (Supply supply : need.there()) {
        least = Math.min(least, supply.bytesPerS());
        most = Math.max(most, supply.bytesPerS());
      }
    }
    // From a decade on, so that the shortest bar can be seen.
    return new LogAxis(Math.pow(10, Math.floor(Math.log10(least / 2))), most * 1.3, LEFT, RIGHT);
  }

  private void need(Svg svg, LogAxis axis, Need need, double top) {
    double from = axis.at(axis.least());
    double low = axis.at(need.leastBytesPerS());
    double high = axis.at(need.mostBytesPerS());
    svg.group("need", need.name() + "\nneeded: " + need.figure());
    svg.text("need-name", Anchor.END, LEFT - 12, top + 15, need.name());
    svg.rect("bar", from, top, low - from, BAR);
    if (high > low) {
      svg.rect("bar range", low, top, high - low, BAR);
    }
    svg.line("needed", high, top + BAR, high, top + need.height() - BETWEEN);
    svg.text("need-figure", Anchor.START, high + 8, top + 16, need.figure() + " needed");
    svg.end();
    double y = top + BAR + 5;
    for (Supply supply : need.there()) {
      supply(svg, axis, need, supply, y);
      y += MARK;
    }
  }

  private void supply(Svg svg, LogAxis axis, Need need, Supply supply, double top) {
    double x = axis.at(supply.bytesPerS());
    double middle = top + MARK / 2;
    String figure = Si.of(supply.bytesPerS(), "B/s");
    svg.group("supply " + supply.css(), supply.name() + "\navailable: " + figure);
    svg.text("supply-name", Anchor.END, LEFT - 12, middle + 4, supply.name());
    svg.line("reach", axis.at(axis.least()), middle, x, middle);
    svg.circle("", x, middle, 4);
    svg.text(
        "supply-figure", Anchor.START, x + 9, middle + 4, figure + ", " + compared(need, supply));
    svg.end();
  }

  /// How a supply compares with the larger need.
  private static String compared(Need need, Supply supply) {
    double ratio = need.mostBytesPerS() / supply.bytesPerS();
    return ratio > 1
        ? "needs " + Wording.two(ratio) + " ×"
        : Wording.two(1 / ratio) + " × the need";
  }
}
