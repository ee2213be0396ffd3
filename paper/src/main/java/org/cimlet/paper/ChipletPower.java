package org.cimlet.paper;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;

/// Power of a chiplet with every macro and the distribution busy, by its energies per action.
///
/// @param macrosW reading and multiplying
/// @param distributionW activations through the edge buffers
/// @param controlW control of the macros
/// @param clockW whatever the work
/// @param leakageW static
record ChipletPower(
    double macrosW, double distributionW, double controlW, double clockW, double leakageW) {
  private static final double FJ = 1e-15;

  static ChipletPower busy(Chiplet chiplet) {
    Macro macro = chiplet.macro();
    double macrosW = chiplet.macros() * macro.macsPerS() * macro.macFj() * FJ;
    return new ChipletPower(
        macrosW,
        chiplet.distributionBitsPerS() * chiplet.bufferFjPerBit() * FJ,
        macrosW * chiplet.losses().controlEnergyShare(),
        chiplet.losses().clockW(),
        chiplet.leakageW());
  }

  double totalW() {
    return macrosW + distributionW + controlW + clockW + leakageW;
  }

  /// Share of the macros; leakage is split as the rest is.
  double macroShare() {
    return macrosW / (totalW() - leakageW);
  }
}
