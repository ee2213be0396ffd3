package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeritTest {
  private static final Merit ONE = new Merit(2, 1000.5, 0.5);

  @Test
  void what_is_within_a_hundredth_is_nearly_the_fastest() {
    assertThat(ONE.isNearly(1.99)).isTrue();
    assertThat(ONE.isNearly(1.97)).isFalse();
  }

  @Test
  void of_those_the_peak_comes_first() {
    assertThat(compare(new Merit(2, 1010, 9), ONE)).isNegative();
    assertThat(compare(new Merit(2, 990, 0.1), ONE)).isPositive();
  }

  @Test
  void of_equal_peaks_the_one_that_is_faster_for_a_lone_sequence() {
    assertThat(compare(new Merit(2, 1000.5, 0.4), ONE)).isNegative();
    assertThat(compare(ONE, ONE)).isZero();
  }

  /// Whichever are compared first, the same one is left: of three that each differ by little from
  /// the next none goes before itself by way of the others.
  @Test
  void the_order_is_one_of_all_merits() {
    SplittableRandom random = new SplittableRandom(3);
    List<Merit> merits = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      merits.add(
          new Merit(1, 1000 * (1 + 0.003 * random.nextDouble()), 1 + 0.03 * random.nextDouble()));
    }
    for (Merit a : merits) {
      for (Merit b : merits) {
        for (Merit c : merits) {
          boolean both = compare(a, b) < 0 && compare(b, c) < 0;
          assertThat(both && compare(a, c) >= 0).isFalse();
        }
      }
    }
  }

  private static int compare(Merit one, Merit other) {
    return Merit.PEAK_THEN_ALONE.compare(one, other);
  }
}
