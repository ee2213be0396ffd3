package org.cimlet.report.html;

import java.util.ArrayList;
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
    heading(out, "At batch " + Si.grouped(result.answer().decode().batch()));
    atBatch(table, "own", result);
    result.machines().forEach(machine -> atBatch(table, "", machine));
    for (GpuEstimate gpu : result.gpus()) {
      baseline(table, gpu, gpu.atBatch());
    }
    heading(out, "At peak throughput");
    atPeak(table, "own", result);
    result.machines().forEach(machine -> atPeak(table, "", machine));
    for (GpuEstimate gpu : result.gpus()) {
      baseline(table, gpu, gpu.atLargestBatch());
    }
    table.close();
  }

  private static void heading(Markup out, String text) {
    out.open("tr", "class", "group");
    out.element("th", text, "colspan", "8", "scope", "rowgroup").close();
  }

  private static void atBatch(Table table, String css, Result machine) {
    Answer.Decode decode = machine.answer().decode();
    machine(
        table,
        css,
        machine,
        List.of(
            Si.grouped(decode.batch()),
            Si.of(decode.tpotS(), "s"),
            Si.plain(decode.throughputTokensPerS()),
            Si.of(decode.energyPerTokenJ(), "J")),
        decode.bottleneck());
  }

  private static void atPeak(Table table, String css, Result machine) {
    Answer.Decode decode = machine.answer().decode();
    machine(
        table,
        css,
        machine,
        List.of(
            Si.grouped(decode.saturatingBatch()),
            Si.of(decode.peakTpotS(), "s"),
            Si.plain(decode.peakThroughputTokensPerS()),
            Si.of(decode.peakEnergyPerTokenJ(), "J")),
        decode.peakBottleneck());
  }

  private static void machine(
      Table table, String css, Result machine, List<String> figures, Answer.Bottleneck limit) {
    List<String> cells = new ArrayList<>(figures);
    cells.addFirst(Si.of(machine.answer().prefill().ttftS(), "s"));
    cells.add(Wording.area(machine.plan().machine().areaMm2()));
    cells.add(limit.resource().label());
    row(table, css, machine.plan().machine().name(), cells);
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
