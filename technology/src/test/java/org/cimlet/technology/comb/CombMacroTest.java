package org.cimlet.technology.comb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.cimlet.technology.comb.PublishedMacro.Role;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;

class CombMacroTest {
  private static final CombShape PARALLEL =
      new CombShape(8, 256, 8, 8, 8, 32, SramCell.EIGHT_T, 256, 0);

  @Test
  void aMultiplyTakesItsGates() {
    // 64 ands + 56 adders x 6 = 400 gates; a tree of 4 x 16 + 2 x 17 + 18 = 116 adders x 6 and 32
    // accumulator bits x 9, shared by 8 columns: 123; at 0.7 fF x 0.81 V2 x 0.466 = 0.26422 fJ
    assertThat(new CombMacro(PARALLEL, 28, 0.9).multiplyFj().value())
        .isCloseTo((400 + (116 * 6 + 32 * 9) / 8.0) * 0.264222, within(0.01));
  }

  @Test
  void inputsThatComeBitByBitTakeACycleEach() {
    // a cycle: 8 ands, a tree of 4 x 8 + 2 x 9 + 10 = 60 adders, 32 accumulator bits
    CombShape serial = new CombShape(8, 256, 8, 8, 1, 32, SramCell.EIGHT_T, 256, 0);
    double cycle = (8 + (60 * 6 + 32 * 9) / 8.0) * 0.264222;
    assertThat(new CombMacro(serial, 28, 0.9).multiplyFj().value())
        .isCloseTo(8 * cycle, within(0.01));
  }

  @Test
  void aShortRowReadsAsCactiSays() {
    // 64 bits: 0.40 pJ of 128 rows, 0.56 pJ of 256
    assertThat(
            64
                * new RowRead(ProcessPoint.usual(28, 0.9), SramCell.SIX_T.areaUm2(28), 128, 0)
                    .fjPerBit()
                    .value())
        .isCloseTo(400, within(1e-6));
    assertThat(
            64
                * new RowRead(ProcessPoint.usual(28, 0.9), SramCell.SIX_T.areaUm2(28), 256, 0)
                    .fjPerBit()
                    .value())
        .isCloseTo(560, within(1e-6));
  }

  @Test
  void twentyThousandRowsOnOneBitLineTakeThirtyTimesAShortRow() {
    double shortRow =
        new RowRead(ProcessPoint.usual(14, 0.8), SramCell.SIX_T.areaUm2(14), 256, 0)
            .fjPerBit()
            .value();
    double whole =
        new RowRead(ProcessPoint.usual(14, 0.8), SramCell.SIX_T.areaUm2(14), 20_000, 0)
            .fjPerBit()
            .value();
    assertThat(whole / shortRow).isBetween(30.0, 60.0);
  }

  @Test
  void aLineCutIntoSegmentsPaysForTheWayToTheEdge() {
    CombShape cut = new CombShape(8, 20_000, 8, 8, 8, 32, SramCell.SIX_T, 256, 32);
    CombMacro macro = new CombMacro(cut, 14, 0.8);
    double segment =
        new RowRead(ProcessPoint.usual(14, 0.8), SramCell.SIX_T.areaUm2(14), 256, 0)
            .fjPerBit()
            .value();
    // 1.28 Mbit x 0.064 um2 / 0.7: 342 um of wire; x 0.2 fF/um x 0.64 V2 / 4
    assertThat(macro.readFjPerBit().value() - segment)
        .isCloseTo(342.1 * 0.2 * 0.64 / 4, within(0.01));
  }

  @Test
  void areaIsCellsOverEfficiencyAndGates() {
    CombMacro macro = new CombMacro(PARALLEL, 28, 0.9);
    assertThat(macro.arrayUm2().value()).isCloseTo(8 * 256 * 8 * 0.127 * 1.3 / 0.7, within(0.1));
    // 8 x (64 + 56 x 7.8 + 8 x 6) + 116 x 7.8 + 32 x 13.8 gates
    assertThat(macro.logicUm2().value())
        .isCloseTo((8 * (64 + 436.8 + 48) + 904.8 + 441.6) * 0.614, within(0.1));
  }

  @Test
  void theZeroSkipperIsItsGates() {
    CombShape packed = new CombShape(8, 256, 8, 8, 8, 32, SramCell.EIGHT_T, 256, 32);
    CombMacro macro = new CombMacro(packed, 28, 0.9);
    assertThat(macro.decodeFj().value()).isCloseTo(1198 * 0.264222, within(0.1));
    assertThat(macro.routeFj().value()).isCloseTo(960 * 3 * 0.264222, within(0.1));
    assertThat(new CombMacro(PARALLEL, 28, 0.9).decodeFj().value()).isZero();
  }

