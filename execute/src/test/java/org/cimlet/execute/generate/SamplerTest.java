package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /// Chances 1/2, 1/4, 1/8, 1/8.
  private static final float[] SCORES = {
    (float) Math.log(4), (float) Math.log(2), 0, 0,
  };

  private static int[] counts(Sampling sampling, int draws) {
    Sampler sampler = new Sampler(sampling);
    int[] counts = new int[SCORES.length];
    for (int i = 0; i < draws; i++) {
      counts[sampler.pick(SCORES)]++;
    }
    return counts;
  }

  @Test
  void temperature_zero_takes_the_likeliest_and_of_equals_the_first() {
    Sampler greedy = new Sampler(Sampling.greedy());
    assertThat(greedy.pick(new float[] {1, 3, 3, 2})).isEqualTo(1);
    assertThat(greedy.pick(new float[] {-5, -7})).isZero();
  }

  @Test
  void draws_follow_the_chances() {
    int[] counts = counts(new Sampling(1, 1, 42), 80_000);
    assertThat(counts[0] / 80_000.0).isCloseTo(0.5, within(0.01));
    assertThat(counts[1] / 80_000.0).isCloseTo(0.25, within(0.01));
    assertThat(counts[2] / 80_000.0).isCloseTo(0.125, within(0.01));
    assertThat(counts[3] / 80_000.0).isCloseTo(0.125, within(0.01));
  }

  /// At temperature 1/2 chances are squared: 16, 4, 1, 1 of 22.
  @Test
  void a_lower_temperature_sharpens_them() {
    int[] counts = counts(new Sampling(0.5, 1, 42), 80_000);
    assertThat(counts[0] / 80_000.0).isCloseTo(16 / 22.0, within(0.01));
    assertThat(counts[3] / 80_000.0).isCloseTo(1 / 22.0, within(0.01));
  }

  /// 1/2 + 1/4 is the least sum of at least 0.7: 2 of 3, 1 of 3, never the rest.
  @Test
  void top_p_draws_from_the_fewest_likeliest_tokens_that_make_it_up() {
    int[] counts = counts(new Sampling(1, 0.7, 42), 80_000);
    assertThat(counts[0] / 80_000.0).isCloseTo(2 / 3.0, within(0.01));
    assertThat(counts[1] / 80_000.0).isCloseTo(1 / 3.0, within(0.01));
    assertThat(counts[2] + counts[3]).isZero();
    assertThat(counts(new Sampling(1, 0.4, 42), 100)).containsExactly(100, 0, 0, 0);
  }

  /// The first draws of `new java.util.Random(7)` are 0.7307, 0.7492, 0.3483: its contract, worked
  /// out by its formula in another language.
  @Test
  void the_same_seed_draws_the_same_tokens() {
    Sampler sampler = new Sampler(new Sampling(1, 1, 7));
    assertThat(List.of(sampler.pick(SCORES), sampler.pick(SCORES), sampler.pick(SCORES)))
        .containsExactly(1, 1, 0);
    assertThat(counts(new Sampling(1, 0.9, 3), 1000))
        .isEqualTo(counts(new Sampling(1, 0.9, 3), 1000));
    assertThat(counts(new Sampling(1, 0.9, 3), 1000))
        .isNotEqualTo(counts(new Sampling(1, 0.9, 4), 1000));
  }

  @Test
  void scores_that_are_no_numbers_are_not_drawn_from() {
    Sampler sampler = new Sampler(Sampling.greedy());
    assertThatThrownBy(() -> sampler.pick(new float[] {1, Float.NaN}))
        .isInstanceOf(NonFiniteScoresException.class);
    assertThatThrownBy(() -> new Sampling(-1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling(Double.NaN, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sampling(1, 1.1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
