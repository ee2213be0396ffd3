package org.cimlet.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SourcedTest {
  @Test
  void aStatedRangeWinsOverTheUsualSpread() {
    Sourced stated = new Sourced(0.8, Evidence.ASSUMED, "why", new Interval(0.7, 0.9));
    assertThat(stated.interval()).isEqualTo(new Interval(0.7, 0.9));
    assertThat(new Sourced(3, Evidence.ASSUMED, "why").interval()).isEqualTo(new Interval(2, 4.5));
    assertThat(new Sourced(0, Evidence.ASSUMED, "why").interval()).isEqualTo(new Interval(0, 0));
  }

  @Test
  void theBetterTheEvidenceTheNarrowerTheSpread() {
    assertThat(Evidence.values()).extracting(Evidence::spread).isSorted();
  }

  @Test
  void aNumberLiesInItsRange() {
    assertThatThrownBy(() -> new Sourced(1, Evidence.ASSUMED, "why", new Interval(2, 3)))
        .hasMessageContaining("must lie in its range, got 1.0");
    assertThatThrownBy(() -> new Interval(3, 2)).hasMessageContaining("got 3.0 to 2.0");
  }

  @Test
  void halfOfThePossibleLiesBelowTheValue() {
    Interval range = new Interval(2, 10);
    assertThat(range.quantile(4, 0)).isEqualTo(2);
    assertThat(range.quantile(4, 0.25)).isCloseTo(3, within(1e-12));
    assertThat(range.quantile(4, 0.5)).isEqualTo(4);
    assertThat(range.quantile(4, 0.75)).isCloseTo(7, within(1e-12));
    assertThat(range.quantile(4, 1)).isEqualTo(10);
  }
}
