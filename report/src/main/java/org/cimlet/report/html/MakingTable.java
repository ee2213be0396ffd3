package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.AppraisalFacts;
import org.cimlet.report.facts.Fact;
import org.cimlet.report.facts.ProgrammingFacts;
import org.cimlet.report.facts.Wording;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// Cost, carbon, heat and rules: what is known of the machine, then the machine beside its
/// baselines.
record MakingTable(Result result) {

  void write(Markup out) {
    Assessment own = result.appraisal();
    Table facts = Table.open(out, "facts", "", "");
    List<Fact> all = new ArrayList<>(AppraisalFacts.of(own));
    all.addAll(ProgrammingFacts.of(result.estimate().programming(), result.job().updatesPerDay()));
    for (Fact fact : all) {
      facts.row(fact.warning() ? "warn" : "").text(fact.label()).text(fact.text()).endRow();
    }
    facts.close();
    out.element("h3", "Beside the baselines");
    Table table =
        Table.open(
            out,
            "comparison",
            "To make",
            "#A good die",
            "#A unit",
            "#Units",
            "#Together",
            "#Carbon",
            "#TPP of a unit",
            "#TPP a mm²",
            "Rule of October 2023");
    row(table, "own", own, 1);
    for (Baseline baseline : result.baselines()) {
      row(table, "", baseline.appraisal(), baseline.estimate().devices());
    }
    table.close();
    out.element(
        "p",
        "What it costs to make, not what it is sold for: dies found good, carrier, substrate, memory"
            + " on it, and what is lost in assembly, by the model of Chiplet Actuary; without host,"
            + " board, test and profit. Design costs are not in it. Carbon is that of making the"
            + " compute dies. Temperatures are steady ones of dies, paste, lid and sink, with the"
            + " leakage they raise where the machine says how. Rules are published thresholds, given as information: "
            + own.rules().getLast().rule().source()
            + ".",
        "class",
        "caption");
  }

  private static void row(Table table, String css, Assessment appraisal, int units) {
    Optional<Cost> cost = appraisal.specifiedCost();
    RuleCompliance rule = appraisal.rules().getLast();
    boolean counted = rule.performance().densityMm2() > 0;
    table
        .row(css)
        .text(appraisal.name())
        .text(cost.map(told -> AppraisalFacts.dollars(told.dieUsd())).orElse("–"))
        .text(cost.map(told -> AppraisalFacts.dollars(told.recurringUsd())).orElse("–"))
        .text(Si.grouped(units))
        .text(cost.map(told -> AppraisalFacts.dollars(told.recurringUsd(units))).orElse("–"))
        .text(
            cost.map(told -> Wording.exact((double) Math.round(told.carbonKg(units))) + " kg")
                .orElse("–"))
        .text(Si.plain(rule.performance().totalProcessing()))
        .text(counted ? Si.plain(rule.performance().density()) : "–")
        .text(rule.standing().label())
        .endRow();
  }
}
