package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.plan.machine.Topology.Link;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;

/// The busiest directed links, most utilised first.
record LinkTable(Figures facts, Answer answer) {
  private static final int MOST = 10;

  /// A link and what it carries.
  private record Loaded(Link link, LinkLoad load) {}

  void write(Markup out) {
    List<Loaded> busiest = busiest();
    Table table =
        Table.open(
            out,
            "",
            "Link",
            "#Traffic per token",
            "#Bandwidth",
            "#Utilisation at batch " + Si.grouped(answer.decode().batch()),
            "#At peak throughput");
    for (Loaded loaded : busiest) {
      table
          .row("")
          .text(loaded.load().name().replace(">", " → "))
          .text(Si.of(loaded.load().bitsPerToken(), "bit"))
          .text(Si.of(loaded.link().bitsPerS(), "bit/s"))
          .text(Wording.share(loaded.load().utilisation()))
          .text(Wording.share(loaded.load().utilisationAtPeak()))
          .endRow();
    }
    table.close();
  }

  private List<Loaded> busiest() {
    List<Link> links = facts.plan().machine().topology().links();
    List<LinkLoad> loads = answer.links();
    List<Loaded> all = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      if (loads.get(i).bitsPerToken() > 0) {
        all.add(new Loaded(links.get(i), loads.get(i)));
      }
    }
    // Sorting is stable, so that equal loads stay in the order of the links.
    all.sort(
        Comparator.comparingDouble((Loaded loaded) -> loaded.load().utilisationAtPeak())
            .reversed());
    return all.subList(0, Math.min(MOST, all.size()));
  }
}
