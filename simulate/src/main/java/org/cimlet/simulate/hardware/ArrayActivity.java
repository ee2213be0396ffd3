package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DigitalNvm;
import org.cimlet.plan.machine.Macro;

/// How long the macros of a chiplet take for one pass through rows that lie in all of them side by
/// side, command by command or pulse by pulse: one member for each kind of memory.
public sealed interface ArrayActivity
    permits DigitalSramActivity, DramBankActivity, DigitalNvmActivity, AnalogActivity {

  /// Time of one pass, refreshes left out.
  ///
  /// @param rows of each macro, padding included
  /// @param tiles rows of one output on each macro that shares it
  long passPs(long rows, int tiles);

  /// Pages or word lines opened in one macro by a pass.
  long activations(long rows);

  static ArrayActivity of(Chiplet chiplet) {
    return switch (chiplet.macro()) {
      case Macro.DigitalSram comb -> new DigitalSramActivity(comb);
      case Macro.DramBank dram -> new DramBankActivity(dram, chiplet.macros());
      case DigitalNvm rram -> new DigitalNvmActivity(rram);
      case Macro.AnalogCrossbar crossbar -> new AnalogActivity(crossbar);
      case ChargeSram sram -> new AnalogActivity(sram);
    };
  }
}
