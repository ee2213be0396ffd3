package org.cimlet.estimate.timing;

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
  private final int kind;
  private final ActionCounts.Builder counts;

  /// @param kind number of the kind
  /// @param counts where what a token has its dies do is counted
  public DieTiming(Chiplet chiplet, int kind, ActionCounts.Builder counts) {
    this.chiplet = chiplet;
    this.kind = kind;
    this.counts = counts;
    macros = new MacroTiming(chiplet, kind, counts);
    activationBits = chiplet.macro().inputBits();
    sumBits = chiplet.macro().accumulatorBits();
    distributionSPerBit = 1 / chiplet.distributionBitsPerS();
    refreshOverhead = macros.refreshOverhead();
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

  /// Counts activation bits through the edge buffers.
  public void buffer(double bits) {
    counts.add(Action.BUFFER, kind, bits);
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
