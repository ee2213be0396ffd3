package org.cimlet.run;

import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.Request;
import org.jspecify.annotations.Nullable;

/// A GPU system that answers the same scenario.
///
/// @param estimate its speed and energy
/// @param equal the same devices at batch 1 and at their largest batch, weights and KV cache of as
///   many bits as the machine's
/// @param equalAtBatch those devices at the job's batch; null where they do not hold it
/// @param request whole requests; null where the job asks for none
/// @param assessment cost, carbon and rules of one module
/// @param uncertainty how far the equal devices' answers move; null where the job asks for no
///   samples
public record Baseline(
    GpuEstimate estimate,
    GpuEstimate equal,
    GpuEstimate.@Nullable At equalAtBatch,
    @Nullable Request request,
    Assessment assessment,
    @Nullable Uncertainty uncertainty) {}
