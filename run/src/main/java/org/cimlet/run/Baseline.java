package org.cimlet.run;

import org.cimlet.appraise.Assessment;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.Request;
import org.jspecify.annotations.Nullable;

/// A GPU system that answers the same scenario.
///
/// @param estimate its speed and energy
/// @param request whole requests; null where the job asks for none
/// @param assessment cost, carbon and rules of one device
public record Baseline(GpuEstimate estimate, @Nullable Request request, Assessment assessment) {}
