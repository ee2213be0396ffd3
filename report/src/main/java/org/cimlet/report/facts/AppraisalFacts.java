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
public final class AppraisalFacts {
  private final List<Fact> facts = new ArrayList<>();

  private AppraisalFacts() {}

  /// Everything told, then what is not.
  public static List<Fact> of(Assessment appraisal) {
    AppraisalFacts lines = new AppraisalFacts();
    appraisal.specifiedCost().ifPresent(lines::cost);
    appraisal.specifiedHeat().ifPresent(lines::heat);
    lines.rules(appraisal.rules());
    appraisal.unspecified().forEach(reason -> lines.add("Not told", reason));
    return List.copyOf(lines.facts);
  }

  private void cost(Cost cost) {
    add(
        "Package",
        "%s to make: %s on %s, %s of packages good"
            .formatted(
                dollars(cost.recurringUsd()),
                cost.kinds().stream()
                    .map(kind -> dies(kind, cost.kinds().size() > 1))
                    .collect(Collectors.joining(", ")),
                cost.substrate(),
                Si.percent(cost.bill().assemblyYield())));
    if (cost.designUsd() > 0) {
      add(
          "Design",
          cost.designUsdPerUnit()
              .map(share ->
                  "%s once; over %s packages %s each, %s in all"
                      .formatted(
                          dollars(cost.designUsd()),
                          Si.grouped(Math.round(cost.volume() == null ? 0 : cost.volume())),
                          dollars(share),
                          dollars(cost.unitUsd())))
              .orElse(dollars(cost.designUsd()) + " once; no production.volume to spread it over"));
    }
    add("Carbon", "%s CO2 equivalent for the dies".formatted(Si.of(cost.carbonKg() * 1000, "g")));
    for (String note : cost.notes()) {
      facts.add(new Fact("Mind", note, true));
    }
  }

  private static String dies(Cost.OfKind kind, boolean named) {
    return "%s good %s at %s (%s of those made)"
        .formatted(
            Si.grouped(kind.count()),
            named && !kind.name().equals("chiplet") ? kind.name() + " dies" : "dies",
            dollars(kind.usd()),
            Si.percent(kind.yield()));
  }

  private void heat(Heat heat) {
    facts.add(
        new Fact(
            "Temperature",
            "%s at most with many streams, %s in the package; %s were every chiplet busy, %s"
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
          "%s as stated, %s at the temperatures of many streams, %s were every chiplet busy; energies count it as stated"
              .formatted(
                  Si.of(heat.statedLeakageW(), "W"),
                  Si.of(risen, "W"),
                  Si.of(heat.busy().leakageW(), "W")));
    }
    if (heat.saturated().runsAway() || heat.busy().runsAway()) {
      facts.add(
          new Fact(
              "Mind",
              "leakage runs away%s: it warms the dies, which makes them leak more, without end; the temperatures above are those with leakage as stated; give cooling.sink_k_w a better sink"
                  .formatted(heat.saturated().runsAway() ? "" : " were every chiplet busy"),
              true));
    } else if (heat.tooHotWhenBusy()) {
      facts.add(
          new Fact(
              "Mind",
              "%s would be beyond the limit of %s%s; give cooling.sink_k_w a better sink"
                  .formatted(
                      celsius((heat.tooHot() ? heat.saturated() : heat.busy()).hottestC()),
                      celsius(heat.limitC()),
                      heat.tooHot() ? "" : " were every chiplet busy"),
              true));
    }
  }

  /// One line for each rule: every subject and where it stands.
  private void rules(List<RuleCompliance> standings) {
    for (ExportRule rule : ExportRule.values()) {
      String subjects =
          standings.stream()
              .filter(standing -> standing.rule() == rule)
              .map(AppraisalFacts::standing)
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
                ? ", %s a mm²".formatted(Si.plain(standing.performance().density()))
                : ", no area counts");
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
