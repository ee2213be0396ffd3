package org.cimlet.technology.comb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.cimlet.quantity.Interval;
import org.cimlet.technology.comb.CombShape.AdderCircuit;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Gates;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.logic.SkipperGates;
import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;

class CombMacroTest {
  private static final Datapath EIGHT = Datapath.parallel(8, 8, 8, 32);
  private static final CombShape PARALLEL = boundary(256, 256, SramCell.EIGHT_T, 0);

  /// Farads of a NAND that changes and of a pair of bits at 28 nm: those of 12 nm x (28 / 12)^0.1.
  private static final double AT_28 = Math.pow(28.0 / 12, 0.1);

  private static CombShape boundary(int rows, int bitlineRows, SramCell cell, int group) {
    return CombShape.onBoundary(rows, EIGHT, Operands.RANDOM, cell, bitlineRows, group);
  }

  private static CombShape resting(int rows, Operands operands) {
    return new CombShape(
        8,
        rows,
        EIGHT,
        AdderCircuit.STANDARD_CELLS,
        operands,
        false,
        SramCell.SIX_T,
        new RowAccess.Selector(rows),
        0);
  }

  @Test
  void aMultiplyTakesWhatItsGatesSwitchAndItsPairsOfBits() {
    Gates gates = EIGHT.gates(Operands.RANDOM, true);
    assertThat(new CombMacro(PARALLEL, 28, 0.9).multiplyFj().value())
        .isCloseTo((gates.switched() / 8 * 0.858 + 64 * 0.487) * AT_28 * 0.81, within(0.01));
  }

  /// Metis: 2,000 / 15 and 2,000 / 82 fJ at 0.68 V are two equations for the two constants, by
  /// Cramer's rule.
  @Test
  void itsTwoConstantsSolveMetisTwoPoints() {
    Datapath metis = Datapath.serial(512, 8, 8, 26);
    double random = metis.gates(Operands.RANDOM, false).switched() / 512;
    double sparse = metis.gates(new Operands(0.25, 0.5, 0.05, 0.9), false).switched() / 512;
    double square = 0.68 * 0.68;
    double gate = (2000 / 15.0 - 2000 / 82.0) / square / (random - sparse);
    assertThat(gate).isCloseTo(MacroLogic.GATE_FF, within(0.002));
    assertThat((2000 / 15.0 / square - gate * random) / 64)
        .isCloseTo(MacroLogic.PAIR_FF, within(0.005));
  }

  @Test
  void weightsThatRestSwitchLessThanThoseThatChange() {
    assertThat(new CombMacro(resting(4, Operands.RANDOM), 28, 0.9).multiplyFj().value())
        .isLessThan(new CombMacro(PARALLEL, 28, 0.9).multiplyFj().value());
  }

  @Test
  void anotherCircuitOfAddersCountsByItsRatios() {
    CombShape custom =
        new CombShape(
            8,
            1,
            EIGHT,
            new AdderCircuit(0.5, 0.25, 1),
            Operands.RANDOM,
            false,
            SramCell.SIX_T,
            new RowAccess.Selector(1),
            0);
    CombMacro standard = new CombMacro(resting(1, Operands.RANDOM), 28, 0.9);
    CombMacro macro = new CombMacro(custom, 28, 0.9);
    double pairs = 64 * 0.487 * AT_28 * 0.81;
    assertThat(macro.multiplyFj().value() - pairs)
        .isCloseTo((standard.multiplyFj().value() - pairs) / 2, within(1e-6));
    assertThat(macro.logicUm2().value() - macro.inputsUm2().value())
        .isCloseTo((standard.logicUm2().value() - standard.inputsUm2().value()) / 4, within(1e-6));
  }

  @Test
  void aRowIsReadAsFromItsArray() {
    CombMacro macro = new CombMacro(boundary(20_000, 250, SramCell.SIX_T, 32), 14, 0.8);
    SramArray array = SramArrayTest.array(14, 0.8, 20_000, 250, 4);
    assertThat(macro.readFjPerBit().value()).isEqualTo(array.fjPerBit().value());
    assertThat(macro.readFjPerBitRange().high()).isEqualTo(array.randomFjPerBit().value());
    assertThat(macro.arrayUm2().value()).isEqualTo(array.areaUm2().value());
  }

