package org.cimlet.estimate.timing;

import java.util.Arrays;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.machine.Chiplet;

/// Time and actions of one kind of die, whichever of its dies a shard lies on.
public final class DieTiming {
  private final Chiplet chiplet;
  private final MacroTiming macros;
  private final int activationBits;
  private final int sumBits;
  private final double distributionSPerBit;
  private final double refreshOverhead;
  private final double controlS;
  private double bufferBits;

  public DieTiming(Chiplet chiplet) {
    this.chiplet = chiplet;
    macros = new MacroTiming(chiplet);
    activationBits = chiplet.macro().inputBits();
    sumBits = chiplet.macro().accumulatorBits();
    distributionSPerBit = 1 / chiplet.distributionBitsPerS();
    refreshOverhead = macros.refreshOverhead();
    controlS = chiplet.losses().stepControlS();
  }

  public MacroTiming macros() {
    return macros;
  }

  /// Bits of one activation as its macros take it.
  public int activationBits() {
    return activationBits;
  }

  /// Bits of one partial sum.
  public int sumBits() {
    return sumBits;
  }

  public double distributionSPerBit() {
    return distributionSPerBit;
  }

  /// Wall time of macros over their working time.
  public double refreshOverhead() {
    return refreshOverhead;
  }

  /// Whether vector unit and attention have the macros busy.
  public boolean takesTurns() {
    return chiplet.takesTurns();
  }

  /// Wall time of the vector unit over its working time: macros that are refreshed are its own
  /// where they take turns.
  public double vectorOverhead() {
    return chiplet.takesTurns() ? refreshOverhead : 1;
  }

  /// For which a unit waits before an operation.
  public double controlS() {
    return controlS;
  }

  /// Counts activation bits through the edge buffers.
  public void buffer(double bits) {
    bufferBits += bits;
  }

  /// What was counted so far, for [#counted(double[])].
  public double[] counted() {
    double[] macro = macros.counted();
    double[] counted = Arrays.copyOf(macro, macro.length + 1);
    counted[macro.length] = bufferBits;
    return counted;
  }

  /// Says what was counted so far, where that is known.
  public void counted(double[] known) {
    macros.counted(known);
    bufferBits = known[known.length - 1];
  }

  /// Adds what was counted so far.
  ///
  /// @param kind number of the kind
  public void addTo(ActionCounts.Builder counts, int kind) {
    macros.addTo(counts, kind);
    counts.add(Action.BUFFER, kind, bufferBits);
  }

  /// Words that a row of the arrays holds.
  public int inputsPerRow() {
    return chiplet.macro().inputsPerRow();
  }

  /// Bits of one of those words.
  public int wordBits() {
    return chiplet.macro().weightBits();
  }
}
