package org.cimlet.report.html;

import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.BottleneckParagraph;
import org.cimlet.report.facts.DieWords;
import org.cimlet.report.facts.Extrapolations;
import org.cimlet.report.facts.RoundsParagraph;
import org.cimlet.report.facts.Wording;
import org.cimlet.run.Figures;

/// The top of the page: what was run, on what, what limits it, and the figures everyone asks for,
/// each under the meaning it has.
record ReportHeader(Figures facts) {
  private static final int LONG_NAMES = 70;

  /// A figure with its meaning above and its conditions below.
  private record Headline(String meaning, String figure, String unit, String conditions) {}

  void write(Markup out) {
    Plan plan = facts.plan();
    out.open("header");
    out.element("p", "Cimlet estimate", "class", "kind");
    int length = plan.program().name().length() + plan.machine().name().length();
    out.open("h1", "class", length > LONG_NAMES ? "long" : "");
    out.element("bdi", plan.program().name());
    out.element("span", " on ", "class", "on");
    out.element("bdi", plan.machine().name());
    out.close();
    out.element("p", plan.machine().summary(), "class", "summary");
    out.element("p", scenario(), "class", "scenario");
    out.close().line();
    BottleneckParagraph limit = new BottleneckParagraph(facts);
    out.open("p", "class", "limit");
    out.element("strong", limit.throughput()).text(limit.chiplets() + " " + limit.scenario());
    out.close().line();
    for (RoundsParagraph loaded : RoundsParagraph.of(facts)) {
      out.element("p", loaded.what() + " " + loaded.how(), "class", "rounds");
      loaded.warnings().forEach(warning -> out.element("p", warning, "class", "mind"));
    }
    if (!facts.packing().isDense()) {
      out.element(
          "p",
          "Speed and size only: pruning to "
              + facts.packing().pattern()
              + " in one shot ruins a network of this kind; it needs retraining.",
          "class",
          "mind");
    }
    for (String line : Extrapolations.of(plan.machine())) {
      out.element("p", line, "class", "mind");
    }
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

  private String scenario() {
    Scenario scenario = facts.plan().scenario();
    return "%s, context %s, prompt %s, %s weights of %s bits, %s"
        .formatted(
            Wording.count(scenario.batch(), "stream"),
            Wording.count(scenario.contextTokens(), "token"),
            Wording.count(scenario.promptTokens(), "token"),
            facts.packing().pattern(),
            facts.packing().weightBits(),
            facts.plan().machine().process());
  }

  private List<Headline> headlines() {
    Estimate.Decode decode = facts.estimate().decode();
    Estimate.Prefill prefill = facts.estimate().prefill();
    Machine machine = facts.plan().machine();
    String batch = Si.grouped(decode.batch());
    return List.of(
        of(
            "One stream alone",
            Si.of(decode.tpotBatch1S(), "s"),
            "per token",
            "first token after %s for a prompt of %s"
                .formatted(Si.of(prefill.ttftS(), "s"), Wording.count(prefill.tokens(), "token"))),
        of(
            "The scenario, batch " + batch,
            Si.of(decode.throughputTokensPerS(), "token/s"),
            "",
            "all streams together, each %s per token".formatted(Si.of(decode.tpotS(), "s"))),
        of(
            "Saturated",
            Si.of(decode.peakThroughputTokensPerS(), "token/s"),
            "",
            "takes %s in flight; more bring %s"
                .formatted(
                    Wording.count(decode.saturatingBatch(), "stream"),
                    facts.plan().placement().isReloaded() ? "at most a ninth more" : "nothing")),
        of(
            "Energy",
            Si.of(decode.energyPerTokenJ(), "J"),
            "per token",
            "package and host at batch " + batch + saturatedEnergy()),
        of(
            "Silicon",
            Wording.area(machine.areaMm2()),
            "",
            "%s, peak %s, %s"
                .formatted(
                    DieWords.areas(machine),
                    Si.of(machine.peakOpsPerS(), "OPS"),
                    Si.of((double) machine.capacityBytes(), "B"))));
  }

  private String saturatedEnergy() {
    String saturated = Si.of(facts.saturatedEnergyPerTokenJ(), "J");
    boolean same = saturated.equals(Si.of(facts.estimate().decode().energyPerTokenJ(), "J"));
    return same ? "" : "; " + saturated + " saturated";
  }

  private static Headline of(String meaning, String figure, String unit, String conditions) {
    int space = figure.indexOf(' ');
    return new Headline(
        meaning,
        figure.substring(0, space),
        (figure.substring(space + 1) + " " + unit).strip(),
        conditions);
  }
}
