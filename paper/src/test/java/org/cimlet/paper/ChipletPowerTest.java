package org.cimlet.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.junit.jupiter.api.Test;

class ChipletPowerTest {
  @Test
  void addsUpMacrosDistributionAndLeakage() {
    // two macros of 4 multipliers at 100 MHz, a row every 2 cycles: 4e8 multiplies a second;
    // each 8 bits x 10 fJ + 20 fJ = 100 fJ: 40 uW. 1 Gbit/s x 5 fJ: 5 uW. 1 uW leaks.
    Macro macro = new Macro.DigitalSram(4, 16, 8, 8, 32, 2, 1, 100_000_000, 10, 20, null);
    Chiplet chiplet = new Chiplet(2, 1, macro, 1e9, 5, null, 0, 0, 0, 1e-6);
    ChipletPower power = ChipletPower.busy(chiplet);
    assertThat(power.macrosW()).isCloseTo(40e-6, within(1e-12));
    assertThat(power.distributionW()).isCloseTo(5e-6, within(1e-12));
    assertThat(power.totalW()).isCloseTo(46e-6, within(1e-12));
    assertThat(power.macroShare()).isCloseTo(40.0 / 45, within(1e-12));
  }
}
