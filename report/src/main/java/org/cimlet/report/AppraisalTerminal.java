package org.cimlet.report;

import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.AppraisalFacts;
import org.cimlet.report.facts.MovedWords;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// Cost, rules and uncertainty as tables of a terminal.
final class AppraisalTerminal {
  private static final String INDENT = "    ";

  private AppraisalTerminal() {}

  /// The machine and its baselines, side by side; nothing where there is no baseline to compare.
  static Optional<TextTable> besideBaselines(Result result) {
    if (result.baselines().isEmpty()) {
      return Optional.empty();
    }
    TextTable table =
        new TextTable(INDENT).row("to make", "a unit", "units", "together", "CO2", "TPP", "a mm²");
    row(table, result.appraisal(), 1);
    for (Baseline baseline : result.baselines()) {
      row(table, baseline.appraisal(), baseline.estimate().devices());
    }
    return Optional.of(table);
  }

  private static void row(TextTable table, Assessment appraisal, int units) {
    Optional<Cost> cost = appraisal.specifiedCost();
    RuleCompliance rule = appraisal.rules().getLast();
    table.row(
        appraisal.name(),
        cost.map(told -> AppraisalFacts.dollars(told.recurringUsd())).orElse("–"),
        Si.grouped(units),
        cost.map(told -> AppraisalFacts.dollars(told.recurringUsd(units))).orElse("–"),
        cost.map(told -> Si.of(1000 * told.carbonKg(units), "g")).orElse("–"),
        Si.plain(rule.performance().totalProcessing()),
        rule.performance().densityMm2() > 0 ? Si.plain(rule.performance().density()) : "–");
  }

  /// What the answers move between.
  static TextTable moved(Uncertainty uncertainty) {
    TextTable table = new TextTable(INDENT).row("", "as written", "5 %", "median", "95 %");
    for (OutputSpread moved : uncertainty.spreads()) {
      table.row(
          moved.name(),
          MovedWords.value(moved, moved.nominal()),
          MovedWords.value(moved, moved.low()),
          MovedWords.value(moved, moved.median()),
          MovedWords.value(moved, moved.high()));
    }
    return table;
  }
}
