package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeritTest {
  private static final Merit FILLED = new Merit(2, 1000, 0.5);

  @Test
  void a_shorter_time_in_the_batch_comes_first() {
    assertThat(new Merit(1.9, 10, 9).isBetterThan(FILLED)).isTrue();
    assertThat(new Merit(2.1, 9999, 0.1).isBetterThan(FILLED)).isFalse();
  }

  @Test
  void then_the_peak() {
    assertThat(new Merit(2, 1010, 9).isBetterThan(FILLED)).isTrue();
    assertThat(new Merit(2, 990, 0.1).isBetterThan(FILLED)).isFalse();
  }

  @Test
  void of_those_alike_in_both_the_one_that_is_faster_for_a_lone_sequence() {
    assertThat(new Merit(2, 1000, 0.4).isBetterThan(FILLED)).isTrue();
    assertThat(new Merit(2, 1000, 0.499).isBetterThan(FILLED)).isFalse();
    assertThat(FILLED.isBetterThan(FILLED)).isFalse();
  }
}
