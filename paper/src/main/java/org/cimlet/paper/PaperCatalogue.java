package org.cimlet.paper;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.run.catalogue.Entry;
import org.cimlet.run.catalogue.Kind;

/// What the paper measures others by, as entries of the catalogue.
public final class PaperCatalogue {
  private PaperCatalogue() {}

  /// Supercomputers of Figure 2, growth of the introduction.
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Supercomputer computer : Supercomputer.all()) {
      entries.add(
          new Entry(
              Kind.SUPERCOMPUTERS,
              computer.name(),
              "%s, %s EFLOPS: %s"
                  .formatted(computer.rank(), computer.exaflops(), computer.packagesLine()),
              "He, Mu, Chen 2024, Figure 2"));
    }
    for (GrowthTrend trend : GrowthTrend.all()) {
      entries.add(
          new Entry(
              Kind.TRENDS,
              trend.subject(),
              "%s times in two years, doubling in %s months"
                  .formatted(Si.plain(trend.timesInTwoYears()), Si.plain(trend.doublingMonths())),
              "He, Mu, Chen 2024, introduction"));
    }
    return entries;
  }
}
