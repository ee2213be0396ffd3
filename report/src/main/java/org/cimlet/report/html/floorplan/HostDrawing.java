package org.cimlet.report.html.floorplan;

import java.util.List;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Topology;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;

/// The host as a block next to the package, its memory and its arithmetic coloured like the dies.
/// Several hosts are equal and equally busy: one block stands for all, its wires are theirs.
public record HostDrawing(Figures facts, Answer answer, FloorplanGeometry geometry) {
  /// Below this a gauge is as good as empty, and has no room for "< 0.01 %".
  private static final double LEAST_SHOWN = 1e-4;

  private static final double GAUGE = 34;
  private static final double INSET = 10;

  /// Characters of a figure in the large size that leave room for the name.
  private static final int WIDE_FIGURE = 6;

  /// The block and, within it, how busy or how full its parts are.
  public void draw(Svg svg, FloorplanView view) {
    block(svg, "die");
    for (int i = 0; i < view.host().size(); i++) {
      gauge(svg, view.scale(), view.host().get(i), gaugeTop(i));
    }
  }

  /// The block and, within it, what goes in and out.
  public void drawTraffic(Svg svg) {
    block(svg, "die");
    Topology topology = geometry.topology();
    double in = 0;
    double out = 0;
    for (int i = 0; i < topology.links().size(); i++) {
      double bits = answer.links().get(i).bitsPerToken();
      in += topology.isHost(topology.linkTo(i)) ? bits : 0;
      out += topology.isHost(topology.links().get(i).from()) ? bits : 0;
    }
    double x = FloorplanGeometry.HOST_LEFT + INSET + 2;
    svg.text("", Anchor.START, x, gaugeTop(1), "in " + Si.of(in, "bit/token"));
    svg.text("", Anchor.START, x, gaugeTop(1) + 18, "out " + Si.of(out, "bit/token"));
  }

  /// Its name over everything, and its figures on hover.
  public void drawName(Svg svg) {
    double x = FloorplanGeometry.HOST_LEFT + INSET + 2;
    double y = geometry.hostTop() + 20;
    int hosts = geometry.topology().hosts();
    svg.text("strong", Anchor.START, x, y, hosts == 1 ? "Host" : hosts + " equal hosts");
    List<String> lines = Lines.wrap(facts.host().name(), 20, 4);
    for (int i = 0; i < lines.size(); i++) {
      svg.text("small", Anchor.START, x, y + 15 + 13 * i, lines.get(i));
    }
    svg.group("hit host", tip());
    block(svg, "");
    svg.end();
  }

  private void block(Svg svg, String css) {
    svg.rect(
        css,
        FloorplanGeometry.HOST_LEFT,
        geometry.hostTop(),
        FloorplanGeometry.HOST_WIDTH,
        geometry.hostHeight(),
        3);
  }

  /// Gauges stand at the block's lower end, whatever its height.
  private double gaugeTop(int index) {
    return geometry.hostTop() + geometry.hostHeight() - (2 - index) * (GAUGE + 8) - 2;
  }

  private static void gauge(Svg svg, HeatScale scale, FloorplanView.Gauge gauge, double top) {
    double left = FloorplanGeometry.HOST_LEFT + INSET;
    double width = FloorplanGeometry.HOST_WIDTH - 2 * INSET;
    int step = scale.step(gauge.value());
    svg.rect(scale.css(step), left, top, width, GAUGE, 3);
    svg.text("gauge on" + step, Anchor.START, left + 8, top + 21, 11, gauge.name());
    String figure = gauge.value() < LEAST_SHOWN ? "0 %" : Wording.percent(gauge.value());
    svg.text(
        "gauge-value on" + step,
        Anchor.END,
        left + width - 8,
        top + 22,
        figure.length() > WIDE_FIGURE ? 10 : 14,
        figure);
  }

  private String tip() {
    Answer.Decode decode = answer.decode();
    Host host = facts.host();
    return String.join(
        "\n",
        host.name(),
        "memory %s of %s peak"
            .formatted(
                Si.of(host.achievedMemoryBytesPerS(), "B/s"),
                Si.of(host.peakMemoryBytesPerS(), "B/s")),
        "compute %s of %s peak"
            .formatted(Wording.ops(host.achievedOpsPerS()), Wording.ops(host.peakOpsPerS())),
        "KV cache: " + (facts.diesAttend() ? "in dies" : Si.of(facts.cacheBytesKept(), "B")),
        "memory busy %s at batch %s, %s at peak throughput"
            .formatted(
                Wording.share(facts.hostMemoryBusy(decode.throughputTokensPerS())),
                Si.grouped(decode.batch()),
                Wording.share(facts.hostMemoryBusy(decode.peakThroughputTokensPerS()))));
  }
}
