package org.cimlet.compile;

import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Macro;
import org.cimlet.plan.Stack;

/// How one stack lies in the macros of a chiplet.
///
/// Input channels lie across the columns: an output channel takes `tiles` rows of `columns` stored
/// weights. Output channels run down the depth and across the macros. Where that leaves macros
/// idle, an output's tiles are cut over `split` macros, a power of two, whose partial sums the
/// chiplet adds; of the splits that take the fewest rows, the smallest is used.
///
/// @param macros macros of the chiplet
/// @param fanIn largest split
/// @param tiles rows of one output channel, all splits together
/// @param rowBits bits a row takes, masks included
record RowTiling(int macros, int fanIn, int tiles, int rowBits) {

  static RowTiling of(Stack stack, Chiplet chiplet) {
    Macro macro = chiplet.macro();
    long values = stack.packing().valuesPerRow(stack.inputs());
    int valueBits = macro.columns() * stack.packing().weightBits();
    int maskBits =
        stack.packing().isDense()
            ? 0
            : Math.ceilDiv(macro.columns() * stack.packing().group(), stack.packing().kept());
    return new RowTiling(
        chiplet.macros(),
        chiplet.partialSumFanIn(),
        Math.toIntExact(Math.ceilDiv(values, (long) macro.columns())),
        valueBits + maskBits);
  }

  /// Rows each macro takes for `outputs` channels at a given split.
  int rows(int outputs, int split) {
    long perMacro = Math.ceilDiv((long) outputs * split, (long) macros);
    return Math.toIntExact(perMacro * Math.ceilDiv(tiles, split));
  }

  /// The smallest split of those with the fewest rows.
  int bestSplit(int outputs) {
    int best = 1;
    int fewest = rows(outputs, 1);
    for (int split = 2; split <= fanIn && split <= tiles; split *= 2) {
      int rows = rows(outputs, split);
      if (rows < fewest) {
        fewest = rows;
        best = split;
      }
    }
    return best;
  }

  /// Most output channels that fit in `rows` rows of each macro, at the split that fits most.
  int outputsThatFit(int rows) {
    long most = 0;
    for (int split = 1; split <= fanIn && split <= tiles; split *= 2) {
      long blocks = rows / Math.ceilDiv(tiles, split);
      most = Math.max(most, blocks * macros / split);
    }
    return (int) Math.min(most, Integer.MAX_VALUE);
  }
}
