package org.cimlet.report.html;

import java.util.List;
import java.util.Locale;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.BottleneckWords;
import org.cimlet.report.facts.DieWords;
import org.cimlet.report.facts.Extrapolations;
import org.cimlet.report.facts.NetworkWords;
import org.cimlet.report.facts.ReloadWords;
import org.cimlet.report.facts.RunWords;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.run.Answer;
import org.cimlet.run.Result;

/// The top of the page: what was run, on what, what limits it, and the figures everyone asks for,
/// each under the meaning it has.
record ReportHeader(Result result) {
  private static final int LONG_NAMES = 70;

  /// A figure with its meaning above and its conditions below.
  private record Headline(String meaning, String figure, String unit, String conditions) {}

  void write(Markup out) {
    Plan plan = result.plan();
    out.open("header");
    boolean simulated = result.simulated().isPresent();
    out.element("p", simulated ? "Cimlet simulation" : "Cimlet estimate", "class", "kind");
    int length = plan.program().name().length() + plan.machine().name().length();
    out.open("h1", "class", length > LONG_NAMES ? "long" : "");
    out.element("bdi", plan.program().name());
    out.element("span", " on ", "class", "on");
    out.element("bdi", plan.machine().name());
    out.close();
    out.element("p", plan.machine().summary(), "class", "summary");
    out.element("p", scenario(), "class", "scenario");
    out.close().line();
    BottleneckWords limit = new BottleneckWords(result.figures(), result.answer());
    out.open("p", "class", "limit");
    out.element("strong", "Bottleneck: " + limit.peak());
    out.text(limit.macros() + " " + limit.scenario()).close().line();
    ReloadWords.of(result.figures())
        .ifPresent(reload -> {
          out.element(
              "p",
              "Weight reload: " + reload.all() + (simulated ? " In closed form." : ""),
              "class",
              "reload");
          reload.warnings().forEach(warning -> warning(out, warning));
        });
    NetworkWords.pruning(result).ifPresent(line -> warning(out, line));
    NetworkWords.warnings(result).forEach(line -> warning(out, line));
    Extrapolations.of(plan.machine()).forEach(line -> warning(out, line));
    out.open("dl", "class", "headlines");
    for (Headline headline : headlines()) {
      out.open("div");
      out.element("dt", headline.meaning());
      out.open("dd", "class", "figure").text(headline.figure());
      out.element("span", " " + headline.unit()).close();
      out.element("dd", headline.conditions());
      out.close();
    }
    out.close().line();
  }

  private static void warning(Markup out, String text) {
    out.element("p", "Warning: " + text, "class", "warning");
  }

  private String scenario() {
    Scenario scenario = result.plan().scenario();
    Packing packing = result.figures().packing();
    return "batch %s%s, context %s, prompt %s, %s %s weights%s, %s"
        .formatted(
            Si.grouped(scenario.batch()),
            scenario.microBatch() == 1 ? "" : " in micro-batches of " + scenario.microBatch(),
            Wording.count(scenario.contextTokens(), "token"),
            Wording.count(scenario.promptTokens(), "token"),
            packing.pattern(),
            packing.word().toUpperCase(Locale.ROOT),
            NetworkWords.headApart(result.figures()),
            result.plan().machine().process());
  }

  private List<Headline> headlines() {
    Answer.Decode decode = result.answer().decode();
    Answer.Prefill prefill = result.answer().prefill();
    Machine machine = result.plan().machine();
    String batch = Si.grouped(decode.batch());
    return List.of(
        of(
            "TPOT at batch 1",
            Si.of(decode.tpotBatch1S(), "s"),
            "%s; TTFT %s (prompt %s)"
                    .formatted(
                        Wording.rate(1 / decode.tpotBatch1S()),
                        Si.of(prefill.ttftS(), "s"),
                        Si.grouped(prefill.tokens()))
                + estimated(
                    Si.of(decode.tpotBatch1S(), "s"),
                    Si.of(result.estimated().decode().tpotBatch1S(), "s"))),
        of(
            "Throughput at batch " + batch,
            Wording.rate(decode.throughputTokensPerS()),
            "TPOT "
                + Si.of(decode.tpotS(), "s")
                + estimated(
                    Wording.rate(decode.throughputTokensPerS()),
                    Wording.rate(result.estimated().decode().throughputTokensPerS()))),
        of(
            "Peak throughput",
            Wording.rate(decode.peakThroughputTokensPerS()),
            RunWords.from(result.figures(), decode)
                + estimated(
                    Wording.rate(decode.peakThroughputTokensPerS()),
                    Wording.rate(result.estimated().decode().peakThroughputTokensPerS()))),
        of(
            "Energy per token",
            Si.of(decode.energyPerTokenJ(), "J"),
            "package and host at batch %s; %s at peak throughput"
                .formatted(batch, Si.of(decode.peakEnergyPerTokenJ(), "J"))),
        of(
            "Silicon",
            Wording.area(machine.areaMm2()),
            "%s; %s, %s"
                .formatted(
                    DieWords.areas(machine),
                    Wording.tops(machine),
                    Si.of((double) machine.capacityBytes(), "B"))));
  }

  /// The estimate, where the figure shown is a simulated one.
  private String estimated(String shown, String estimate) {
    return result.simulated().isEmpty() || shown.equals(estimate) ? "" : "; estimate " + estimate;
  }

  private static Headline of(String meaning, String figure, String conditions) {
    int space = figure.indexOf(' ');
    return new Headline(
        meaning, figure.substring(0, space), figure.substring(space + 1), conditions);
  }
}
