package org.cimlet.estimate;

import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Macro;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Stack;

/// Time and actions of the macros.
///
/// All macros of a chiplet read their rows of a piece side by side, one row per `cyclesPerRow`.
/// Rows are read again for each token.
final class MacroTiming {
  private final Macro macro;
  private final double rowS;
  private double rowReads;
  private double bitsRead;
  private double maskDecodes;
  private double skippedWeights;

  MacroTiming(Chiplet chiplet) {
    macro = chiplet.macro();
    rowS = macro.rowS();
  }

  /// Expected macro time of one token in a piece: routed copies are used by their share of tokens.
  double busyS(Placement placement, int piece, Stack stack) {
    return placement.rows(piece) * stack.activity() * rowS;
  }

  /// Macro time a lone token waits for a piece. Of routed copies each chiplet runs its share of the
  /// active ones, and at least one: the most even routing the placement allows.
  double waitS(Placement placement, int piece, Stack stack) {
    double rows = placement.rows(piece) * stack.activity();
    if (stack.copies() > 1) {
      rows = Math.max(rows, (double) placement.rows(piece) / placement.units(piece));
    }
    return rows * rowS;
  }

  /// Counts one token's actions in a piece of which it uses `outputs` channels. Rows that only pad
  /// are not read.
  void count(Placement placement, int piece, Stack stack, double outputs) {
    Packing packing = stack.packing();
    double rows = outputs * placement.rowsPerOutput(piece);
    rowReads += rows;
    bitsRead += rows * macro.columns() * packing.weightBits();
    if (!packing.isDense()) {
      double masks = outputs * packing.masksPerRow(placement.inputs(piece));
      maskDecodes += masks;
      bitsRead += masks * packing.group();
      skippedWeights += outputs * packing.skippedPerRow(placement.inputs(piece));
    }
  }

  /// Output channels of a piece that a token uses.
  static double activeOutputs(Placement placement, int piece, Stack stack) {
    return stack.copies() == 1
        ? placement.units(piece)
        : placement.units(piece) * stack.activity() * stack.outputs();
  }

  double rowReads() {
    return rowReads;
  }

  double bitsRead() {
    return bitsRead;
  }

  double multiplies() {
    return rowReads * macro.columns();
  }

  double maskDecodes() {
    return maskDecodes;
  }

  double skippedWeights() {
    return skippedWeights;
  }

  /// All of it so far.
  Estimate.MacroCounts counts() {
    return new Estimate.MacroCounts(rowReads, bitsRead, multiplies(), skippedWeights, maskDecodes);
  }
}
