package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Programming;
import org.cimlet.quantity.Si;
import org.jspecify.annotations.Nullable;

/// What bringing the weights takes, and how often it can be done, in words.
public final class ProgrammingFacts {
  private ProgrammingFacts() {}

  /// @param programming null where weights are loaded again and again; nothing is said then
  /// @param updatesPerDay how often the network is to be changed
  public static List<Fact> of(@Nullable Programming programming, double updatesPerDay) {
    List<Fact> facts = new ArrayList<>();
    if (programming == null) {
      return facts;
    }
    facts.add(
        Fact.of(
            "Load",
            "%s of weights in %s, limited by %s; %s, static power included"
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
        "Wear",
        "%s cells written at %s, %s in all; they take %s writes: as many updates of the network, %s years at %s a day"
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
