package org.cimlet.report;

import java.util.List;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;

/// Everything one `cimlet run` found.
///
/// @param plan what was run, and on what
/// @param estimate what the machine does
/// @param wall what must move at 10,000 tokens a second, by the paper's accounting
/// @param baselines the GPUs beside it
public record RunReport(
    Plan plan, Estimate estimate, BandwidthWall wall, List<GpuEstimate> baselines) {
  /// Copies the list.
  public RunReport {
    baselines = List.copyOf(baselines);
  }
}
