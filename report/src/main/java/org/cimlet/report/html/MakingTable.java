package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.AssessmentFacts;
import org.cimlet.report.facts.Fact;
import org.cimlet.report.facts.MoneyRow;
import org.cimlet.report.facts.ProgrammingFacts;
import org.cimlet.report.facts.RemedyWords;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// Cost, carbon, heat and rules of the machine, then cost and rules of machine and baselines.
record MakingTable(Result result) {

  void write(Markup out) {
    Assessment own = result.assessment();
    Table facts = Table.open(out, "facts", "", "");
    List<Fact> all = new ArrayList<>(AssessmentFacts.of(own));
    all.addAll(ProgrammingFacts.of(result.estimate().programming(), result.job().updatesPerDay()));
    all.addAll(new RemedyWords(result).labelled());
    for (Fact fact : all) {
      facts.row(fact.warning() ? "warn" : "").text(fact.label()).text(fact.text()).endRow();
    }
    facts.close();
    out.element("h3", "Machine and baselines");
    Table table =
        Table.open(
            out,
            "comparison",
            "",
            "#Good die",
            "#Made",
            "#Design",
            "#Bought",
            "#Hosts",
            "#Units",
            "#Made, hosts",
            "#Bought, hosts",
            "#Carbon",
            "#TPP per unit",
            "#TPP/mm²",
            "Rule of October 2023");
    row(table, "own", own, 1);
    for (Baseline baseline : result.baselines()) {
      row(table, "", baseline.assessment(), baseline.estimate().modules());
    }
    for (Result machine : result.machines()) {
      row(table, "", machine.assessment(), 1);
    }
    table.close();
    out.element(
        "p",
        "Made: good dies, carrier, substrate, memory on it, and assembly loss, by the model of Chiplet"
            + " Actuary; without test and profit. Design: a unit's share of what is paid once; volumes of"
            + " GPUs are not public, and sums leave it out. Bought: what a unit is sold for. Hosts: servers"
            + " that a unit needs, or its share of one. Carbon: manufacturing of the compute dies. Temperatures: steady state of dies,"
            + " thermal interface material, lid and sink, with temperature-dependent leakage where the machine states it."
            + " Rules: published thresholds, for information: "
            + own.rules().getLast().rule().source()
            + ".",
        "class",
        "caption");
  }

  private static void row(Table table, String css, Assessment assessment, int units) {
    Optional<Cost> cost = assessment.specifiedCost();
    MoneyRow money = MoneyRow.of(assessment, units);
    RuleCompliance rule = assessment.rules().getLast();
    boolean counted = rule.performance().densityMm2() > 0;
    table
        .row(css)
        .text(assessment.name())
        .text(cost.map(known -> AssessmentFacts.dollars(known.dieUsd())).orElse("–"))
        .text(money.made())
        .text(money.design())
        .text(money.bought())
        .text(money.hosts())
        .text(money.units())
        .text(money.allMade())
        .text(money.allBought())
        .text(cost.map(known -> carbon(known.carbonKg(units))).orElse("–"))
        .text(Si.plain(rule.performance().totalProcessing()))
        .text(counted ? Si.plain(rule.performance().density()) : "–")
        .text(rule.standing().label())
        .endRow();
  }

  /// Whole kilograms, and what is less than ten of them in three digits.
  private static String carbon(double kg) {
    return (kg < 10 ? Si.plain(kg) : Wording.exact((double) Math.round(kg))) + " kg";
  }
}
