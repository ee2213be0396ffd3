package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DigitalNvm;
import org.cimlet.plan.machine.Macro;

/// How long the macros of a chiplet take for one pass through rows that lie in all of them side by
/// side, and what that takes beside reading rows: one member for each kind of memory.
sealed interface ArrayTiming
    permits DigitalSramTiming, DramBankTiming, DigitalNvmTiming, AnalogTiming {

  /// Seconds of one pass, refreshes left out.
  ///
  /// @param rows of each macro, padding included
  /// @param tiles rows of one output on each macro that shares it
  double passS(long rows, int tiles);

  /// Pages or word lines opened in one macro by a pass; 0 where nothing is opened.
  default long activations(long rows) {
    return 0;
  }

  /// Wall time over working time: above 1 where refreshes step in between.
  default double refreshOverhead() {
    return 1;
  }

  static ArrayTiming of(Chiplet chiplet) {
    return switch (chiplet.macro()) {
      case Macro.DigitalSram comb -> new DigitalSramTiming(comb.rowS());
      case Macro.DramBank dram -> DramBankTiming.of(dram, chiplet.macros());
      case DigitalNvm rram -> new DigitalNvmTiming(rram);
      case Macro.AnalogCrossbar crossbar -> new AnalogTiming(crossbar);
      case ChargeSram sram -> new AnalogTiming(sram);
    };
  }
}
