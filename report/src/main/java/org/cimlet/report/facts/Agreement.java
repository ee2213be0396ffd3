package org.cimlet.report.facts;

import java.util.List;
import org.cimlet.estimate.Estimate;
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
            estimate.decode().streamTimePerTokenS()),
        new Agreement(
            "this batch, a token",
            "s",
            decode.times().meanPs() * PS,
            estimate.decode().timePerTokenS()),
        new Agreement(
            "this batch, together",
            "token/s",
            decode.tokensPerS(),
            estimate.decode().throughputTokensPerS()),
        new Agreement(
            "first token",
            "s",
            simulation.prefill().timeToFirstTokenPs() * PS,
            estimate.prefill().timeToFirstTokenS()));
  }

  /// The estimate as a share of the simulation.
  public double ratio() {
    return estimated / simulated;
  }
}
