package org.cimlet.technology.comb;

import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;

/// What a gate of a macro takes, in units of a NAND gate with two inputs.
///
/// **Energy.** A load that changes takes [#GATE_FF] of the supply's square, and each pair of a
/// weight's and an input's bit [#PAIR_FF] whatever it is: clock, precharge, drivers. Both are
/// calibrated at 12 nm on one chip's two published points, Metis with random and with sparse
/// operands (ISSCC 2024 11.3); nothing else is. From 28 nm down capacitance goes with a small power
/// of the node: published macros from 22 to 4 nm switch nearly the same for each bit, because wires
/// and fins shrink less than transistors. Above 28 nm it is that of [LogicScaling] at nominal
/// supplies.
///
/// **Area and delay** are ZigZag-IMC's at 28 nm and 0.9 V, 0.614 um2 and 47.8 ps, which was fitted
/// to four macros, scaled by [LogicScaling]; delay at another supply follows the clock law with the
/// process's threshold ([ProcessPoint#slowness]).
///
/// @param at process and supply
public record MacroLogic(ProcessPoint at) {
  /// Calibrated, with [#PAIR_FF]: 15 and 82 TOPS/W at 0.68 V.
  static final double GATE_FF = 0.858;

  static final double PAIR_FF = 0.487;

  /// Chosen on published macros from 28 to 4 nm, of which it is a prediction no more.
  static final double CAPACITANCE_POWER = 0.1;

  private static final double CALIBRATED_NM = 12;
  private static final double REFERENCE_NM = 28;
  private static final double NAND_UM2 = 0.614;
  private static final double NAND_PS = 47.8;

  /// Energy of one load of a NAND gate that changes, in femtojoules.
  public Scaled gateFj() {
    return capacitance().map(factor -> factor * GATE_FF * square());
  }

  /// Energy that each pair of a weight's and an input's bit takes besides, in femtojoules.
  public Scaled pairFj() {
    return capacitance().map(factor -> factor * PAIR_FF * square());
  }

  /// Capacitance of a gate here over that at 12 nm.
  Scaled capacitance() {
    double shrinking = Math.min(at.nodeNm(), REFERENCE_NM);
    double power = Math.pow(shrinking / CALIBRATED_NM, CAPACITANCE_POWER);
    return at.nodeNm() <= REFERENCE_NM
        ? Scaled.within(power)
        : LogicScaling.capacitance(REFERENCE_NM, at.nodeNm()).map(factor -> factor * power);
  }

  private double square() {
    return at.voltageV() * at.voltageV();
  }

  /// Area of one NAND gate in square micrometres.
  public Scaled nandUm2() {
    return LogicScaling.area(REFERENCE_NM, at.nodeNm()).map(factor -> factor * NAND_UM2);
  }

  /// Delay of one NAND gate in picoseconds.
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public Scaled nandPs() {
    return LogicScaling.delay(REFERENCE_NM, at.nodeNm())
        .times(at.slowness())
        .map(factor -> factor * NAND_PS);
  }
}
