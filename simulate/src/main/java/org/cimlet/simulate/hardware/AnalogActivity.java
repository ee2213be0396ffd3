package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.AnalogArray;

/// An array with analog sums, pulse by pulse: word lines are driven, sums settle and are held once
/// the converters have let go of what they held before; then they are converted while the next
/// pulse settles.
record AnalogActivity(AnalogArray array) implements ArrayActivity {
  @Override
  public long passPs(long rows, int tiles) {
    int bitLines = Math.toIntExact(rows / tiles) * array.slices();
    long settledPs = 0;
    long convertedPs = 0;
    for (int tile = 0; tile < tiles; tile++) {
      for (int pulse = 0; pulse < array.pulses(); pulse++) {
        settledPs = Math.max(settledPs + array.settlePs(), convertedPs);
        convertedPs = settledPs;
        for (int line = 0; line < bitLines; line += array.adc().perMacro()) {
          convertedPs += array.adc().conversionPs();
        }
      }
    }
    return convertedPs;
  }

  @Override
  public long activations(long rows) {
    return 0;
  }
}
