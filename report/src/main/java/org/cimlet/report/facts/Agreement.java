package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;
import org.cimlet.run.Result;
import org.cimlet.simulate.Simulation;

/// One figure that both engines find, each in its own way.
///
/// @param figure what it is
/// @param unit of both values: `s` or `tokens/s`
/// @param simulated event by event
/// @param estimated in closed form
public record Agreement(String figure, String unit, double simulated, double estimated) {
  private static final double PS = 1e-12;

  /// The figures both engines find.
  public static List<Agreement> of(Result result) {
    Answer simulated = result.answer();
    Answer estimated = result.estimated();
    Answer.Decode events = simulated.decode();
    Answer.Decode closed = estimated.decode();
    List<Agreement> figures = new ArrayList<>();
    figures.add(new Agreement("TPOT at batch 1", "s", events.tpotBatch1S(), closed.tpotBatch1S()));
    if (closed.batch() > 1) {
      String batch = " at batch " + Si.grouped(closed.batch());
      figures.add(new Agreement("TPOT" + batch, "s", events.tpotS(), closed.tpotS()));
      figures.add(
          new Agreement(
              "throughput" + batch,
              "tokens/s",
              events.throughputTokensPerS(),
              closed.throughputTokensPerS()));
    }
    figures.add(
        new Agreement(
            "peak throughput",
            "tokens/s",
            events.peakThroughputTokensPerS(),
            closed.peakThroughputTokensPerS()));
    figures.add(
        new Agreement("TTFT", "s", simulated.prefill().ttftS(), estimated.prefill().ttftS()));
    result
        .wholeRequests()
        .ifPresent(requests ->
            figures.add(
                new Agreement(
                    "whole requests",
                    "s",
                    requests.answered().seconds(),
                    requests.estimated().seconds())));
    return figures;
  }

  /// What was simulated, and what is busiest.
  public static String measured(Result result, Simulation simulation) {
    Simulation.Decode decode = simulation.decode();
    Simulation.Effort effort = decode.effort();
    String steady =
        effort.skippedTokens() == 0
            ? ""
            : " (steady state detected, period %s; %s tokens extrapolated)"
                .formatted(
                    Wording.count(effort.periodTokens(), "token"),
                    Si.grouped(effort.skippedTokens()));
    String p50 = Si.of(decode.times().medianPs() * PS, "s");
    String p99 = Si.of(decode.times().p99Ps() * PS, "s");
    return "%s tokens%s, %s events%s; busiest: %s (%s), %s of the time; TPOT %s; peak at batch %s."
        .formatted(
            Si.grouped(decode.tokens()),
            steady,
            Si.grouped(effort.events()),
            effort.skippedEvents() == 0
                ? ""
                : ", %s more skipped".formatted(Si.grouped(effort.skippedEvents())),
            decode.bottleneck().name(),
            decode.bottleneck().resource().label(),
            Si.percent(decode.bottleneck().utilisation()),
            p50.equals(p99) ? "p50 and p99 " + p50 : "p50 %s, p99 %s".formatted(p50, p99),
            Si.grouped(result.peakBatch()));
  }

  /// A value with its unit.
  public String text(double value) {
    return unit.equals("s") ? Si.of(value, unit) : Wording.rate(value);
  }

  /// The estimate as a share of the simulation.
  public double ratio() {
    return estimated / simulated;
  }
}
