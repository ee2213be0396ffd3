package org.cimlet.estimate;

import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;

/// Time and actions of the macros.
///
/// All macros of a chiplet read their rows of a piece side by side; how long that takes is their
/// memory's law. Rows are read again for each token.
final class MacroTiming {
  private final Macro macro;
  private final int macros;
  private final ArrayTiming array;
  private double rowReads;
  private double bitsRead;
  private double maskDecodes;
  private double activations;
  private double conversions;
  private double drives;
  private double skippedWeights;

  MacroTiming(Chiplet chiplet) {
    macro = chiplet.macro();
    macros = chiplet.macros();
    array = ArrayTiming.of(chiplet);
  }

  /// Macro time of one pass through one copy of a piece, refreshes left out.
  double passS(Placement placement, int piece, FusedLinears stack) {
    int rows = placement.rows(piece);
    return array.passS(
        stack.copies() == 1 ? rows : rows / placement.units(piece), tiles(placement, piece));
  }

  /// Copies of a piece that a token is expected to use: routed ones by their share of tokens.
  static double copiesUsed(Placement placement, int piece, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : placement.units(piece) * stack.activity();
  }

  /// Copies of a piece a lone token waits for. Of routed ones each chiplet runs its share of the
  /// active ones, and at least one: the most even routing the placement allows.
  static double copiesWaitedFor(Placement placement, int piece, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : Math.max(1, placement.units(piece) * stack.activity());
  }

  /// Chance that a token uses a piece: with routing, that at least one of its copies is chosen.
  static double useProbability(Placement placement, int piece, FusedLinears stack) {
    return stack.copies() == 1 ? 1 : 1 - Math.pow(1 - stack.activity(), placement.units(piece));
  }

  /// Rows of one output on each macro that shares it; splits are powers of two.
  private static int tiles(Placement placement, int piece) {
    return placement.rowsPerOutput(piece)
        >> Integer.numberOfTrailingZeros(placement.inputSplit(piece));
  }

  /// Wall time over working time: refreshes step in between.
  double refreshOverhead() {
    return array.refreshOverhead();
  }

  /// Counts one token's actions in a piece of which it uses `outputs` channels. Rows that only pad
  /// are not read.
  void count(Placement placement, int piece, FusedLinears stack, double outputs) {
    Packing packing = stack.packing();
    double rows = outputs * placement.rowsPerOutput(piece);
    rowReads += rows;
    bitsRead += rows * macro.inputsPerRow() * packing.weightBits();
    if (!packing.isDense()) {
      double masks = outputs * packing.masksPerRow(placement.inputs(piece));
      maskDecodes += masks;
      bitsRead += masks * packing.group();
      skippedWeights += outputs * packing.skippedPerRow(placement.inputs(piece));
    }
    if (!(macro instanceof Macro.DigitalSram)) {
      countOpenings(placement, piece, stack, rows);
    }
  }

  /// Counts what is opened or driven for a token, in all macros of the chiplet, padding included.
  private void countOpenings(Placement placement, int piece, FusedLinears stack, double rows) {
    double passes = copiesUsed(placement, piece, stack);
    int copies = stack.copies() == 1 ? 1 : placement.units(piece);
    activations += passes * macros * array.activations(placement.rows(piece) / copies);
    switch (macro) {
      case Macro.DigitalSram _, Macro.DramBank _, Macro.DigitalNvm _ -> {
        // nothing analog
      }
      case Macro.AnalogCrossbar crossbar -> {
        conversions += rows * crossbar.slices() * crossbar.pulses();
        drives += passes * macros * tiles(placement, piece) * crossbar.pulses();
      }
    }
  }

  /// Output channels of a piece that a token uses.
  static double activeOutputs(Placement placement, int piece, FusedLinears stack) {
    return stack.copies() == 1
        ? placement.units(piece)
        : placement.units(piece) * stack.activity() * stack.outputs();
  }

  /// Counts rows of words that are multiplied without being weights of a piece.
  void countRows(double rows) {
    rowReads += rows;
    bitsRead += rows * macro.inputsPerRow() * macro.weightBits();
  }

  /// Counts bits that are read or written without being multiplied.
  void countBits(double bits) {
    bitsRead += bits;
  }

  /// Counts pages or word lines opened.
  void countActivations(double opened) {
    activations += opened;
  }

  /// Time of one pass through rows of one macro, refreshes left out.
  double passS(int rows) {
    return array.passS(rows, rows);
  }

  /// Pages or word lines that such a pass opens.
  long activationsOf(int rows) {
    return array.activations(rows);
  }

  double rowReads() {
    return rowReads;
  }

  double bitsRead() {
    return bitsRead;
  }

  double multiplies() {
    return rowReads * macro.inputsPerRow();
  }

  double maskDecodes() {
    return maskDecodes;
  }

  double skippedWeights() {
    return skippedWeights;
  }

  /// Pages or word lines opened.
  double activations() {
    return activations;
  }

  double conversions() {
    return conversions;
  }

  /// Pulses that drove all word lines of a macro.
  double drives() {
    return drives;
  }

  /// All of it so far.
  Estimate.MacroCounts counts() {
    return new Estimate.MacroCounts(rowReads, bitsRead, multiplies(), skippedWeights, maskDecodes);
  }
}
