package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Every expectation is worked out by hand from the figures of [Toy].
class EstimatorTest {
  private static final double ROW_S = 10e-9;
  private static final Scenario ONE = new Scenario(100, 100, 1, 50);

  /// Rows a macro reads for each step; 64 inputs are 8 tiles, 128 inputs 16; four macros.
  ///
  /// qkv 192 x 8 / 4 = 384, attention out 64 x 8 / 4 = 128, gate and up 256 x 8 / 4 = 512, down 64
  /// x 16 / 4 = 256, head 256 x 8 / 4 = 512.
  private static final int LAYER_ROWS = 384 + 128 + 512 + 256;

  private static final int HEAD_ROWS = 512;

  @Test
  void macros_take_a_row_time_for_each_row() {
    // A layer has 1,280 rows and a chiplet 1,000: two layers and the head take four chiplets.
    Plan plan = Toy.plan(2, 4, ONE);
    Estimate estimate = Estimator.estimate(plan);
    double busy = estimate.chiplets().stream().mapToDouble(Estimate.ChipletLoad::busyS).sum();
    assertThat(busy).isCloseTo((2 * LAYER_ROWS + HEAD_ROWS) * ROW_S, within(1e-12));
  }

  @Test
  void every_row_is_read_once_and_every_weight_multiplied_once() {
    ActionCounts counts = Estimator.estimate(Toy.plan(2, 4, ONE)).actions();
    double weights = 2 * (4 * 64 * 64 + 3 * 64 * 128) + 256 * 64;
    assertThat(counts.of(Action.MULTIPLY)).isEqualTo(weights);
    assertThat(counts.of(Action.MACRO_READ)).isEqualTo(8 * weights);
    assertThat(counts.of(Action.ROW_READ)).isEqualTo(weights / 8);
    assertThat(counts.of(Action.ZERO_SKIPPER)).isZero();
  }

  @Test
  void packed_rows_are_a_quarter_and_bring_their_masks() {
    ActionCounts counts = Estimator.estimate(Toy.packed(2, 4, ONE)).actions();
    double layers = 2 * (4 * 64 * 64 + 3 * 64 * 128);
    double head = 256 * 64;
    assertThat(counts.of(Action.MULTIPLY)).isEqualTo(layers / 4 + head);
    assertThat(counts.of(Action.ZERO_SKIPPER)).isEqualTo(layers / 32);
    assertThat(counts.of(Action.MACRO_READ)).isEqualTo(layers / 32 * 96 + head * 8);
  }

  @Test
  void a_single_sequence_waits_for_each_part_in_turn() {
    // One layer: rows 0-383 qkv, 384-511 attention out, 512-999 of gate and up on chiplet 0; the
    // rest
    // of gate and up, down and the head on chiplets 1 and 2.
    Plan plan = Toy.plan(1, 3, ONE);
    Estimate estimate = Estimator.estimate(plan);
    assertThat(seconds(estimate, Resource.HOST_MEMORY))
        .as("100 positions of 128 bytes read and 128 written, and the embedding's row, at 1 GB/s")
        .isCloseTo(101 * 128e-9 + 64 * 2e-9, within(1e-12));
    assertThat(seconds(estimate, Resource.HOST_DISPATCH))
        .as("the host notices queries, and scores")
        .isCloseTo(2 * 10e-9, within(1e-15));
  }

  @Test
  void links_carry_what_the_steps_send() {
    Plan plan = Toy.plan(1, 3, ONE);
    Estimate estimate = Estimator.estimate(plan);
    // To the host: 192 results of qkv at 8 bits, 256 scores at 16 as the residual stream has.
    assertThat(link(estimate, "chiplet0>host").bitsPerToken())
        .isCloseTo(192 * 8 + 256 * 16.0, within(1e-9));
    // From the host: the embedding's row at 16 bits, the attention's result at 8.
    assertThat(link(estimate, "host>chiplet0").bitsPerToken())
        .isCloseTo(64 * 16 + 64 * 8.0, within(1e-9));
  }

