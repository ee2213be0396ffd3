package org.cimlet.technology.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SramCellTest {
  @ParameterizedTest
  @CsvSource({"28, 16, 0.55", "16, 7, 0.39", "7, 5, 0.78", "5, 3, 1.0"})
  void cellsShrinkByTheirOwnLaw(double fromNm, double toNm, double factor) {
    Scaled scaled = SramCell.area(fromNm, toNm);
    assertThat(scaled.value()).isCloseTo(factor, within(0.005));
    assertThat(scaled.beyond()).isEmpty();
  }

  @Test
  void cellsStoppedShrinkingWhereLogicWentOn() {
    assertThat(SramCell.area(16, 7).value()).isGreaterThan(1.2 * LogicScaling.area(16, 7).value());
  }

  @Test
  void betweenTwoNodesACellLiesBetweenTheirs() {
    // 22 nm is 43.1 % of the way from 28 to 16, logarithm against logarithm: 0.127 x 0.551^0.431
    assertThat(SramCell.SIX_T.areaUm2(22).value()).isCloseTo(0.0983, within(0.0005));
  }

  @Test
  void moreTransistorsTakeMoreArea() {
    assertThat(SramCell.EIGHT_T.areaUm2(28).value()).isCloseTo(1.3 * 0.127, within(1e-9));
    assertThat(SramCell.TWELVE_T.areaUm2(5).value()).isCloseTo(2 * 0.021, within(1e-9));
  }

  @Test
  void aNodeOutsideTheTableIsMarked() {
    assertThat(SramCell.SIX_T.areaUm2(1.4).beyond())
        .containsExactly("the table of SRAM cells ends at 2 and 65 nm, asked at 1.4 nm");
    assertThat(SramCell.SIX_T.areaUm2(90).isExtrapolated()).isTrue();
  }
}
