package org.cimlet.report.facts;

import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.quantity.Si;
import org.cimlet.simulate.Simulation;

/// One figure that both engines found, each in its own way.
///
/// @param figure what it is
/// @param unit of both values
/// @param simulated event by event
/// @param estimated in closed form
public record Agreement(String figure, String unit, double simulated, double estimated) {
  private static final double PS = 1e-12;

  /// The figures both engines find.
  public static List<Agreement> of(Simulation simulation, Estimate estimate) {
    Simulation.Decode decode = simulation.decode();
    return List.of(
        new Agreement(
            "lone stream, a token",
            "s",
            simulation.lone().times().meanPs() * PS,
            estimate.decode().tpotBatch1S()),
        new Agreement(
            "this batch, a token", "s", decode.times().meanPs() * PS, estimate.decode().tpotS()),
        new Agreement(
            "this batch, together",
            "token/s",
            decode.tokensPerS(),
            estimate.decode().throughputTokensPerS()),
        new Agreement(
            "first token",
            "s",
            simulation.prefill().timeToFirstTokenPs() * PS,
            estimate.prefill().ttftS()));
  }

  /// What was simulated, and what was busiest, in a sentence.
  public static String measured(Simulation simulation) {
    Simulation.Decode decode = simulation.decode();
    Simulation.Effort effort = decode.effort();
    String skipped =
        effort.skippedTokens() == 0
            ? ""
            : ", %s of them once the state of %s before had come back"
                .formatted(
                    Si.grouped(effort.skippedTokens()),
                    Wording.count(effort.periodTokens(), "token"));
    return "%s tokens%s, %s events; the busiest part is %s (%s), %s of the time; one token in a hundred takes longer than %s."
        .formatted(
            Si.grouped(decode.tokens()),
            skipped,
            Si.grouped(effort.events() + effort.skippedEvents()),
            decode.bottleneck().name(),
            decode.bottleneck().resource().label(),
            Si.percent(decode.bottleneck().utilisation()),
            Si.of(decode.times().p99Ps() * PS, "s"));
  }

  /// The estimate as a share of the simulation.
  public double ratio() {
    return estimated / simulated;
  }
}
