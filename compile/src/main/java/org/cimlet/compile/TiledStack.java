package org.cimlet.compile;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;

/// A stack with what it takes on one kind of chiplet, worked out once however often it is placed.
///
/// @param step the step it belongs to, within its layer
/// @param index its place within the step
/// @param logSplit logarithm of the split of a whole copy
/// @param rows rows each macro takes for a whole copy
record TiledStack(int step, int index, Stack stack, RowTiling tiling, int logSplit, long rows) {

  /// The stacks of a layer, in the order they are placed.
  static TiledStack[] of(Block block, Chiplet chiplet) {
    List<TiledStack> tiled = new ArrayList<>();
    for (int step = 0; step < block.steps().size(); step++) {
      tiled.addAll(List.of(of(block.steps().get(step), step, chiplet)));
    }
    return tiled.toArray(TiledStack[]::new);
  }

  /// The stacks of one step.
  static TiledStack[] of(Step step, int stepIndex, Chiplet chiplet) {
    TiledStack[] tiled = new TiledStack[step.stacks().size()];
    for (int i = 0; i < tiled.length; i++) {
      Stack stack = step.stacks().get(i);
      RowTiling tiling = RowTiling.of(stack, chiplet);
      int logSplit = tiling.bestLogSplit(stack.outputs());
      tiled[i] =
          new TiledStack(
              stepIndex, i, stack, tiling, logSplit, tiling.rows(stack.outputs(), logSplit));
    }
    return tiled;
  }

  /// Bits each macro takes for a whole copy.
  long bits() {
    return tiling.bits(rows);
  }
}