  /// Bits on one line of 20,000 rows come later than gates are through.
  @Test
  void aLineOfAllRowsLimitsTheClock() {
    CombMacro cut = new CombMacro(boundary(20_000, 250, SramCell.SIX_T, 32), 14, 0.8);
    CombMacro whole = new CombMacro(boundary(20_000, 20_000, SramCell.SIX_T, 32), 14, 0.8);
    assertThat(cut.clockHz().value() / whole.clockHz().value()).isGreaterThan(5);
    assertThat(whole.readFjPerBit().value() / cut.readFjPerBit().value()).isGreaterThan(10);
  }

  /// Three gates, of which half change with the row.
  @Test
  void aSelectorTakesItsGatesAndASingleRowNothing() {
    assertThat(new CombMacro(resting(4, Operands.RANDOM), 28, 0.9).readFjPerBit().value())
        .isCloseTo(3 * 0.5 * 0.858 * AT_28 * 0.81, within(1e-6));
    assertThat(new CombMacro(resting(1, Operands.RANDOM), 28, 0.9).readFjPerBit().value()).isZero();
  }

  @Test
  void areaIsCellsOverEfficiencyGatesAndTheInputsRegisters() {
    CombMacro macro = new CombMacro(PARALLEL, 28, 0.9);
    assertThat(macro.arrayUm2().value())
        .isCloseTo(8 * 256 * 8 * 0.127 * 1.3 * (256 + 48) / 256 * (64 + 48) / 64, within(0.1));
    double gates = EIGHT.gates(Operands.RANDOM, true).area() + 8 * 8 * 5.67;
    assertThat(macro.logicUm2().value()).isCloseTo(gates * 0.614, within(0.1));
    CombMacro selected = new CombMacro(resting(4, Operands.RANDOM), 28, 0.9);
    assertThat(selected.logicUm2().value()).isCloseTo((gates + 64 * 3) * 0.614, within(0.1));
  }

  /// A group of 32 holds 256 bits of inputs, not the 64 of a row.
  @Test
  void theZeroSkipperIsItsGatesAndAGroupsInputs() {
    CombMacro macro = new CombMacro(boundary(256, 256, SramCell.EIGHT_T, 32), 28, 0.9);
    CombMacro dense = new CombMacro(PARALLEL, 28, 0.9);
    SkipperGates skipper = SkipperGates.of(32, 8, 8);
    double gateFj = 0.858 * AT_28 * 0.81;
    assertThat(macro.decodeFj().value())
        .isCloseTo(
            (skipper.decoder().switched() + skipper.registers().switched()) * gateFj, within(0.01));
    assertThat(macro.routeFj().value()).isCloseTo(skipper.routed() * gateFj, within(0.01));
    assertThat(dense.decodeFj().value()).isZero();
    assertThat(macro.logicUm2().value() - dense.logicUm2().value())
        .isCloseTo((skipper.area() + 192 * 5.67) * 0.614, within(0.1));
  }

  @Test
  void theClockIsTheLongestWay() {
    assertThat(new CombMacro(PARALLEL, 28, 0.9).clockHz().value())
        .isCloseTo(1e12 / (47.8 * (EIGHT.gates(Operands.RANDOM, true).depth() + 5)), within(1.0));
  }

  /// In two cycles it has half of the gates in each, and flip-flops between: 5.67 gates, a clock of
  /// 1.5 loads and a change of as many in every second cycle.
  @Test
  void aWayThatIsCutIsAsLongAsAStage() {
    CombMacro whole = new CombMacro(PARALLEL, 28, 0.9);
    CombShape cut =
        new CombShape(
            8,
            256,
            EIGHT,
            new AdderCircuit(1, 1, 2),
            Operands.RANDOM,
            true,
            SramCell.EIGHT_T,
            PARALLEL.access(),
            0);
    CombMacro macro = new CombMacro(cut, 28, 0.9);
    double bits = EIGHT.cutBits(2);
    assertThat(bits).isBetween(50.0, 400.0);
    double depth = EIGHT.gates(Operands.RANDOM, true).depth();
    assertThat(macro.clockHz().value()).isCloseTo(1e12 / (47.8 * (depth / 2 + 5)), within(1.0));
    assertThat(macro.logicUm2().value() - whole.logicUm2().value())
        .isCloseTo(bits * 5.67 * 0.614, within(1e-6));
    assertThat(macro.multiplyFj().value() - whole.multiplyFj().value())
        .isCloseTo(bits / 8 * 2.25 * 0.858 * AT_28 * 0.81, within(1e-6));
  }

