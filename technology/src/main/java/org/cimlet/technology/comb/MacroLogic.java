package org.cimlet.technology.comb;

import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.LogicScaling.Point;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;

/// What a gate of a macro takes, in units of a NAND gate with two inputs.
///
/// At 28 nm and 0.9 V the gate of ZigZag-IMC's digital model: 0.7 fF, 0.614 um2, 47.8 ps. Larger
/// processes, area and delay follow [LogicScaling]. Energy in smaller ones does not: published
/// macros of one group, from 22 to 5 nm, switch nearly the same capacitance for each bit
/// multiplied, because wires and fins shrink less than the projected transistors do. There the
/// capacitance goes with a small power of the node, fitted to two of those macros; the others are
/// predictions ([PublishedMacro]).
///
/// The delay at another supply follows the clock law with the process's threshold
/// ([ProcessPoint#slowness]).
///
/// @param at process and supply
public record MacroLogic(ProcessPoint at) {
  /// NAND gates a full adder is worth in capacitance: two exclusive ors of 1.5 and three NANDs.
  static final double ADDER_C = 6;

  /// And in area: two exclusive ors of 2.4 and three NANDs.
  static final double ADDER_AREA = 7.8;

  static final double FLIP_FLOP_C = 3;
  static final double FLIP_FLOP_AREA = 6;
  static final double MUX_C = 3;
  static final double MUX_AREA = 3;

  /// Share of gates that switch in a cycle, glitches included. Calibrated, with the power of the
  /// node, on TSMC's macros of ISSCC 2021 at 22 nm and ISSCC 2022 at 5 nm.
  static final double ACTIVITY = 0.466;

  static final double CAPACITANCE_POWER = 0.173;

  private static final Point REFERENCE = new Point(28, 0.9);
  private static final double NAND_FF = 0.7;
  private static final double NAND_UM2 = 0.614;
  private static final double NAND_PS = 47.8;

  /// Energy of one NAND gate each cycle in femtojoules, by the activity.
  public Scaled nandFj() {
    double atReference = NAND_FF * REFERENCE.voltageV() * REFERENCE.voltageV() * ACTIVITY;
    return byCapacitance().map(factor -> factor * atReference);
  }

  private Scaled byCapacitance() {
    if (at.nodeNm() >= REFERENCE.nodeNm()) {
      return LogicScaling.energy(REFERENCE, new Point(at.nodeNm(), at.voltageV()));
    }
    double swing = at.voltageV() / REFERENCE.voltageV();
    double capacitance = Math.pow(at.nodeNm() / REFERENCE.nodeNm(), CAPACITANCE_POWER);
    return Scaled.within(capacitance * swing * swing);
  }

  /// Area of one NAND gate in square micrometres.
  public Scaled nandUm2() {
    return LogicScaling.area(REFERENCE.nodeNm(), at.nodeNm()).map(factor -> factor * NAND_UM2);
  }

  /// Delay of one NAND gate in picoseconds.
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public Scaled nandPs() {
    return LogicScaling.nominalDelay(REFERENCE.nodeNm(), at.nodeNm())
        .times(at.slowness())
        .map(factor -> factor * NAND_PS);
  }
}
