package org.cimlet.technology.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.technology.scaling.LogicScaling.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicScalingTest {
  @ParameterizedTest
  @CsvSource({
    // from nm, V, to nm, V, factor; by the polynomials, with a pocket calculator
    "20, 0.9, 16, 0.8, 0.60, 0.005",
    "20, 0.9,  7, 0.7, 0.24, 0.005",
    "65, 1.0, 16, 0.8, 0.09, 0.005",
    // 28 nm lies 28.4 % of the way from 32 to 20, logarithm against logarithm
    "28, 1.03, 14, 0.8, 0.198, 0.0005",
    "45, 0.9,  28, 1.03, 0.696, 0.0005",
    "45, 0.9,  14, 0.8, 0.138, 0.0005",
  })
  void energyFollowsTheRatioOfTwoPolynomials(
      double fromNm, double fromV, double toNm, double toV, double factor, double digits) {
    Scaled scaled = LogicScaling.energy(new Point(fromNm, fromV), new Point(toNm, toV));
    assertThat(scaled.value()).isCloseTo(factor, within(digits));
    assertThat(scaled.beyond()).isEmpty();
  }

  @Test
  void delayFollowsThePolynomialsToo() {
    // HP20 at 0.9 V: 34.63 x 0.81 - 66.37 x 0.9 + 41.15 = 9.4673; HP7 at 0.7 V: -9.803 + 37.534 -
    // 49.182 + 24.69 = 3.2391
    assertThat(LogicScaling.delay(new Point(20, 0.9), new Point(7, 0.7)).value())
        .isCloseTo(3.2391 / 9.4673, within(1e-4));
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

  @Test
  void thereAndBackIsWhereOneBegan() {
    Point here = new Point(28, 0.9);
    Point there = new Point(12, 0.72);
    assertThat(LogicScaling.energy(here, there).times(LogicScaling.energy(there, here)).value())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void aNodeOutsideTheTableIsMarked() {
    Scaled scaled = LogicScaling.energy(new Point(28, 0.9), new Point(5, 0.7));
    assertThat(scaled.isExtrapolated()).isTrue();
    assertThat(scaled.beyond())
        .containsExactly(
            "the logic table of Stillmaker and Baas ends at 7 and 90 nm, asked at 5 nm");
    assertThat(LogicScaling.area(28, 3).isExtrapolated()).isTrue();
    assertThat(LogicScaling.area(28, 12).isExtrapolated()).isFalse();
  }

  @Test
  void aVoltageWhereAFitTurnsBackIsMarked() {
    // HP32's delay rises again from 0.85 V on; its energy does not
    Point beyond = new Point(32, 1.0);
    assertThat(LogicScaling.delay(beyond, new Point(20, 0.8)).beyond())
        .singleElement()
        .asString()
        .contains("delay fit", "32 nm", "1.0 V");
    assertThat(LogicScaling.energy(beyond, new Point(20, 0.8)).beyond()).isEmpty();
  }

  @Test
  void aProcessHasAPositiveNode() {
    assertThatThrownBy(() -> LogicScaling.area(0, 7)).hasMessageContaining("got 0.0 nm");
    assertThatThrownBy(() -> LogicScaling.area(7, Double.NaN)).hasMessageContaining("NaN");
  }
}
