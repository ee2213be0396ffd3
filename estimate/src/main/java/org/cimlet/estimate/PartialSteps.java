package org.cimlet.estimate;

import org.cimlet.plan.Placement;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Tells which steps a round holds in parts, because they are larger than the package, and which
/// have their inputs from a round before.
///
/// @param firstPiece of the round, or of the replica where it is at rest
/// @param endPiece the one after the last
record PartialSteps(Placement placement, Program program, int firstPiece, int endPiece) {

  /// Whether a step begins with a piece.
  boolean begins(int piece) {
    return piece != firstPiece || isFirst(piece);
  }

  /// Whether a step ends before a piece.
  boolean ends(int piece) {
    return piece != endPiece || piece == placement.shards() || isFirst(piece);
  }

  private boolean isFirst(int piece) {
    return piece == 0
        || placement.layer(piece) != placement.layer(piece - 1)
        || placement.step(piece) != placement.step(piece - 1);
  }

  /// First piece of the step that a piece belongs to, whichever round that is in.
  private int first(int piece) {
    int first = piece;
    while (!isFirst(first)) {
      first--;
    }
    return first;
  }

  /// Whether the step before that of `piece` has been walked whole.
  boolean holdsStepBefore(int piece) {
    return !placement.isReloaded() || (piece != firstPiece && first(piece - 1) >= firstPiece);
  }

  /// Finds who made which share of the inputs of the step that `piece` belongs to: all of the step
  /// before it, whichever rounds that lay in.
  void gatherStepBefore(int piece, StepShards into) {
    int end = first(piece);
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
