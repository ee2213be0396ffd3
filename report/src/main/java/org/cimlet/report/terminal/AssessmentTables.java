package org.cimlet.report.terminal;

import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.AssessmentFacts;
import org.cimlet.report.facts.SpreadWords;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// Cost, rules and uncertainty as tables of a terminal.
final class AssessmentTables {
  private static final String INDENT = "    ";

  private AssessmentTables() {}

  /// The machine and its baselines side by side; empty where there are no baselines.
  static Optional<TextTable> withBaselines(Result result) {
    if (result.baselines().isEmpty()) {
      return Optional.empty();
    }
    TextTable table =
        new TextTable(INDENT).row("", "unit cost", "units", "total", "CO2", "TPP", "TPP/mm²");
    row(table, result.assessment(), 1);
    for (Baseline baseline : result.baselines()) {
      row(table, baseline.assessment(), baseline.estimate().modules());
    }
    return Optional.of(table);
  }

  private static void row(TextTable table, Assessment assessment, int units) {
    Optional<Cost> cost = assessment.specifiedCost();
    RuleCompliance rule = assessment.rules().getLast();
    table.row(
        assessment.name(),
        cost.map(known -> AssessmentFacts.dollars(known.recurringUsd())).orElse("–"),
        Si.grouped(units),
        cost.map(known -> AssessmentFacts.dollars(known.recurringUsd(units))).orElse("–"),
        cost.map(known -> Si.of(1000 * known.carbonKg(units), "g")).orElse("–"),
        Si.plain(rule.performance().totalProcessing()),
        rule.performance().densityMm2() > 0 ? Si.plain(rule.performance().density()) : "–");
  }

  /// The outputs' quantiles.
  static TextTable spreads(Uncertainty uncertainty) {
    TextTable table = new TextTable(INDENT).row("", "nominal", "5 %", "50 %", "95 %");
    for (OutputSpread spread : uncertainty.spreads()) {
      table.row(
          spread.name(),
          SpreadWords.value(spread, spread.nominal()),
          SpreadWords.value(spread, spread.low()),
          SpreadWords.value(spread, spread.median()),
          SpreadWords.value(spread, spread.high()));
    }
    return table;
  }
}
