package org.cimlet.estimate.timing;

import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;

/// Time and actions of the macros.
///
/// All macros of a chiplet read their rows of a shard side by side; how long that takes is their
/// memory's law. Rows are read again for each token.
public final class MacroTiming {
  private final Macro macro;
  private final int macros;
  private final ArrayTiming array;
  private final int kind;
  private final ActionCounts.Builder counts;

  /// @param kind number of the kind of die
  /// @param counts where what a token has the macros do is counted
  MacroTiming(Chiplet chiplet, int kind, ActionCounts.Builder counts) {
    this.kind = kind;
    this.counts = counts;
    macro = chiplet.macro();
    macros = chiplet.macros();
    array = ArrayTiming.of(chiplet);
  }

  /// Macro time of one pass through one copy of a shard, refreshes left out.
  public double passS(Placement placement, int shard, FusedLinears stack) {
    int rows = placement.rows(shard);
    return array.passS(
        stack.copies() == 1 ? rows : rows / placement.units(shard), tiles(placement, shard));
  }

  /// Copies of a shard that a token is expected to use: routed ones by their share of tokens.
  public static double copiesUsed(Placement placement, int shard, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : placement.units(shard) * stack.activity();
  }

  /// Copies of a shard a lone token waits for. Of routed ones each chiplet runs its share of the
  /// active ones, and at least one: the most even routing the placement allows.
  public static double copiesWaitedFor(Placement placement, int shard, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : Math.max(1, placement.units(shard) * stack.activity());
  }

  /// Chance that a token uses a shard: with routing, that at least one of its copies is chosen.
  public static double useProbability(Placement placement, int shard, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : 1 - Math.pow(1 - stack.activity(), placement.units(shard));
  }

  /// Rows of one output on each macro that shares it; splits are powers of two.
  private static int tiles(Placement placement, int shard) {
    return placement.rowsPerOutput(shard)
        >> Integer.numberOfTrailingZeros(placement.inputSplit(shard));
  }

  /// Wall time over working time: refreshes step in between.
  public double refreshOverhead() {
    return array.refreshOverhead();
  }

  /// Counts one token's actions in a shard of which it uses `outputs` channels. Rows that only pad
  /// are not read.
  public void count(Placement placement, int shard, FusedLinears stack, double outputs) {
    Packing packing = stack.packing();
    double rows = outputs * placement.rowsPerOutput(shard);
    multiplyRows(rows, packing.weightBits());
    if (!packing.isDense()) {
      double masks = outputs * packing.masksPerRow(placement.inputs(shard));
      counts.add(Action.ZERO_SKIPPER, kind, masks);
      counts.add(Action.MACRO_READ, kind, masks * packing.group());
      counts.add(
          Action.SKIPPED_WEIGHT, kind, outputs * packing.skippedPerRow(placement.inputs(shard)));
    }
    openRows(placement, shard, stack);
    counts.add(Action.CONVERT, kind, rows * macro.conversionsPerRow());
    int drives = tiles(placement, shard) * macro.drivesPerTile();
    counts.add(Action.DRIVE, kind, copiesUsed(placement, shard, stack) * macros * drives);
  }

  private void openRows(Placement placement, int shard, FusedLinears stack) {
    int copies = stack.copies() == 1 ? 1 : placement.units(shard);
    long opened = array.activations(placement.rows(shard) / copies);
    countActivations(copiesUsed(placement, shard, stack) * macros * opened);
  }

  private void multiplyRows(double rows, int weightBits) {
    counts.add(Action.ROW_READ, kind, rows);
    counts.add(Action.MULTIPLY, kind, rows * macro.inputsPerRow());
    counts.add(Action.MACRO_READ, kind, rows * macro.inputsPerRow() * weightBits);
  }

  /// Output channels of a shard that a token uses.
  public static double activeOutputs(Placement placement, int shard, FusedLinears stack) {
    return stack.copies() == 1
        ? placement.units(shard)
        : placement.units(shard) * stack.activity() * stack.outputs();
  }

  /// Counts rows of words that are multiplied without being weights of a shard.
  public void countRows(double rows) {
    multiplyRows(rows, macro.weightBits());
  }

  /// Counts bits that are read or written without being multiplied.
  public void countBits(double bits) {
    counts.add(Action.MACRO_READ, kind, bits);
  }

  /// Counts pages or word lines opened.
  public void countActivations(double opened) {
    counts.add(Action.ACTIVATE, kind, opened);
  }

  /// Time of one pass through rows of one macro, refreshes left out.
  public double passS(int rows) {
    return array.passS(rows, rows);
  }

  /// Pages or word lines that such a pass opens.
  public long activationsOf(int rows) {
    return array.activations(rows);
  }
}
