package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.Heat;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.quantity.Si;
import org.cimlet.technology.rules.ExportRule;

/// Cost, carbon, heat and rules of a machine in words.
public final class AssessmentFacts {
  private final List<Fact> facts = new ArrayList<>();

  private AssessmentFacts() {}

  /// What is known, then what the machine file leaves unspecified.
  public static List<Fact> of(Assessment assessment) {
    AssessmentFacts lines = new AssessmentFacts();
    assessment.specifiedCost().ifPresent(lines::cost);
    assessment.specifiedHeat().ifPresent(lines::heat);
    lines.rules(assessment.rules());
    assessment.unspecified().forEach(reason -> lines.add("Unspecified", reason));
    return List.copyOf(lines.facts);
  }

  private void cost(Cost cost) {
    add(
        "Package",
        "%s per package: %s%s"
            .formatted(
                dollars(cost.recurringUsd()),
                cost.kinds().stream()
                    .map(kind -> dies(kind, cost.kinds().size() > 1))
                    .collect(Collectors.joining(", ")),
                cost.substrate().equals("none")
                    ? ", bare"
                    : " on %s, assembly yield %s"
                        .formatted(cost.substrate(), Si.percent(cost.bill().assemblyYield()))));
    if (cost.designUsd() > 0) {
      add(
          "Design",
          cost.designUsdPerUnit()
              .map(share ->
                  "%s once: %s per package over %s packages; %s in total"
                      .formatted(
                          dollars(cost.designUsd()),
                          dollars(share),
                          Si.grouped(Math.round(cost.volume() == null ? 0 : cost.volume())),
                          dollars(cost.unitUsd())))
              .orElse(dollars(cost.designUsd()) + " once; no production.volume to share it"));
    }
    add(
        "Carbon",
        "%s of CO2 equivalent for the dies".formatted(Si.of(cost.carbonKg() * 1000, "g")));
    for (String note : cost.notes()) {
      facts.add(new Fact("Warning", note, true));
    }
  }

  private static String dies(Cost.OfKind kind, boolean named) {
    return "%s good %s at %s (yield %s)"
        .formatted(
            Si.grouped(kind.count()),
            (named && !kind.name().equals("chiplet") ? kind.name() + " " : "")
                + (kind.count() == 1 ? "die" : "dies"),
            dollars(kind.usd()),
            Si.percent(kind.yield()));
  }

  private void heat(Heat heat) {
    facts.add(
        new Fact(
            "Temperature",
            "hottest die %s at peak throughput (package %s); %s if all chiplets were busy (%s)"
                .formatted(
                    celsius(heat.saturated().hottestC()),
                    Si.of(heat.saturated().packageW(), "W"),
                    celsius(heat.busy().hottestC()),
                    Si.of(heat.busy().packageW(), "W")),
            false));
    double risen = heat.saturated().leakageW();
    if (risen != heat.statedLeakageW() || heat.busy().leakageW() != heat.statedLeakageW()) {
      add(
          "Leakage",
          "%s as stated, %s at peak throughput, %s if all chiplets were busy; energy uses the stated leakage"
              .formatted(
                  Si.of(heat.statedLeakageW(), "W"),
                  Si.of(risen, "W"),
                  Si.of(heat.busy().leakageW(), "W")));
    }
    if (heat.saturated().runsAway() || heat.busy().runsAway()) {
      facts.add(
          new Fact(
              "Warning",
              "thermal runaway%s: leakage warms the dies, which leak more; the temperatures above are those of the stated leakage; lower cooling.sink_k_w"
                  .formatted(heat.saturated().runsAway() ? "" : " if all chiplets were busy"),
              true));
    } else if (heat.tooHotWhenBusy()) {
      facts.add(
          new Fact(
              "Warning",
              "%s exceeds the limit of %s%s; lower cooling.sink_k_w"
                  .formatted(
                      celsius((heat.tooHot() ? heat.saturated() : heat.busy()).hottestC()),
                      celsius(heat.limitC()),
                      heat.tooHot() ? "" : " if all chiplets were busy"),
              true));
    }
  }

  /// One line for each rule: every subject and how it complies.
  private void rules(List<RuleCompliance> standings) {
    for (ExportRule rule : ExportRule.values()) {
      String subjects =
          standings.stream()
              .filter(standing -> standing.rule() == rule)
              .map(AssessmentFacts::standing)
              .collect(Collectors.joining("; "));
      add("Export rule", rule.date() + ": " + subjects);
    }
  }

  private static String standing(RuleCompliance standing) {
    return "%s %s, TPP %s%s"
        .formatted(
            standing.subject(),
            standing.standing().label(),
            Si.plain(standing.performance().totalProcessing()),
            standing.performance().densityMm2() > 0
                ? ", %s per mm²".formatted(Si.plain(standing.performance().density()))
                : ", no applicable area");
  }

  private void add(String label, String text) {
    facts.add(Fact.of(label, text));
  }

  /// Money: `$29.32`, `$1,954`, `$376 M`.
  public static String dollars(double usd) {
    if (usd >= 1e6) {
      return "$" + Si.plain(usd / 1e6) + " M";
    }
    return usd >= 1000
        ? "$" + Si.grouped(Math.round(usd))
        : String.format(Locale.ROOT, "$%.2f", usd);
  }

  /// A temperature: `61.4 °C`.
  public static String celsius(double degrees) {
    return String.format(Locale.ROOT, "%.1f °C", degrees);
  }
}
