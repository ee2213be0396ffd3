package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;

/// Of which dies a package is made.
public final class DieWords {
  private DieWords() {}

  /// `36 chiplets`, `36 chiplets and 36 GDDR6-AiM`.
  public static String counts(Dies dies) {
    List<String> counts = new ArrayList<>();
    for (DieKind kind : dies.kinds()) {
      counts.add(
          kind.use() == DieKind.Use.LINEARS
              ? Wording.count(kind.count(), "chiplet")
              : Si.grouped(kind.count()) + " " + kind.name());
    }
    return counts.size() < 3
        ? String.join(" and ", counts)
        : String.join(", ", counts.subList(0, counts.size() - 1)) + " and " + counts.getLast();
  }

  /// `chiplets` where all are equal, else how many there are of each kind.
  public static String of(Dies dies) {
    return dies.kinds().size() == 1 ? "chiplets" : counts(dies);
  }

  /// What dies that hold no layers' weights do, a line for each kind.
  public static List<String> others(Figures facts, Answer answer) {
    List<String> lines = new ArrayList<>();
    for (DieKind kind : facts.plan().machine().dies().kinds()) {
      if (kind.use() != DieKind.Use.LINEARS) {
        double used =
            kind.at().stream().mapToDouble(die -> answer.chiplets().get(die).bytesUsed()).sum();
        lines.add(
            "%s %s for %s: %s of %s used; %s of the busiest %s utilised, %s at peak throughput"
                .formatted(
                    Si.grouped(kind.count()),
                    kind.name(),
                    use(kind.use()),
                    Si.of(used, "B"),
                    Si.of((double) kind.chiplet().capacityBytes() * kind.count(), "B"),
                    kind.use() == DieKind.Use.KV_CACHE ? "attention" : "macros",
                    Si.percent(answer.busiest(kind, ChipletLoad::utilisation)),
                    Si.percent(answer.busiest(kind, ChipletLoad::utilisationAtPeak))));
      }
    }
    return lines;
  }

  /// `36 chiplets of 308 mm² and 36 GDDR6-AiM of 46 mm²`.
  public static String areas(Machine machine) {
    List<String> areas = new ArrayList<>();
    for (DieKind kind : machine.dies().kinds()) {
      areas.add(
          "%s of %s"
              .formatted(
                  kind.use() == DieKind.Use.LINEARS
                      ? Wording.count(kind.count(), "chiplet")
                      : Si.grouped(kind.count()) + " " + kind.name(),
                  Wording.area(kind.chiplet().areaMm2())));
    }
    return String.join(", ", areas);
  }

  /// What dies of a use do, in a few words.
  public static String use(DieKind.Use use) {
    return switch (use) {
      case LINEARS -> "weights of the layers";
      case KV_CACHE -> "KV cache";
      case EMBEDDING_HEAD -> "head and embedding";
    };
  }
}
