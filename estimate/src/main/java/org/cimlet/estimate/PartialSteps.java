package org.cimlet.estimate;

import org.cimlet.plan.Placement;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Tells which steps a round holds in parts, because they are larger than the package, and which
/// have their inputs from a round before.
///
/// @param firstShard of the round, or of the replica where it is at rest
/// @param endShard the one after the last
record PartialSteps(Placement placement, Program program, int firstShard, int endShard) {

  /// Whether a step begins with a shard.
  boolean begins(int shard) {
    return shard != firstShard || isFirst(shard);
  }

  /// Whether a step ends before a shard.
  boolean ends(int shard) {
    return shard != endShard || shard == placement.shards() || isFirst(shard);
  }

  private boolean isFirst(int shard) {
    return shard == 0
        || placement.layer(shard) != placement.layer(shard - 1)
        || placement.step(shard) != placement.step(shard - 1);
  }

  /// First shard of the step that a shard belongs to, whichever round that is in.
  private int first(int shard) {
    int first = shard;
    while (!isFirst(first)) {
      first--;
    }
    return first;
  }

  /// Whether the step before that of `shard` has been walked whole.
  boolean holdsStepBefore(int shard) {
    return !placement.isReloaded() || (shard != firstShard && first(shard - 1) >= firstShard);
  }

  /// Finds who made which share of the inputs of the step that `shard` belongs to: all of the step
  /// before it, whichever rounds that lay in.
  void gatherStepBefore(int shard, StepShards into) {
    int end = first(shard);
    int first = first(end - 1);
    Step step = program.layers().get(placement.layer(first)).steps().get(placement.step(first));
    into.clear();
    for (int at = first; at < end; at++) {
      FusedLinears stack = step.stacks().get(placement.fused(at));
      double outputs = MacroTiming.activeOutputs(placement, at, stack);
      into.add(placement.chiplet(at), outputs, 1, 0, 1);
    }
  }

  /// Results that a token makes in a whole step.
  static double outputs(Step step) {
    double outputs = 0;
    for (FusedLinears stack : step.stacks()) {
      outputs += (double) stack.outputs() * stack.activeCopies();
    }
    return outputs;
  }
}
