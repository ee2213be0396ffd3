package org.cimlet.estimate.walk;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.AttentionTiming;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.HostTiming;
import org.cimlet.estimate.timing.PrefillShape;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.jspecify.annotations.Nullable;

/// What a layer's attention takes for a chunk of a prompt, on each of the dies that share it, or on
/// the host.
///
/// @param timing of one of them
/// @param attends the die; null where the host attends
/// @param turnOverhead wall time over working time where it takes turns with the macros
record ChunkAttention(AttentionTiming timing, @Nullable Chiplet attends, double turnOverhead) {
  static ChunkAttention of(Plan plan) {
    DieKind attends = plan.machine().dies().attending();
    return attends == null
        ? new ChunkAttention(HostTiming.of(plan.machine().host()), null, 1)
        : new ChunkAttention(
            AttentionTiming.of(attends.chiplet()),
            attends.chiplet(),
            new DieTiming(attends.chiplet()).vectorOverhead());
  }

  /// Of each of those that share it.
  List<AttentionCost> costs(Block block, int sharing, PrefillShape shape, int chunk) {
    List<AttentionCost> each = new ArrayList<>();
    AttentionWork work = block.attention();
    double controlS = attends == null ? 0 : AttentionTiming.controlS(attends, work);
    for (int i = 0; i < sharing; i++) {
      each.add(timing.chunk(work.part(i, sharing), shape, chunk).after(controlS));
    }
    return each;
  }

  double memoryS(AttentionCost cost) {
    return cost.memoryS() * timing.refreshOverhead();
  }

  /// Where arithmetic and memory are one part.
  double turnS(AttentionCost cost) {
    return Math.max(cost.computeS(), cost.memoryS()) * turnOverhead;
  }
}
