package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.estimate.Contention;
import org.cimlet.plan.Plan;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;
import org.cimlet.run.Result;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;

/// One figure that both engines find, each in its own way.
///
/// @param figure what it is
/// @param unit of both values: `s` or `tokens/s`
/// @param simulated event by event
/// @param estimated in closed form
public record Agreement(String figure, String unit, double simulated, double estimated) {
  private static final double PS = 1e-12;

  /// Figures that differ by more are said to, and why.
  private static final double AGREES = 0.05;

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
    return "%s tokens%s, %s events%s; busiest: %s (%s), %s of the time; TPOT %s; peak throughput simulated at batch %s."
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

  /// Why figures differ by more than 5 %; empty where none does.
  public static List<String> reasons(Result result, Simulation simulation) {
    List<Agreement> figures = of(result);
    List<String> reasons = new ArrayList<>();
    if (figures.stream().noneMatch(Agreement::differs)) {
      return reasons;
    }
    Plan plan = result.plan();
    if (plan.program().layers().stream()
        .flatMap(block -> block.steps().stream())
        .anyMatch(step -> step.routedLinears() != null)) {
      reasons.add(
          "routed experts: by chance several of a token's experts are on one chiplet, where the"
              + " estimate spreads them as evenly as they can be");
    }
    if (figures.getFirst().differs() && reasons.isEmpty()) {
      reasons.add("vectors of one token meet on links, which the estimate sees in part");
    }
    if (figures.stream().anyMatch(figure -> figure.differs() && figure.ofBatch())) {
      reasons.add(ofBatch(result, simulation));
    }
    if (figures.stream().anyMatch(figure -> figure.figure.equals("TTFT") && figure.differs())) {
      reasons.add(
          "links serve chunks of a prompt in order of arrival, and full buffers hold them up,"
              + " where the estimate has the older chunk go first");
    }
    return reasons;
  }

  private static String ofBatch(Result result, Simulation simulation) {
    Load busiest = simulation.decode().bottleneck();
    return switch (busiest.resource()) {
      case HOST_LINK, CHIPLET_LINK ->
          "a knee: sequences meet at %s and wait for each other, and more vectors are on their way"
                  .formatted(busiest.name())
              + " than buffers hold; the estimate lets them pass";
      default ->
          "a knee: near the batch that saturates it, sequences meet at %s in every layer and wait"
                  .formatted(busiest.resource().label())
              + " for each other; the estimate's two bounds let them pass"
              + queued(result.plan(), result.estimated().decode());
    };
  }

  /// What the queues on a token's way say of the batch; nothing of several ranks, which meet at
  /// what they share, or where weights are reloaded, since all pass together then.
  private static String queued(Plan plan, Answer.Decode closed) {
    boolean several = plan.placement().ranks() > 1 || plan.scenario().microBatch() > 1;
    if (several || plan.placement().isReloaded()) {
      return "";
    }
    double longer = 1 + Contention.of(plan).excessS(closed.batch()) / closed.tpotS();
    return String.format(Locale.ROOT, ", and queues on their way alone say %.2f times", longer);
  }

  private boolean differs() {
    return Math.abs(ratio() - 1) > AGREES;
  }

  private boolean ofBatch() {
    return (figure.contains(" at batch ") && !figure.endsWith(" 1")) || figure.startsWith("peak");
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
