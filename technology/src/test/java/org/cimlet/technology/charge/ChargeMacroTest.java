package org.cimlet.technology.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.technology.adc.AdcSurvey;
import org.cimlet.technology.charge.ChargeMacro.Converters;
import org.cimlet.technology.charge.ChargeMacro.Law;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;

class ChargeMacroTest {
  private static final ProcessPoint AT = ProcessPoint.usual(22, 0.6);

  private static ChargeMacro macro(Operands operands, Law law) {
    return new ChargeMacro(
        1152,
        256,
        32,
        1,
        operands,
        new Converters(256, 8, 50e6, law),
        AT,
        SramCell.EIGHT_T.areaUm2(22));
  }

  /// 1 fF x 0.36 V2, in a quarter of all cells.
  @Test
  void aCellIsChargedWhereBothBitsAreOnes() {
    assertThat(macro(Operands.RANDOM, Law.COLUMN).cellFj().value())
        .isCloseTo(0.36 / 4, within(1e-12));
  }

  /// 256 cells of 0.5 um2, as wide as 1 fF takes, and half a gate each, for half the inputs.
  @Test
  void aWordLineIsItsWireAndATransistorOfEachCell() {
    double wireFf = 256 * Math.sqrt(0.5) * 0.2;
    double gateFj = new MacroLogic(AT).gateFj().value();
    assertThat(macro(Operands.RANDOM, Law.COLUMN).driveFj().value())
        .isCloseTo(0.5 * (128 * gateFj + wireFf * 0.36), within(1e-9));
  }

  @Test
  void aConverterFollowsItsLaw() {
    assertThat(macro(Operands.RANDOM, Law.SURVEY).conversionFj().value())
        .isCloseTo(1000 * AdcSurvey.energyPj(22, 8, 50e6).value(), within(1e-9));
    assertThat(macro(Operands.RANDOM, Law.COLUMN).conversionFj().value()).isLessThan(100);
  }

  /// IMAGINE (arXiv 2412.19750), 22 nm, 1,152 x 256: 150 TOPS/W at 8 bits and 187 kB/mm2. Its
  /// capacitors are not known and taken to be of 1 fF; nothing was fitted to it.
  @Test
  void imagineComesOutWithinAFactorOfOneAndAHalf() {
    for (Operands operands : new Operands[] {Operands.USUAL, Operands.RANDOM}) {
      ChargeMacro macro = macro(operands, Law.COLUMN);
      double fj =
          64 * macro.cellFj().value()
              + 8 * macro.driveFj().value() / 32
              + 64 * (macro.conversionFj().value() + macro.shiftAddFj().value()) / 1152;
      assertThat(2000 / fj).isBetween(150 / 1.5, 150 * 1.5);
    }
    ChargeMacro macro = macro(Operands.USUAL, Law.COLUMN);
    double mm2 = (macro.arrayUm2().value() + macro.logicUm2().value()) / 1e6;
    assertThat(1152 * 256 / 8 / 1e3 / mm2).isBetween(187 / 1.5, 187 * 1.5);
  }
}
