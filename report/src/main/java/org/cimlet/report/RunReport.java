package org.cimlet.report;

import java.util.List;
import java.util.Optional;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.Timelines;
import org.jspecify.annotations.Nullable;

/// Everything one `cimlet run` found.
///
/// @param plan what was run, and on what
/// @param estimate what the machine does
/// @param wall what must move at 10,000 tokens a second, by the paper's accounting
/// @param baselines the GPUs beside it
/// @param simulation what the machine did event by event; null where it was only estimated
/// @param timelines what its parts did when; null where nobody looked
/// @param appraisals cost, heat, rules and uncertainty, as far as they were asked for
/// @param updatesPerDay how often the network is to be changed, by which cells that wear are judged
public record RunReport(
    Plan plan,
    Estimate estimate,
    BandwidthWall wall,
    List<GpuEstimate> baselines,
    @Nullable Simulation simulation,
    @Nullable Timelines timelines,
    Appraisals appraisals,
    double updatesPerDay) {
  /// Copies the list.
  public RunReport {
    baselines = List.copyOf(baselines);
  }

  /// A run that was not appraised.
  public RunReport(
      Plan plan,
      Estimate estimate,
      BandwidthWall wall,
      List<GpuEstimate> baselines,
      @Nullable Simulation simulation,
      @Nullable Timelines timelines) {
    this(plan, estimate, wall, baselines, simulation, timelines, Appraisals.NONE, 1);
  }

  /// A run that was only estimated.
  public RunReport(Plan plan, Estimate estimate, BandwidthWall wall, List<GpuEstimate> baselines) {
    this(plan, estimate, wall, baselines, null, null);
  }

  /// What its parts did when, where somebody looked.
  public Optional<Timelines> watched() {
    return Optional.ofNullable(timelines);
  }

  /// What the machine did event by event, where it was simulated.
  public Optional<Simulation> simulated() {
    return Optional.ofNullable(simulation);
  }
}
