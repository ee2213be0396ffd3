package org.cimlet.paper.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperRowTest {
  @Test
  void aFigureThatLeavesItsExpectationHasRegressed() {
    PaperRow row =
        claim().printed("203", "M").computed(Basis.NETWORK, 202.375).corrected("201.4", "broken");
    assertThat(row.regressed()).isTrue();
    assertThat(row.regression())
        .hasValue("section 1.2, weights of a layer: must be 201.35 to 201.45 M, got 202.375");
  }

  @Test
  void aFigureThatRoundsToThePrintedDigitsHasNot() {
    assertThat(claim().printed("6.5", "G").computed(Basis.NETWORK, 6.476).reproduced().regressed())
        .isFalse();
    assertThat(claim().printed("6.5", "G").computed(Basis.NETWORK, 6.449).reproduced().regressed())
        .isTrue();
  }

  @Test
  void aPrintedBoundMustHoldWhateverIsExpected() {
    PaperRow row =
        claim()
            .printedAtLeast("85", "%")
            .computed(Basis.NETWORK, 84.2)
            .reproducedBound("84.2", "broken");
    assertThat(row.regression())
        .hasValue("section 1.2, weights of a layer: must be ≥ 85 %, got 84.2");
  }

  @Test
  void notANumberHasRegressed() {
    assertThat(
            claim().unprinted("M").computed(Basis.NETWORK, Double.NaN).implied("1", "").regressed())
        .isTrue();
  }

  @Test
  void whatIsNotComputedCannotRegress() {
    assertThat(claim().printed("841", "ms").notReproducible("no workload").regressed()).isFalse();
    assertThat(claim().printed("28", "nm").given("as built").regressed()).isFalse();
  }

  @Test
  void theRatioIsComputedOverPrinted() {
    assertThat(
            claim()
                .printed("64", "Tbit/s")
                .computed(Basis.WALL, 518.08)
                .corrected("518.1", "bytes")
                .ratio())
        .hasValueCloseTo(8.095, within(0.0005));
    assertThat(claim().unprinted("x").computed(Basis.WALL, 1).implied("1", "").ratio()).isEmpty();
  }

  @Test
  void aRowMustBeWhatItsStatusSays() {
    assertThatThrownBy(() -> claim().printed("1", "M").notReproducible(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must say why");
    assertThatThrownBy(() -> claim().printed("1", "M").computed(Basis.WALL, 1).implied("1", ""))
        .hasMessageContaining("must have no printed figure");
    assertThatThrownBy(() -> claim().unprinted("M").implied("1", ""))
        .hasMessageContaining("must have a value, a basis and an expectation");
    assertThatThrownBy(() -> claim().printed("1", "M").computed(Basis.WALL, 1).given("an input"))
        .hasMessageContaining("must not have a value");
    assertThatThrownBy(() -> claim().unprinted("M").computed(Basis.WALL, 1).reproduced())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no printed figure");
  }

  @ParameterizedTest
  @CsvSource({
    "518.1, 518.05, true", "518.1, 518.15, true", "518.1, 518.04, false", "518.1, 518.16, false",
    "33, 33, true", "33, 34, false", "0.7080, 0.70804, true", "0.7080, 0.7081, false",
    "0.000164, 0.0001644, true", "0.000164, 0.164, false"
  })
  void valuesRoundToDigits(String digits, double value, boolean accepted) {
    assertThat(Expectation.rounding(digits).accepts(value)).isEqualTo(accepted);
  }

  @Test
  void anExpectationNeedsItsBoundsInOrder() {
    assertThatThrownBy(() -> new Expectation(2, 1)).hasMessageContaining("got 2.0 to 1.0");
  }

  private static Claim claim() {
    return Claim.of(Section.BANDWIDTH_WALL, "weights of a layer");
  }
}
