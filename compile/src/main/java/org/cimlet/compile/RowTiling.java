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
/// @param largestSplit the chiplet's fan-in, or the largest power of two within the tiles
/// @param tiles rows of one output channel, all splits together
/// @param rowBits bits a row takes, masks included
record RowTiling(int macros, int largestSplit, int tiles, int rowBits) {

  /// Bounds the split by the tiles there are to cut.
  RowTiling {
    largestSplit = Math.min(largestSplit, Integer.highestOneBit(tiles));
  }

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
  long rows(int outputs, int split) {
    return Math.ceilDiv((long) outputs * split, (long) macros) * Math.ceilDiv(tiles, split);
  }

  /// The smallest split of those with the fewest rows.
  int bestSplit(int outputs) {
    int best = 1;
    long fewest = rows(outputs, 1);
    for (int split = 2; split <= largestSplit; split *= 2) {
      long rows = rows(outputs, split);
      if (rows < fewest) {
        fewest = rows;
        best = split;
      }
    }
    return best;
  }

  /// Most output channels that fit in `rows` rows of each macro, at the split that fits most.
  long outputsThatFit(long rows) {
    long most = 0;
    for (int split = 1; split <= largestSplit; split *= 2) {
      long blocks = rows / Math.ceilDiv(tiles, split);
      most = Math.max(most, blocks * macros / split);
    }
    return most;
  }
}
