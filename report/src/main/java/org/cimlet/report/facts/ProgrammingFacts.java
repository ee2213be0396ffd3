package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Programming;
import org.cimlet.quantity.Si;
import org.jspecify.annotations.Nullable;

/// What programming the weights takes, and how often the cells endure it.
public final class ProgrammingFacts {
  private ProgrammingFacts() {}

  /// @param programming null where weights are reloaded for every pass; the list is empty then
  /// @param updatesPerDay how often the weights are replaced
  public static List<Fact> of(@Nullable Programming programming, double updatesPerDay) {
    List<Fact> facts = new ArrayList<>();
    if (programming == null) {
      return facts;
    }
    facts.add(
        Fact.of(
            "Programming",
            "%s of weights in %s (limit: %s), %s with static power"
                .formatted(
                    Si.of(programming.bits() / 8, "B"),
                    Si.of(programming.seconds(), "s"),
                    programming.slowest().stage().label(),
                    Si.of(programming.joules(), "J"))));
    programming
        .years(updatesPerDay)
        .ifPresent(years -> facts.add(wear(programming, updatesPerDay, years)));
    return facts;
  }

  private static Fact wear(Programming programming, double updatesPerDay, double years) {
    double endurance = programming.endurance() == null ? 0 : programming.endurance();
    return new Fact(
        "Endurance",
        "%s cells at %s per write, %s in total; endurance %s writes: %s years at %s updates/day"
            .formatted(
                Si.of(programming.cells(), ""),
                Si.of(programming.arrayJ() / programming.cells(), "J"),
                Si.of(programming.arrayJ(), "J"),
                Si.grouped(Math.round(endurance)),
                Si.plain(years),
                Wording.exact(updatesPerDay)),
        years < 1);
  }
}
