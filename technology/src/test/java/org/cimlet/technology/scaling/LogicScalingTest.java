package org.cimlet.technology.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicScalingTest {
  @ParameterizedTest
  @CsvSource({
    // from nm, to nm at nominal supplies, factor of the energy; with a pocket calculator
    "20, 0.9, 16, 0.8, 0.60, 0.005",
    "20, 0.9,  7, 0.7, 0.24, 0.005",
    // 28 nm lies 28.4 % of the way from 32 to 20, logarithm against logarithm
    "28, 0.9, 14, 0.8, 0.266, 0.0005"
  })
  void capacitanceIsTheEnergyOfThePolynomialsOverTheVoltagesSquare(
      double fromNm, double fromV, double toNm, double toV, double energy, double digits) {
    Scaled scaled = LogicScaling.capacitance(fromNm, toNm);
    assertThat(scaled.value() * toV * toV / (fromV * fromV)).isCloseTo(energy, within(digits));
    assertThat(scaled.beyond()).isEmpty();
  }

  @Test
  void delayFollowsThePolynomialsToo() {
    // HP20 at 0.9 V: 34.63 x 0.81 - 66.37 x 0.9 + 41.15 = 9.4673; HP7 at 0.7 V: -9.803 + 37.534 -
    // 49.182 + 24.69 = 3.2391
    assertThat(LogicScaling.delay(20, 7).value()).isCloseTo(3.2391 / 9.4673, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "65, 32, 0.31",
    "32, 20, 0.46",
    "32, 16, 0.41",
    "32, 14, 0.38",
    "32, 10, 0.22",
    "32, 7, 0.13",
    "16, 7, 0.317"
  })
  void areaFollowsThePublishedFactors(double fromNm, double toNm, double factor) {
    assertThat(LogicScaling.area(fromNm, toNm).value()).isCloseTo(factor, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 1.8, 1.15", "5, 4, 1.06, 1.11", "5, 3, 1.6, 1.18", "3, 2, 1.15, 1.125"})
  void below7NanometresTheMakersAnnouncementsHold(
      double fromNm, double toNm, double denser, double faster) {
    assertThat(LogicScaling.area(fromNm, toNm).value()).isCloseTo(1 / denser, within(1e-9));
    assertThat(LogicScaling.delay(fromNm, toNm).value()).isCloseTo(1 / faster, within(1e-9));
  }

  @Test
  void thereAndBackIsWhereOneBegan() {
    assertThat(LogicScaling.capacitance(28, 12).times(LogicScaling.capacitance(12, 28)).value())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void aNodeOutsideTheTableIsMarked() {
    assertThat(LogicScaling.capacitance(28, 5).beyond())
        .containsExactly(
            "the logic table of Stillmaker and Baas ends at 7 and 90 nm, asked at 5 nm");
    assertThat(LogicScaling.area(28, 1.4).beyond())
        .containsExactly("the table of logic ends at 2 and 90 nm, asked at 1.4 nm");
    assertThat(LogicScaling.area(28, 12).isExtrapolated()).isFalse();
  }

  @Test
  void aProcessHasAPositiveNode() {
    assertThatThrownBy(() -> LogicScaling.area(0, 7)).hasMessageContaining("got 0.0 nm");
    assertThatThrownBy(() -> LogicScaling.area(7, Double.NaN)).hasMessageContaining("NaN");
  }
}
