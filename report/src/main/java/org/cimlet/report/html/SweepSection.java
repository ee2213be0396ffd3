package org.cimlet.report.html;

import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.XyChart.Axis;
import org.cimlet.report.html.XyChart.Point;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Sweep;

/// Throughput over latency as the batch grows, and both over the context, as curves and as tables.
record SweepSection(List<Sweep> sweeps) {
  void batches(Markup out) {
    XyChart chart =
        new XyChart(
            "batches",
            "Throughput over TPOT as the batch grows",
            new Axis("TPOT", "s"),
            new Axis("tokens per second", ""));
    for (Sweep sweep : sweeps) {
      chart.curve(
          sweep.name(),
          sweep.batches().stream()
              .map(at ->
                  new Point(
                      at.tpotS(),
                      at.tokensPerS(),
                      "batch %s\nTPOT %s, %s"
                          .formatted(
                              Si.grouped(at.batch()),
                              Si.of(at.tpotS(), "s"),
                              Wording.rate(at.tokensPerS()))))
              .toList());
    }
    chart.draw(out);
    out.open("details").element("summary", "The numbers");
    Table table = Table.open(out, "", "System", "#Batch", "#TPOT", "#Tokens/s");
    for (Sweep sweep : sweeps) {
      for (Sweep.AtBatch at : sweep.batches()) {
        table
            .row("")
            .text(sweep.name())
            .text(Si.grouped(at.batch()))
            .text(Si.of(at.tpotS(), "s"))
            .text(Si.plain(at.tokensPerS()))
            .endRow();
      }
    }
    table.close();
    out.close();
  }

  /// Whether there is more than one context to show.
  boolean hasContexts() {
    return sweeps.stream().anyMatch(sweep -> sweep.contexts().size() > 1);
  }

  void contexts(Markup out) {
    XyChart chart =
        new XyChart(
            "contexts",
            "Peak throughput over the context",
            new Axis("context", ""),
            new Axis("peak tokens per second", ""));
    for (Sweep sweep : sweeps) {
      chart.curve(
          sweep.name(),
          sweep.contexts().stream()
              .map(at ->
                  new Point(
                      at.context(),
                      at.peakTokensPerS(),
                      "context %s\npeak %s\nTPOT at batch 1 %s"
                          .formatted(
                              Si.grouped(at.context()),
                              Wording.rate(at.peakTokensPerS()),
                              Si.of(at.tpotBatch1S(), "s"))))
              .toList());
    }
    chart.draw(out);
    out.open("details").element("summary", "The numbers");
    Table table = Table.open(out, "", "System", "#Context", "#TPOT at batch 1", "#Peak tokens/s");
    for (Sweep sweep : sweeps) {
      for (Sweep.AtContext at : sweep.contexts()) {
        table
            .row("")
            .text(sweep.name())
            .text(Si.grouped(at.context()))
            .text(Si.of(at.tpotBatch1S(), "s"))
            .text(Si.plain(at.peakTokensPerS()))
            .endRow();
      }
    }
    table.close();
    out.close();
  }
}
