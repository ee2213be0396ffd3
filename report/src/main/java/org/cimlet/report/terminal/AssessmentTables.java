package org.cimlet.report.terminal;

import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.MoneyRow;
import org.cimlet.report.facts.SpreadWords;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// Cost, rules and uncertainty as tables of a terminal.
final class AssessmentTables {
  private static final String INDENT = "    ";

  private AssessmentTables() {}

  /// What machine and baselines cost, side by side; empty where there are no baselines.
  static Optional<TextTable> money(Result result) {
    if (result.verdicts().isEmpty()) {
      return Optional.empty();
    }
    TextTable table =
        new TextTable(INDENT)
            .row("", "made", "design", "bought", "hosts", "all made", "all bought");
    money(table, result.assessment(), 1);
    for (Baseline baseline : result.baselines()) {
      money(table, baseline.assessment(), baseline.estimate().modules());
    }
    result.machines().forEach(machine -> money(table, machine.assessment(), 1));
    return Optional.of(table);
  }

  private static void money(TextTable table, Assessment assessment, int units) {
    MoneyRow row = MoneyRow.of(assessment, units);
    table.row(
        counted(assessment, units),
        row.made(),
        row.design(),
        row.bought(),
        row.hosts(),
        row.allMade(),
        row.allBought());
  }

  private static String counted(Assessment assessment, int units) {
    return units == 1 ? assessment.name() : Si.grouped(units) + " x " + assessment.name();
  }

  /// Carbon and rules of machine and baselines, side by side; empty where there are no baselines.
  static Optional<TextTable> withBaselines(Result result) {
    if (result.verdicts().isEmpty()) {
      return Optional.empty();
    }
    TextTable table = new TextTable(INDENT).row("", "CO2", "TPP of one", "TPP/mm²");
    row(table, result.assessment(), 1);
    for (Baseline baseline : result.baselines()) {
      row(table, baseline.assessment(), baseline.estimate().modules());
    }
    result.machines().forEach(machine -> row(table, machine.assessment(), 1));
    return Optional.of(table);
  }

  private static void row(TextTable table, Assessment assessment, int units) {
    RuleCompliance rule = assessment.rules().getLast();
    table.row(
        counted(assessment, units),
        assessment
            .specifiedCost()
            .map(known -> Si.of(1000 * known.carbonKg(units), "g"))
            .orElse("–"),
        Si.plain(rule.performance().totalProcessing()),
        rule.performance().densityMm2() > 0 ? Si.plain(rule.performance().density()) : "–");
  }

  /// The outputs' quantiles.
  static TextTable spreads(Uncertainty uncertainty) {
    TextTable table = new TextTable(INDENT).row("", "nominal", "5 %", "50 %", "95 %");
    for (OutputSpread spread : uncertainty.spreads()) {
      table.row(
          SpreadWords.label(spread),
          SpreadWords.plain(spread, spread.nominal()),
          SpreadWords.plain(spread, spread.low()),
          SpreadWords.plain(spread, spread.median()),
          SpreadWords.plain(spread, spread.high()));
    }
    return table;
  }
}
