package org.cimlet.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Cost;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Measure;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.estimate.Estimator;
import org.cimlet.explore.Row.Status;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.Plan;
import org.cimlet.run.EstimateMeasure;
import org.cimlet.run.Job;

/// Answers designs in closed form, as `cimlet run` does. Not thread-safe: one for each thread.
final class Answerer {
  private static final Pattern KEY = Pattern.compile("\\(([a-z_]+(?:\\.[a-z_]+)+)\\)");

  private final Space space;
  private final Columns columns;
  private final Designs designs;
  private final Estimates estimates = new Estimates();
  private final Measure measure = new EstimateMeasure(estimates);
  private final Map<Compiled, Compiler> compilers = new HashMap<>();

  /// What a compiler is for.
  private record Compiled(String network, WeightStorage weights) {}

  Answerer(Space space, Columns columns) {
    this.space = space;
    this.columns = columns;
    this.designs = new Designs(space);
  }

  /// What becomes of a design.
  Row answer(long design) {
    int[] levels = space.levels(design);
    if (designs.isExcluded(levels)) {
      return without(design, Status.EXCLUDED, "");
    }
    try {
      return answered(design, metrics(designs.job(levels)));
    } catch (InvalidInputException refusal) {
      return without(design, Status.REFUSED, why(refusal.diagnostics().getFirst()));
    }
  }

  private Compiler compiler(NetworkSpec network, WeightStorage weights) {
    return compilers.computeIfAbsent(
        new Compiled(network.name(), weights), unknown -> new Compiler(network, weights));
  }

  private Row without(long design, Status status, String why) {
    double[] metrics = new double[columns.metrics().size()];
    Arrays.fill(metrics, Double.NaN);
    return new Row(design, status, why, metrics);
  }

  /// The metrics of a job, in the order of the [Columns].
  ///
  /// @throws InvalidInputException where its machine cannot run its network so
  double[] metrics(Job job) {
    return metrics(job, plan(job));
  }

  private Plan plan(Job job) {
    return compiler(job.network(), job.weights())
        .compile(job.machine(), job.scenario(), job.mapping(), measure);
  }

  private double[] metrics(Job job, Plan plan) {
    Estimate whole =
        columns.need(Metric.Source.PREFILL) || columns.need(Metric.Source.HEAT)
            ? Estimator.estimate(plan)
            : null;
    Estimate.Decode decode = whole == null ? estimates.decode(plan) : whole.decode();
    Assessment assessment =
        whole == null || !columns.need(Metric.Source.HEAT)
            ? null
            : Assessor.assess(job.machine(), plan.machine(), whole);
    Cost cost =
        columns.need(Metric.Source.COST) ? Assessor.cost(job.machine(), plan.machine()) : null;
    double[] metrics = new double[columns.metrics().size()];
    for (int i = 0; i < metrics.length; i++) {
      metrics[i] =
          switch (columns.metrics().get(i)) {
            case TPOT_S -> decode.tpotS();
            case TPOT_BATCH1_S -> decode.tpotBatch1S();
            case THROUGHPUT_TOKENS_PER_S -> decode.throughputTokensPerS();
            case PEAK_THROUGHPUT_TOKENS_PER_S -> decode.peakThroughputTokensPerS();
            case ENERGY_PER_TOKEN_J -> decode.energyPerTokenJ();
            case CHIPLETS -> plan.machine().chiplets();
            case AREA_MM2 -> plan.machine().areaMm2();
            case TTFT_S -> whole == null ? Double.NaN : whole.prefill().ttftS();
            case PACKAGE_USD -> cost == null ? Double.NaN : cost.unitUsd();
            case TOKENS_PER_S_PER_USD ->
                cost == null ? Double.NaN : decode.peakThroughputTokensPerS() / cost.unitUsd();
            case CARBON_KG -> cost == null ? Double.NaN : cost.carbonKg();
            case HOTTEST_C ->
                assessment == null || assessment.heat() == null
                    ? Double.NaN
                    : assessment.heat().saturated().hottestC();
          };
    }
    return metrics;
  }

  private Row answered(long design, double[] metrics) {
    for (Space.Limit limit : space.limits()) {
      if (!limit.holds(metrics[columns.of(limit.metric())])) {
        return new Row(design, Status.OVER_LIMIT, limit.metric().toString(), metrics);
      }
    }
    return new Row(design, Status.DONE, "", metrics);
  }

  /// By how much a design breaks limits, as shares of them; infinite where it is not answered.
  double violation(Row row) {
    if (row.status() == Status.REFUSED || row.status() == Status.EXCLUDED) {
      return Double.POSITIVE_INFINITY;
    }
    double violation = 0;
    for (Space.Limit limit : space.limits()) {
      double value = row.metrics()[columns.of(limit.metric())];
      double bound = value > limit.atMost() ? limit.atMost() : limit.atLeast();
      if (!limit.holds(value)) {
        violation +=
            Double.isNaN(value) ? 1e9 : Math.abs(value - bound) / Math.max(1e-30, Math.abs(bound));
      }
    }
    return violation;
  }

  /// The option or key that refused a design, for counting; where neither is named, what must hold,
  /// without its figures.
  private static String why(Diagnostic fault) {
    if (!fault.key().isEmpty()) {
      return "machine." + fault.key();
    }
    if (fault.file().startsWith("--")) {
      return fault.file().substring(2).replace('-', '_');
    }
    Matcher named = KEY.matcher(fault.message());
    if (named.find()) {
      return "machine." + named.group(1);
    }
    if (fault.message().startsWith("must hold") && fault.message().contains(" chiplets")) {
      return "room for the weights";
    }
    if (fault.message().startsWith("must hold the KV cache")) {
      return "room for the KV cache";
    }
    String[] words = fault.message().split("[,;:0-9(]", 2);
    return words[0].strip();
  }
}
