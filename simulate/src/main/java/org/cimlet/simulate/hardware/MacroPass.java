package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Chiplet;

/// Passes through the macros of a die: what their array takes, longer by rows that do not come when
/// they could, and the wait before.
///
/// @param controlPs for which macros wait before a pass
public record MacroPass(ArrayActivity array, double sustainedShare, long controlPs) {
  public static MacroPass of(Chiplet chiplet) {
    return new MacroPass(
        ArrayActivity.of(chiplet), chiplet.losses().sustainedShare(), StepControl.ps(chiplet));
  }

  /// Time of one pass, the wait before it left out.
  ///
  /// @param rows of each macro, padding included
  /// @param tiles rows of one output on each macro that shares it
  public long rowsPs(long rows, int tiles) {
    return Math.round(array.passPs(rows, tiles) / sustainedShare);
  }

  /// Pages or word lines opened in one macro by a pass.
  public long activations(long rows) {
    return array.activations(rows);
  }
}
