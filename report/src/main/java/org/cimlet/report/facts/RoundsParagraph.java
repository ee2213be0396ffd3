package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Reload;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.quantity.Si;
import org.cimlet.run.Figures;

/// Says in whole sentences what it means that a package is loaded in rounds.
///
/// @param loading what the estimate says of it
public record RoundsParagraph(Figures facts, Reload loading) {
  private static final double DAY_S = 86_400;

  /// Nothing, or a paragraph for a package that is loaded in rounds.
  public static List<RoundsParagraph> of(Figures facts) {
    Reload loading = facts.estimate().reload();
    return loading == null ? List.of() : List.of(new RoundsParagraph(facts, loading));
  }

  /// Why there are rounds, and how much is loaded.
  public String what() {
    return "%s of weights do not fit the package's %s: it is loaded in %s rounds, %s each time tokens pass the network."
        .formatted(
            Si.of((double) facts.plan().program().storedBytes(), "B"),
            Si.of((double) facts.plan().machine().capacityBytes(), "B"),
            Si.grouped(loading.weightSets()),
            Si.of(loading.bits() / 8, "B"));
  }

  /// How long that takes, what it waits for, and how little of it is left where it is shared.
  public String how() {
    Estimate.Decode decode = facts.estimate().decode();
    int prompt = facts.estimate().prefill().tokens();
    return "Loading takes %s, in which nothing else happens; it waits for %s. %s; %s."
        .formatted(
            Si.of(loading.seconds(), "s"),
            slowest(),
            decode.batch() == 1
                ? "A lone stream loads all of it for each token, %s of its time"
                    .formatted(Wording.percent(loading.share()))
                : "%s share it, %s of their time"
                    .formatted(
                        Wording.count(decode.batch(), "stream"), Wording.percent(loading.share())),
            "a prompt of %s shares it too, %s a token"
                .formatted(Wording.count(prompt, "token"), Si.of(loading.seconds() / prompt, "s")));
  }

  /// What loading waits for, with how fast it is.
  private String slowest() {
    String name = loading.slowest().name();
    WeightMemory memory = facts.plan().machine().weightMemory();
    if (memory != null && name.startsWith("weight memory")) {
      return "%s at %s".formatted(name, Si.of(memory.bytesPerS(), "B/s"));
    }
    return facts.plan().machine().topology().links().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .map(link -> "the link %s at %s".formatted(name, Si.of(link.bitsPerS(), "bit/s")))
        .orElse(name);
  }

  /// Warnings about cells that are written again and again.
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Macro macro = facts.plan().machine().chiplet().macro();
    macro
        .cellWrite()
        .ifPresent(write -> {
          double lifeS = write.endurance() / loading.writesPerCellPerS();
          warnings.add(
              "at this rate a cell is written %s times a second and survives %s writes: %s"
                  .formatted(
                      Si.plain(loading.writesPerCellPerS()),
                      Si.grouped(Math.round(write.endurance())),
                      life(lifeS)));
        });
    return warnings;
  }

  private static String life(double seconds) {
    return seconds < DAY_S
        ? Si.plain(seconds / 3600) + " hours"
        : Si.plain(seconds / DAY_S) + " days";
  }
}
