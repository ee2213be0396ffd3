package org.cimlet.plan.machine;

import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;

/// An array whose sums are analog: word lines are driven pulse by pulse, all its bit lines settle,
/// and converters that share them turn what they hold into numbers.
public sealed interface AnalogArray permits Macro.AnalogCrossbar, ChargeSram {
  /// Word lines driven at the same time.
  int inputsPerRow();

  /// From driving the word lines to sums that may be held.
  long settlePs();

  /// Its converters.
  Adc adc();

  /// How far a cell is from what it was meant to be.
  AnalogCell cell();

  /// Conversions of a row for each pulse.
  int slices();

  /// Pulses that bring an input in.
  int pulses();

  /// Time the converters take for `outputs` rows of one pulse.
  default long conversionPs(int outputs) {
    return Math.ceilDiv((long) outputs * slices(), (long) adc().perMacro()) * adc().conversionPs();
  }

  /// The same with other converters and cells.
  AnalogArray with(Adc otherAdc, AnalogCell otherCell);
}
