package org.cimlet.paper;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;

/// Power of a chiplet with every macro and the distribution busy, by its energies per action.
///
/// @param macrosW reading and multiplying
/// @param distributionW activations through the edge buffers
/// @param leakageW static
record ChipletPower(double macrosW, double distributionW, double leakageW) {
  private static final double FJ = 1e-15;

  static ChipletPower busy(Chiplet chiplet) {
    Macro macro = chiplet.macro();
    return new ChipletPower(
        chiplet.macros() * macro.macsPerS() * macro.macFj() * FJ,
        chiplet.distributionBitsPerS() * chiplet.bufferFjPerBit() * FJ,
        chiplet.leakageW());
  }

  double totalW() {
    return macrosW + distributionW + leakageW;
  }

  /// Share of the macros; leakage is split as the rest is.
  double macroShare() {
    return macrosW / (macrosW + distributionW);
  }
}
