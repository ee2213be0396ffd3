package org.cimlet.run;

import org.cimlet.appraise.Assessment;
import org.cimlet.estimate.GpuEstimate;

/// A GPU system that answers the same scenario.
///
/// @param estimate its speed and energy
/// @param assessment cost, carbon and rules of one device
public record Baseline(GpuEstimate estimate, Assessment assessment) {}