  @Test
  void many_sequences_are_as_fast_as_the_busiest_resource() {
    Plan one = Toy.plan(2, 4, new Scenario(100, 1000, 1, 50));
    Estimate.Decode decode = Estimator.estimate(one).decode();
    // Two layers x 1,001 positions x 128 bytes, and the embedding's row, at 1 GB/s.
    double memory = 2 * 1001 * 128e-9 + 64 * 2e-9;
    assertThat(decode.peakThroughputTokensPerS()).isCloseTo(1 / memory, within(1e-6 / memory));
    assertThat(decode.peakBottleneck().resource()).isEqualTo(Resource.HOST_MEMORY);
    assertThat(decode.peakBottleneck().name()).isEqualTo("host");

    Plan hundred = Toy.plan(2, 4, new Scenario(100, 1000, 100, 50));
    Estimate.Decode crowded = Estimator.estimate(hundred).decode();
    assertThat(crowded.throughputTokensPerS())
        .isCloseTo(decode.peakThroughputTokensPerS(), within(1e-6 / memory));
    assertThat(crowded.tpotS()).isCloseTo(100 * memory, within(1e-9));
    assertThat(crowded.tpotBatch1S()).isEqualTo(decode.tpotBatch1S());
  }

  @Test
  void at_short_contexts_the_fullest_chiplet_is_the_limit() {
    Plan plan = Toy.plan(2, 4, new Scenario(1, 1, 1, 1));
    Estimate.Decode decode = Estimator.estimate(plan).decode();
    assertThat(decode.peakBottleneck().resource()).isEqualTo(Resource.MACROS);
    assertThat(decode.peakThroughputTokensPerS()).isCloseTo(1 / (1000 * ROW_S), within(1.0));
  }

  @Test
  void energy_is_counted_actions_times_their_price() {
    Plan plan = Toy.plan(1, 3, ONE);
    Estimate estimate = Estimator.estimate(plan);
    double weights = 4 * 64 * 64 + 3 * 64 * 128 + 256 * 64;
    assertThat(joules(estimate, Action.MACRO_READ)).isCloseTo(weights * 8 * 1e-15, within(1e-20));
    assertThat(joules(estimate, Action.MULTIPLY)).isCloseTo(weights * 10e-15, within(1e-20));
    assertThat(joules(estimate, Action.LEAKAGE))
        .isCloseTo(3 * 3e-3 * estimate.decode().tpotS(), within(1e-18));
    double sum = estimate.energy().stream().mapToDouble(EnergyShare::joulesPerToken).sum();
    assertThat(estimate.decode().energyPerTokenJ()).isCloseTo(sum, within(1e-18));
  }

  @Test
  void the_prompt_is_read_chunk_after_chunk() {
    Estimate two = Estimator.estimate(Toy.plan(1, 3, new Scenario(100, 100, 1, 50)));
    Estimate whole = Estimator.estimate(Toy.plan(1, 3, new Scenario(100, 100, 1, 100)));
    assertThat(two.prefill().ttftS())
        .as("two chunks overlap in the pipeline, one cannot")
        .isLessThan(whole.prefill().ttftS());
    double rows = (LAYER_ROWS + HEAD_ROWS) * ROW_S;
    assertThat(whole.prefill().ttftS()).isGreaterThan(100 * rows / 3);
  }

  private static double seconds(Estimate estimate, Resource part) {
    return estimate.time().stream()
        .filter(share -> share.resource() == part)
        .mapToDouble(Estimate.TimeShare::seconds)
        .sum();
  }

  private static double joules(Estimate estimate, Action action) {
    return estimate.energy().stream()
        .filter(share -> share.action() == action)
        .mapToDouble(EnergyShare::joulesPerToken)
        .sum();
  }

  private static Estimate.LinkLoad link(Estimate estimate, String name) {
    return estimate.links().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
