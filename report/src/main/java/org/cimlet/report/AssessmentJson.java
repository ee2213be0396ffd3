package org.cimlet.report;

import java.util.List;
import java.util.Locale;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.Heat;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.RuleCompliance;
import org.cimlet.appraise.Uncertainty;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Cost, heat, rules and uncertainty as scripts read them. What is unspecified has no key.
final class AssessmentJson {
  private AssessmentJson() {}

  static void write(ObjectNode node, Assessment assessment) {
    assessment.specifiedCost().ifPresent(cost -> cost(node.putObject("cost"), cost));
    assessment
        .boughtUsd()
        .ifPresent(bought ->
            node.putObject("bought")
                .put("usd", bought.value())
                .put("evidence", bought.evidence().label())
                .put("source", bought.source()));
    assessment.hostsUsd().ifPresent(usd -> node.put("host_usd", usd));
    assessment.specifiedHeat().ifPresent(heat -> heat(node.putObject("heat"), heat));
    rules(node.putArray("rules"), assessment.rules());
    ArrayNode unspecified = node.putArray("unspecified");
    assessment.unspecified().forEach(unspecified::add);
  }

  private static void cost(ObjectNode node, Cost cost) {
    node.put("process", cost.process());
    node.put("substrate", cost.substrate());
    node.put("dies", cost.dies());
    node.put("good_die_usd", cost.dieUsd());
    node.put("die_yield", cost.dieYield());
    ArrayNode kinds = node.putArray("kinds");
    for (Cost.OfKind kind : cost.kinds()) {
      kinds
          .addObject()
          .put("name", kind.name())
          .put("process", kind.process())
          .put("dies", kind.count())
          .put("good_die_usd", kind.usd())
          .put("die_yield", kind.yield());
    }
    node.put("dies_usd", cost.bill().diesUsd());
    node.put("carrier_usd", cost.bill().carrierUsd());
    node.put("substrate_usd", cost.bill().substrateUsd());
    node.put("assembly_loss_usd", cost.bill().lossUsd());
    node.put("assembly_yield", cost.bill().assemblyYield());
    node.put("recurring_usd", cost.recurringUsd());
    node.put("design_usd", cost.designUsd());
    if (cost.volume() != null) {
      node.put("volume", cost.volume());
      node.put("design_usd_per_unit", cost.designUsdPerUnit().orElseThrow());
    }
    node.put("unit_usd", cost.unitUsd());
    node.put("carbon_kg", cost.carbonKg());
    ArrayNode notes = node.putArray("notes");
    cost.notes().forEach(notes::add);
  }

  private static void heat(ObjectNode node, Heat heat) {
    node.put("ambient_c", heat.ambientC());
    node.put("limit_c", heat.limitC());
    node.put("stated_leakage_w", heat.statedLeakageW());
    node.put("too_hot", heat.tooHot());
    node.put("too_hot_when_busy", heat.tooHotWhenBusy());
    state(node.putObject("peak"), heat.saturated());
    state(node.putObject("busy"), heat.busy());
  }

  private static void state(ObjectNode node, Heat.State state) {
    node.put("package_w", state.packageW());
    node.put("leakage_w", state.leakageW());
    node.put("hottest_c", state.hottestC());
    node.put("runs_away", state.runsAway());
    numbers(node.putArray("chiplet_w"), state.chipletW());
    numbers(node.putArray("chiplet_c"), state.chipletC());
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }

  private static void rules(ArrayNode array, List<RuleCompliance> standings) {
    for (RuleCompliance standing : standings) {
      array
          .addObject()
          .put("subject", standing.subject())
          .put("rule", standing.rule().key())
          .put("date", standing.rule().date())
          .put("compliance", standing.standing().name().toLowerCase(Locale.ROOT))
          .put("total_processing_performance", standing.performance().totalProcessing())
          .put("performance_density_per_mm2", standing.performance().density())
          .put("link_gb_s", standing.performance().linkGbS())
          .put("source", standing.rule().source());
    }
  }

  static void write(ObjectNode node, Uncertainty uncertainty) {
    node.put("samples", uncertainty.samples());
    node.put("refused", uncertainty.refused());
    node.put("numbers_with_range", uncertainty.stated());
    node.put("numbers_by_evidence", uncertainty.usual());
    ArrayNode answers = node.putArray("outputs");
    for (OutputSpread spread : uncertainty.spreads()) {
      ObjectNode output =
          answers
              .addObject()
              .put("name", spread.name())
              .put("unit", spread.unit())
              .put("nominal", spread.nominal())
              .put("p05", spread.low())
              .put("p50", spread.median())
              .put("p95", spread.high());
      ArrayNode drivers = output.putArray("drivers");
      for (OutputSpread.Driver driver : spread.drivers()) {
        drivers
            .addObject()
            .put("key", driver.key())
            .put("low", driver.interval().low())
            .put("high", driver.interval().high())
            .put("variance_share", driver.varianceShare())
            .put("rises", driver.rises());
      }
    }
  }
}
