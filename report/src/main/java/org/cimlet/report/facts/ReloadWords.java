package org.cimlet.report.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Reload;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.quantity.Si;
import org.cimlet.run.Figures;

/// What it takes to reload weights, where a package is smaller than its network.
///
/// @param loading what the estimate says of it
public record ReloadWords(Figures figures, Reload loading) {
  private static final double DAY_S = 86_400;

  /// Empty where the weights stay in the package.
  public static Optional<ReloadWords> of(Figures figures) {
    return Optional.ofNullable(figures.estimate().reload())
        .map(loading -> new ReloadWords(figures, loading));
  }

  /// How much, how long, and how it is shared.
  public String all() {
    Estimate.Decode decode = figures.estimate().decode();
    int prompt = figures.estimate().prefill().tokens();
    return "%s of weights on a package of %s: %s weight sets, %s reloaded in %s per pass (limit: %s). At batch %s, %s of TPOT; at peak throughput, %s. A prompt of %s shares one pass: %s/token."
        .formatted(
            Si.of((double) figures.plan().program().storedBytes(), "B"),
            Si.of((double) figures.plan().machine().capacityBytes(), "B"),
            Si.grouped(loading.weightSets()),
            Si.of(loading.bits() / 8, "B"),
            Si.of(loading.seconds(), "s"),
            slowest(),
            Si.grouped(decode.batch()),
            Wording.percent(loading.share()),
            Wording.percent(loading.shareAtPeak()),
            Wording.count(prompt, "token"),
            Si.of(loading.seconds() / prompt, "s"));
  }

  /// What limits reloading, with its rate.
  private String slowest() {
    String name = loading.slowest().name();
    WeightMemory memory = figures.plan().machine().weightMemory();
    if (memory != null && name.startsWith("weight memory")) {
      return "%s at %s".formatted(name, Si.of(memory.bytesPerS(), "B/s"));
    }
    Machine machine = figures.plan().machine();
    return IntStream.range(0, machine.topology().linkCount())
        .filter(link -> machine.linkName(link).equals(name))
        .mapToObj(link ->
            "link %s at %s".formatted(name, Si.of(machine.topology().bitsPerS(link), "bit/s")))
        .findFirst()
        .orElse(name);
  }

  /// Warnings about cells that wear.
  public List<String> warnings() {
    return figures.plan().machine().chiplet().macro().cellWrite().stream()
        .map(write ->
            "%s writes per cell per second; endurance %s writes: %s"
                .formatted(
                    Si.plain(loading.writesPerCellPerS()),
                    Si.grouped(Math.round(write.endurance())),
                    life(write.endurance() / loading.writesPerCellPerS())))
        .toList();
  }

  private static String life(double seconds) {
    return seconds < DAY_S
        ? Si.plain(seconds / 3600) + " hours"
        : Si.plain(seconds / DAY_S) + " days";
  }
}
