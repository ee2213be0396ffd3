package org.cimlet.report.html.floorplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cimlet.appraise.Heat;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.machine.Dies;
import org.cimlet.quantity.Si;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;

/// A way of colouring dies and host.
///
/// @param name of its layer and of the switch that shows it
/// @param label of the switch
/// @param scale from values to colours
/// @param die a die's value
/// @param host the host's values
public record FloorplanView(
    String name,
    String label,
    HeatScale scale,
    ToDoubleFunction<ChipletLoad> die,
    List<Gauge> host) {
  public FloorplanView {
    host = List.copyOf(host);
  }

  /// One of the host's parts and its value.
  public record Gauge(String name, double value) {}

  /// All ways, the one shown first first.
  ///
  /// @param heat of the package, where it is known
  public static List<FloorplanView> of(Figures facts, Answer answer, Optional<Heat> heat) {
    List<FloorplanView> views = new ArrayList<>(of(facts, answer));
    heat.ifPresent(known -> {
      views.add(temperature("warm", "Temperature at peak throughput", known, known.saturated()));
      views.add(temperature("hot", "Temperature if all busy", known, known.busy()));
    });
    return List.copyOf(views);
  }

  private static FloorplanView temperature(String name, String label, Heat heat, Heat.State state) {
    return new FloorplanView(
        name,
        label,
        HeatScale.celsius(heat.ambientC(), Math.max(heat.busy().hottestC(), heat.limitC())),
        load -> state.chipletC().get(load.chiplet()),
        List.of());
  }

  private static List<FloorplanView> of(Figures facts, Answer answer) {
    Answer.Decode decode = answer.decode();
    Dies dies = facts.plan().machine().dies();
    return List.of(
        new FloorplanView(
            "batch",
            "Utilisation at batch " + Si.grouped(decode.batch()),
            HeatScale.utilisation(),
            ChipletLoad::utilisation,
            hostBusy(facts, decode.throughputTokensPerS())),
        new FloorplanView(
            "saturated",
            "Utilisation at peak throughput",
            HeatScale.utilisation(),
            ChipletLoad::utilisationAtPeak,
            hostBusy(facts, decode.peakThroughputTokensPerS())),
        new FloorplanView(
            "fill",
            "Memory used",
            HeatScale.fill(),
            load -> (double) load.bytesUsed() / dies.at(load.chiplet()).capacityBytes(),
            facts.diesAttend()
                ? List.of()
                : List.of(
                    new Gauge("memory", facts.cacheBytesKept() / facts.host().memoryBytes()))));
  }

  private static List<Gauge> hostBusy(Figures facts, double tokensPerS) {
    return List.of(
        new Gauge("memory", facts.hostMemoryBusy(tokensPerS)),
        new Gauge("compute", facts.hostComputeBusy(tokensPerS)));
  }

  /// The label without its condition: `Utilisation`.
  public String quantity() {
    return label.split(" at | if ", 2)[0];
  }

  public double value(ChipletLoad load) {
    return die.applyAsDouble(load);
  }

  /// Step of a die's colour.
  public int step(ChipletLoad load) {
    return scale.step(value(load));
  }

  /// Classes of the layer.
  public String layer() {
    return "view view-" + name;
  }
}