  @Test
  void theClockIsTheCarrysWay() {
    // 1 + 2 x (7 + 3 + 32) + 5 = 90 gates of 47.8 ps
    assertThat(new CombMacro(PARALLEL, 28, 0.9).clockHz().value())
        .isCloseTo(1e12 / (90 * 47.8), within(1.0));
  }

  @Test
  void below7NanometresTheAreaIsMarked() {
    CombMacro macro = new CombMacro(PARALLEL, 3, 0.7);
    assertThat(macro.logicUm2().isExtrapolated()).isTrue();
    assertThat(macro.arrayUm2().isExtrapolated()).isFalse();
    assertThat(new CombMacro(PARALLEL, 28, 0.9).logicUm2().isExtrapolated()).isFalse();
  }

  @Test
  void macrosItWasFittedToComeOut() {
    assertThat(of(Role.CALIBRATED))
        .hasSize(2)
        .allSatisfy(macro -> assertThat(macro.ratio()).isCloseTo(1, within(0.1)));
  }

  @Test
  void macrosItWasNotFittedToComeOutWithinThePrintedErrors() {
    double[] errors =
        of(Role.PREDICTED).stream().mapToDouble(CombMacroTest::error).sorted().toArray();
    assertThat(errors).hasSize(15);
    assertThat(errors[7]).as("median, %s", Arrays.toString(errors)).isBetween(0.15, 0.35);
    assertThat(errors[14]).as("worst").isLessThan(6);
  }

  /// Of the larger over the smaller: twice too much and half as much are equally wrong.
  private static double error(PublishedMacro macro) {
    return Math.max(macro.ratio(), 1 / macro.ratio()) - 1;
  }

  private static List<PublishedMacro> of(Role role) {
    return PublishedMacro.all().stream().filter(macro -> macro.role() == role).toList();
  }

  /// By hand for 22 nm: 64 trees share 256 inputs.
  @Test
  void areasOfPublishedMacrosAreCellsTreesAndInputsThatAreHeldOnce() {
    PublishedArea tsmc =
        PublishedArea.all().stream()
            .filter(macro -> macro.name().equals("TSMC ISSCC 2021"))
            .findFirst()
            .orElseThrow();
    // a tree over 256: 128 x 4 + 64 x 5 + 32 x 6 + 16 x 7 + 8 x 8 + 4 x 9 + 2 x 10 + 11 adders
    double tree = 512 + 320 + 192 + 112 + 64 + 36 + 20 + 11;
    double gates = 64 * (256 * 4 + tree * 7.8 + 16 * 13.8) + 256 * 8 * 6;
    double gateUm2 = new MacroLogic(ProcessPoint.usual(22, 0.9)).nandUm2().value();
    double cells = 65_536 * SramCell.SIX_T.areaUm2(22).value() / 0.7;
    assertThat(tsmc.modelledMm2().value()).isCloseTo((gates * gateUm2 + cells) / 1e6, within(1e-9));
  }

  @Test
  void areasComeOutWithinThePrintedErrors() {
    double[] errors =
        PublishedArea.all().stream()
            .filter(macro -> macro.role() == Role.PREDICTED)
            .mapToDouble(macro -> Math.max(macro.ratio(), 1 / macro.ratio()))
            .sorted()
            .toArray();
    assertThat(errors).hasSize(6);
    assertThat((errors[2] + errors[3]) / 2).as(Arrays.toString(errors)).isBetween(1.2, 1.5);
    assertThat(errors[5]).isLessThan(3.5);
    assertThat(PublishedArea.all()).filteredOn(macro -> macro.role() == Role.CALIBRATED).hasSize(3);
  }

  @Test
  void voltageGoesBySquare() {
    double low = new CombMacro(PARALLEL, 14, 0.6).multiplyFj().value();
    assertThat(new CombMacro(PARALLEL, 14, 0.9).multiplyFj().value() / low)
        .isCloseTo(2.25, Percentage.withPercentage(1e-9));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatThrownBy(() -> new CombShape(8, 256, 8, 8, 9, 32, SramCell.SIX_T, 256, 0))
        .hasMessageContaining("1 to 8 bits of an input at once, got 9");
    assertThatThrownBy(() -> new CombShape(8, 256, 8, 8, 8, 32, SramCell.SIX_T, 257, 0))
        .hasMessageContaining("must pass 1 to 256 rows, got 257");
  }
}