  @Test
  void below2NanometresTheAreaIsMarked() {
    assertThat(new CombMacro(PARALLEL, 1.4, 0.7).logicUm2().isExtrapolated()).isTrue();
    assertThat(new CombMacro(PARALLEL, 3, 0.7).logicUm2().isExtrapolated()).isFalse();
  }

  @Test
  void voltageGoesBySquare() {
    double low = new CombMacro(PARALLEL, 65, 0.6).multiplyFj().value();
    assertThat(new CombMacro(PARALLEL, 65, 0.9).multiplyFj().value() / low)
        .isCloseTo(2.25, Percentage.withPercentage(1e-9));
  }

  /// 65 over 28 nm at nominal supplies: 1.464 / 0.4467 by the polynomials.
  @Test
  void above28NanometresCapacitanceGoesWithThePolynomials() {
    double at65 = new CombMacro(PARALLEL, 65, 0.9).multiplyFj().value();
    assertThat(at65 / new CombMacro(PARALLEL, 28, 0.9).multiplyFj().value())
        .isCloseTo(LogicScaling.capacitance(28, 65).value(), within(1e-9));
  }

  @Test
  void leakageRisesWithTheVoltage() {
    CombMacro at64 = new CombMacro(PARALLEL, 28, 0.64);
    double um2 = at64.arrayUm2().value() + at64.logicUm2().value();
    assertThat(at64.leakageW().value()).isCloseTo(um2 / 1e6 * 2.31e-3 / 3.93, within(1e-12));
    assertThat(new CombMacro(PARALLEL, 28, 1.28).leakageW().value() / at64.leakageW().value())
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void anEnergyOfUnknownOperandsReachesFromSparseToRandom() {
    CombMacro macro = new CombMacro(resting(1, Operands.USUAL), 28, 0.9);
    Interval unknown = macro.multiplyFjRange(/* known= */ false);
    Interval known = macro.multiplyFjRange(/* known= */ true);
    double random = new CombMacro(resting(1, Operands.RANDOM), 28, 0.9).multiplyFj().value();
    assertThat(unknown.high()).isCloseTo(1.3 * random, within(1e-6));
    assertThat(known.high()).isCloseTo(1.3 * macro.multiplyFj().value(), within(1e-6));
    assertThat(unknown.low()).isLessThan(known.low());
  }

  @Test
  void aClockReachesAsFarAsTheThreshold() {
    CombMacro macro = new CombMacro(PARALLEL, 28, 0.7);
    Interval clocks = macro.clockHzRange(new Interval(0.55, 0.65));
    assertThat(clocks.low())
        .isCloseTo(macro.withThreshold(0.65).clockHz().value() / 1.6, within(1e-3));
    assertThat(clocks.high())
        .isCloseTo(macro.withThreshold(0.55).clockHz().value() * 1.6, within(1e-3));
    assertThat(macro.clockHzRange(new Interval(0.55, 0.71)).low()).isZero();
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatThrownBy(() -> boundary(256, 257, SramCell.SIX_T, 0))
        .hasMessageContaining("must pass 1 to 256 rows, got 1 x 257");
    assertThatThrownBy(() ->
            new CombShape(
                12,
                1,
                EIGHT,
                AdderCircuit.STANDARD_CELLS,
                Operands.USUAL,
                false,
                SramCell.SIX_T,
                new RowAccess.Selector(1),
                0))
        .hasMessageContaining("must divide the 12 columns, got 8");
    assertThatThrownBy(() -> new AdderCircuit(0, 1, 1)).hasMessageContaining("must be positive");
  }
}
