package org.cimlet.technology.silicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.silicon.Comparison.Figure;
import org.cimlet.technology.silicon.Comparison.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedMacrosTest {
  /// Twice the multiplies over the time are the operations said to come of it, and the multiplies
  /// are those of the shape.
  @Test
  void figuresThatAreUsedFitTogether() {
    assertThat(PublishedMacros.all())
        .allSatisfy(macro -> {
          assertThat(macro.rate().closes()).isTrue();
          assertThat(macro.macs()).isEqualTo(macro.rate().macs());
        });
  }

  /// The bars wanted are 1.12 and 1.7 for energies, 1.2 and 1.5 for areas, 1.25 and 1.6 for cycles;
  /// what is missed of them is on the page.
  @ParameterizedTest
  @CsvSource({"ENERGY, 12, 1.10, 1.21, 1.7", "AREA, 7, 1.0, 1.15, 1.55", "DELAY, 7, 1.3, 1.4, 2.3"})
  void predictionsComeOutWithinThePrintedErrors(
      Figure figure, int count, double least, double median, double worst) {
    double[] factors =
        PublishedMacros.comparisons().stream()
            .filter(row -> row.figure() == figure && row.isPrediction())
            .mapToDouble(Comparison::factor)
            .sorted()
            .toArray();
    assertThat(factors).hasSize(count);
    int half = count / 2;
    double middle = count % 2 == 1 ? factors[half] : (factors[half - 1] + factors[half]) / 2;
    assertThat(middle).as(Arrays.toString(factors)).isBetween(least, median);
    assertThat(factors[count - 1]).isLessThan(worst);
  }

  /// Nine of ten were wanted.
  @Test
  void allButThreeLieWithinTheirBands() {
    List<Comparison> predicted =
        PublishedMacros.comparisons().stream().filter(Comparison::isPrediction).toList();
    assertThat(predicted).hasSize(26).filteredOn(row -> !row.isInside()).hasSize(3);
  }

  @Test
  void whatTheConstantsWereFittedToComesOut() {
    assertThat(PublishedMacros.comparisons())
        .filteredOn(row -> row.role() == Role.CALIBRATED && row.figure() == Figure.ENERGY)
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.ratio()).isCloseTo(1, within(0.01)));
  }

  /// Supplies within 0.1 V of a threshold that was not measured.
  @Test
  void cyclesNearTheThresholdAreRefused() {
    assertThat(PublishedMacros.all())
        .filteredOn(macro -> !macro.refused().isEmpty())
        .extracting(PublishedMacro::name)
        .containsExactly("VLSI 2023, 137 TOPS/W", "ISSCC 2023, TensorCIM");
  }

  /// By hand for 22 nm: 64 trees share 256 inputs of 4 bits.
  @Test
  void areasAreCellsTreesAndInputsThatAreHeldOnce() {
    PublishedMacro tsmc = PublishedMacros.all().getFirst();
    double tree = tsmc.shape().datapath().gates(Operands.USUAL, false).area();
    double gates = 64 * tree + 256 * 4 * 5.67;
    double gateUm2 = new MacroLogic(ProcessPoint.usual(22, 0.9)).nandUm2().value();
    double cells = 65_536 * SramCell.SIX_T.areaUm2(22).value() / 0.7;
    Comparison area =
        tsmc.comparisons().stream()
            .filter(row -> row.figure() == Figure.AREA)
            .findFirst()
            .orElseThrow();
    assertThat(area.modelled()).isCloseTo((gates * gateUm2 + cells) / 1e6, within(1e-9));
  }
}
