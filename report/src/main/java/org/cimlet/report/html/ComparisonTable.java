package org.cimlet.report.html;

import java.util.List;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Answer;
import org.cimlet.run.Result;

/// Machine and baselines: at the scenario's batch, and each at its peak throughput.
record ComparisonTable(Result result) {

  void write(Markup out) {
    Table table =
        Table.open(
            out,
            "comparison",
            "",
            "#TTFT",
            "#Batch",
            "#TPOT",
            "#Tokens/s",
            "#Energy/token",
            "#Silicon",
            "Bottleneck");
    Answer.Decode decode = result.answer().decode();
    String batch = Si.grouped(decode.batch());
    heading(out, "At batch " + batch);
    own(
        table,
        decode.batch(),
        decode.tpotS(),
        decode.throughputTokensPerS(),
        decode.energyPerTokenJ(),
        decode.bottleneck().resource().label());
    for (GpuEstimate gpu : result.gpus()) {
      baseline(table, gpu, gpu.atBatch());
    }
    heading(out, "At peak throughput");
    own(
        table,
        decode.saturatingBatch(),
        decode.peakTpotS(),
        decode.peakThroughputTokensPerS(),
        decode.peakEnergyPerTokenJ(),
        decode.peakBottleneck().resource().label());
    for (GpuEstimate gpu : result.gpus()) {
      baseline(table, gpu, gpu.atLargestBatch());
    }
    table.close();
  }

  private static void heading(Markup out, String text) {
    out.open("tr", "class", "group");
    out.element("th", text, "colspan", "8", "scope", "rowgroup").close();
  }

  private void own(
      Table table, long batch, double tpotS, double tokensPerS, double joules, String limit) {
    row(
        table,
        "own",
        result.plan().machine().name(),
        List.of(
            Si.of(result.answer().prefill().ttftS(), "s"),
            Si.grouped(batch),
            Si.of(tpotS, "s"),
            Si.plain(tokensPerS),
            Si.of(joules, "J"),
            Wording.area(result.plan().machine().areaMm2()),
            limit));
  }

  private static void baseline(Table table, GpuEstimate gpu, GpuEstimate.At at) {
    String name = gpu.devices() == 1 ? "" : gpu.devices() + " × ";
    row(
        table,
        "",
        name + gpu.gpu().name() + ", " + gpu.system().weights().label(),
        List.of(
            Si.of(at.ttftS(), "s"),
            Si.grouped(at.batch()),
            Si.of(at.tpotS(), "s"),
            Si.plain(at.throughputTokensPerS()),
            Si.of(at.energyPerTokenJ(), "J"),
            Wording.area(gpu.devices() * gpu.gpu().dieMm2()),
            at.bottleneck()));
  }

  private static void row(Table table, String css, String name, List<String> cells) {
    table.row(css).text(name);
    for (String cell : cells) {
      table.text(cell);
    }
    table.endRow();
  }
}
