package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Macro;

/// A crossbar, pulse by pulse: word lines are driven, currents settle and are held once the
/// converters have let go of what they held before; then they are converted while the next pulse
/// settles.
record AnalogCrossbarActivity(Macro.AnalogCrossbar macro) implements ArrayActivity {
  @Override
  public long passPs(long rows, int tiles) {
    int bitLines = Math.toIntExact(rows / tiles) * macro.slices();
    long settledPs = 0;
    long convertedPs = 0;
    for (int tile = 0; tile < tiles; tile++) {
      for (int pulse = 0; pulse < macro.pulses(); pulse++) {
        settledPs = Math.max(settledPs + macro.settlePs(), convertedPs);
        convertedPs = settledPs;
        for (int line = 0; line < bitLines; line += macro.adc().perMacro()) {
          convertedPs += macro.adc().conversionPs();
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
