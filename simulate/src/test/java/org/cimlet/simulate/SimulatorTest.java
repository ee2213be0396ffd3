package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.SimulationOptions.PromptScores;
import org.cimlet.simulate.SimulationOptions.Start;
import org.junit.jupiter.api.Test;

/// Every expectation is worked out by hand from the figures of [Toy].
class SimulatorTest {
  private static final SimulationOptions TWENTY = SimulationOptions.measuring(20);

  /// Weights of a layer and of the head.
  private static final long LAYER = 4 * 64 * 64 + 3 * 64 * 128;

  private static final long HEAD = 256 * 64;

  private static Simulation.Decode decode(Plan plan) {
    return Simulator.decode(plan, TWENTY, Simulator.Progress.NONE);
  }

  /// One layer on two chiplets. Chiplet 0, the layer's home: qkv 384 rows, attention out 128, and
  /// 244 of the 256 outputs of gate and up in 488 rows. Chiplet 1: the other 12 in 24 rows, down in
  /// 256, the head in 512. A row takes 10 ns; context 100.
  @Test
  void a_single_sequence_takes_what_hand_arithmetic_says() {
    Plan plan = Toy.plan(1, 2, new Scenario(100, 100, 1, 100));
    double embeddingNs = 64 * 2; // bytes at 1 GB/s
    double residualNs = 1000 + 64 * 16 / 10.0; // host link: 1 us, 10 Gbit/s
    double qkvNs = 384 * 10 + (1000 + 192 * 8 / 10.0);
    double normNs = 4 * 64 / 100.0; // 100 operations a ns
    double noticedNs = 10 + 3 * 192 / 1000.0; // rotary embedding at 1 Top/s
    double attentionNs = 101 * 128; // bytes read and written at 1 GB/s; arithmetic is shorter
    double outNs = (1000 + 64 * 8 / 10.0) + 128 * 10 + 64 / 100.0;
    double gateUpNs = 488 * 10 + (4 * 64 + 5 * 128) / 100.0; // chiplet 1 is done long before
    double acrossNs = 100 + 128 * 8 * 244 / 256.0; // what chiplet 0 made, at 1 Gbit/s
    double downNs = acrossNs + 256 * 10 + (100 + 64 * 16) + 64 / 100.0;
    double headNs = (100 + 64 * 16) + 512 * 10 + (100 + 1000 + 256 * 16) + 4 * 64 / 100.0;
    double sampledNs = 10 + 3 * 256 / 1000.0;
    double tokenNs =
        embeddingNs
            + residualNs
            + qkvNs
            + normNs
            + noticedNs
            + attentionNs
            + outNs
            + gateUpNs
            + downNs
            + headNs
            + sampledNs;
    Simulation.Decode decode = decode(plan);
    assertThat(decode.times().meanPs()).isCloseTo(tokenNs * 1000, within(20.0));
    assertThat(decode.times().medianPs()).isEqualTo(decode.times().p99Ps());
    assertThat(decode.tokensPerS()).isCloseTo(1e9 / tokenNs, within(1.0));
  }

  @Test
  void every_weight_is_multiplied_once_for_every_token() {
    for (int batch : List.of(1, 3, 10)) {
      Plan plan = Toy.plan(2, 4, new Scenario(100, 100, batch, 50));
      ActionCounts actions = decode(plan).actions();
      assertThat(actions.of(Action.MULTIPLY)).isEqualTo(20 * (2 * LAYER + HEAD));
      assertThat(actions.of(Action.MACRO_READ)).isEqualTo(20 * 8 * (2 * LAYER + HEAD));
      assertThat(actions.of(Action.ROW_READ)).isEqualTo(20 * (2 * LAYER + HEAD) / 8);
      assertThat(actions.of(Action.ZERO_SKIPPER)).isZero();
      assertThat(actions.of(Action.HOST_MEMORY))
          .as("the embedding's row at 16 bits, and per layer 101 positions of 128 bytes")
          .isEqualTo(20 * (64 * 16 + 2 * 101 * 128 * 8));
      assertThat(actions.of(Action.HOST_COMPUTE))
          .as("rotary embedding, attention at 256 + 5 x 4 operations a position, sampling")
          .isEqualTo(20 * (2 * (3 * 192 + 100 * 276) + 3 * 256));
    }
  }

  @Test
  void packed_rows_are_a_quarter_and_bring_their_masks() {
    ActionCounts actions = decode(Toy.packed(2, 4, new Scenario(100, 100, 1, 50))).actions();
    assertThat(actions.of(Action.MULTIPLY)).isEqualTo(20 * (2 * LAYER / 4 + HEAD));
    assertThat(actions.of(Action.ZERO_SKIPPER)).isEqualTo(20 * 2 * LAYER / 32);
    assertThat(actions.of(Action.MACRO_READ)).isEqualTo(20 * (2 * LAYER / 32 * 96 + HEAD * 8));
  }

  @Test
  void links_carry_what_the_steps_send() {
    Simulation.Decode decode = decode(Toy.plan(1, 2, new Scenario(100, 100, 1, 50)));
    assertThat(load(decode, "chiplet0>host").bits())
        .as("192 results of qkv, and 256 scores as wide as the residual stream")
        .isEqualTo(20 * (192 * 8 + 256 * 16));
    assertThat(load(decode, "host>chiplet0").bits())
        .as("the embedding's row and the attention's result")
        .isEqualTo(20 * (64 * 16 + 64 * 8));
    assertThat(load(decode, "chiplet0>chiplet1").bits())
        .as("gate's and up's input, 244 of 256 parts of down's, the residual stream to the head")
        .isEqualTo(20 * (64 * 8 + 128 * 8 * 244 / 256 + 64 * 16));
    assertThat(load(decode, "chiplet1>chiplet0").bits())
        .as("down's results and the scores")
        .isEqualTo(20 * (64 * 16 + 256 * 16));
    assertThat(decode.actions().of(Action.LINK))
        .isEqualTo((double) decode.loads().stream().mapToLong(Load::bits).sum());
  }

  @Test
  void without_vector_units_every_result_goes_to_the_host() {
    Simulation.Decode decode = decode(Toy.plain(1, 2, new Scenario(100, 100, 1, 50)));
    assertThat(load(decode, "chiplet0>host").bits())
        .isEqualTo(20 * (8 * (192 + 64 + 256 + 64) + 16 * 256));
    assertThat(decode.actions().of(Action.VECTOR)).isZero();
  }

  @Test
  void many_sequences_are_as_fast_as_the_hosts_memory_lets_them() {
    Simulation.Decode decode =
        Simulator.decode(
            Toy.plan(2, 4, new Scenario(100, 1000, 50, 50)),
            SimulationOptions.measuring(2000),
            Simulator.Progress.NONE);
    double busyNs = 2 * 1001 * 128 + 128;
    assertThat(decode.tokensPerS()).isCloseTo(1e9 / busyNs, within(1e7 / busyNs));
    assertThat(decode.bottleneck().resource()).isEqualTo(Resource.HOST_MEMORY);
    assertThat(decode.bottleneck().utilisation()).isBetween(0.99, 1.0);
    assertThat(decode.times().meanPs()).isCloseTo(50 * busyNs * 1000, within(5e2 * busyNs));
  }

  @Test
  void at_short_contexts_the_fullest_chiplet_is_the_limit() {
    Simulation.Decode decode =
        Simulator.decode(
            Toy.plan(2, 4, new Scenario(1, 1, 20, 1)),
            SimulationOptions.measuring(2000),
            Simulator.Progress.NONE);
    assertThat(decode.bottleneck().resource()).isEqualTo(Resource.MACROS);
    assertThat(decode.tokensPerS()).as("1,000 rows of 10 ns").isBetween(0.98e5, 1.0002e5);
  }

  @Test
  void no_part_is_busy_for_longer_than_the_time_there_is() {
    for (int batch : List.of(1, 2, 7, 40)) {
      Simulation.Decode decode = decode(Toy.plan(2, 4, new Scenario(100, 100, batch, 50)));
      assertThat(decode.loads())
          .allSatisfy(load -> assertThat(load.utilisation()).isBetween(0.0, 1.0));
      assertThat(decode.loads())
          .extracting(Load::busyPs)
          .allMatch(busyPs -> busyPs <= decode.bottleneck().busyPs());
    }
  }

  @Test
  void sequences_that_begin_together_wait_for_each_other() {
    Plan plan = Toy.plan(2, 4, new Scenario(100, 1, 2, 50));
    double spaced = decode(plan).times().meanPs();
    double together =
        Simulator.decode(plan, TWENTY.with(Start.TOGETHER), Simulator.Progress.NONE)
            .times()
            .meanPs();
    double batch1 = decode(Toy.plan(2, 4, new Scenario(100, 1, 1, 50))).times().meanPs();
    assertThat(together).isGreaterThan(spaced).isGreaterThan(batch1);
    assertThat(spaced).isGreaterThanOrEqualTo(batch1);
  }

  @Test
  void a_growing_context_costs_more_with_every_token() {
    Plan plan = Toy.plan(1, 2, new Scenario(100, 100, 1, 100));
    Simulation.Decode grows =
        Simulator.decode(plan, TWENTY.withContextGrowing(true), Simulator.Progress.NONE);
    // Four tokens to warm up; each position adds 128 bytes to read at 1 GB/s.
    double firstPs = decode(plan).times().meanPs() + 4 * 128_000;
    assertThat((double) grows.times().medianPs())
        .as("the tenth of twenty")
        .isCloseTo(firstPs + 9 * 128_000, within(5.0));
    assertThat(grows.times().p99Ps())
        .as("the last")
        .isEqualTo(grows.times().medianPs() + 10 * 128_000);
    assertThat(grows.effort().skippedTokens()).isZero();
  }

  @Test
  void the_prompts_chunks_follow_each_other_through_the_package() {
    long whole = firstTokenPs(new Scenario(100, 100, 1, 100));
    long halves = firstTokenPs(new Scenario(100, 100, 1, 50));
    long quarters = firstTokenPs(new Scenario(100, 100, 1, 25));
    long half = firstTokenPs(new Scenario(50, 100, 1, 50));
    assertThat(halves).isLessThan(whole).isGreaterThan(half);
    assertThat(quarters).isLessThan(halves);
    assertThat(whole).as("100 tokens of 1,000 rows on the fuller chiplet").isGreaterThan(1_000_000);
  }

  private static long firstTokenPs(Scenario scenario) {
    return Simulator.prefill(Toy.plan(2, 4, scenario), TWENTY, Simulator.Progress.NONE)
        .timeToFirstTokenPs();
  }

  /// Three tokens in one chunk: as the single token above, everything but latencies three times;
  /// the head scores the last alone.
  @Test
  void a_chunk_takes_what_hand_arithmetic_says() {
    Plan plan = Toy.plan(1, 2, new Scenario(3, 3, 1, 3));
    double embeddingNs = 3 * 64 * 2;
    double residualNs = 1000 + 3 * 64 * 16 / 10.0;
    double qkvNs = 3 * 384 * 10 + (1000 + 3 * 192 * 8 / 10.0);
    double normNs = 3 * 4 * 64 / 100.0;
    double noticedNs = 10 + 3 * 3 * 192 / 1000.0;
    double attentionNs = (3 + 3) * 128; // three positions read once, three written
    double outNs = (1000 + 3 * 64 * 8 / 10.0) + 3 * 128 * 10 + 3 * 64 / 100.0;
    double gateUpNs = 3 * 488 * 10 + 3 * (4 * 64 + 5 * 128) / 100.0;
    double downNs =
        (100 + 3 * 128 * 8 * 244 / 256.0) + 3 * 256 * 10 + (100 + 3 * 64 * 16) + 3 * 64 / 100.0;
    double headNs = (100 + 64 * 16) + 512 * 10 + (100 + 1000 + 256 * 16) + 4 * 64 / 100.0;
    double sampledNs = 10 + 3 * 256 / 1000.0;
    double chunkNs =
        embeddingNs
            + residualNs
            + qkvNs
            + normNs
            + noticedNs
            + attentionNs
            + outNs
            + gateUpNs
            + downNs
            + headNs
            + sampledNs;
    Simulation.Prefill prefill = Simulator.prefill(plan, TWENTY, Simulator.Progress.NONE);
    assertThat((double) prefill.timeToFirstTokenPs()).isCloseTo(chunkNs * 1000, within(20.0));
  }

  @Test
  void reading_a_prompt_multiplies_every_weight_for_every_token_and_scores_what_is_asked() {
    Plan plan = Toy.plan(2, 4, new Scenario(70, 100, 1, 32));
    Simulation.Prefill last = Simulator.prefill(plan, TWENTY, Simulator.Progress.NONE);
    assertThat(last.chunks()).isEqualTo(3);
    assertThat(last.actions().of(Action.MULTIPLY)).isEqualTo(70 * 2 * LAYER + HEAD);
    assertThat(last.actions().of(Action.HOST_COMPUTE))
        .as("a triangle of positions")
        .isEqualTo(2 * (70 * 3 * 192 + 70 * 71 / 2 * 276) + 3 * 256);
    assertThat(last.actions().of(Action.HOST_MEMORY))
        .as("chunks read 32, 64 and 70 positions once, and write 70")
        .isEqualTo(70 * 64 * 16 + 2L * (32 + 64 + 70 + 70) * 128 * 8);
    Simulation.Prefill all =
        Simulator.prefill(plan, TWENTY.with(PromptScores.ALL), Simulator.Progress.NONE);
    assertThat(all.actions().of(Action.MULTIPLY)).isEqualTo(70 * (2 * LAYER + HEAD));
    assertThat(all.timeToFirstTokenPs()).isGreaterThan(last.timeToFirstTokenPs());
  }

  @Test
  void everything_comes_together() {
    Simulation simulation =
        Simulator.simulate(Toy.plan(2, 4, new Scenario(100, 100, 5, 50)), TWENTY);
    assertThat(simulation.decode().batch()).isEqualTo(5);
    assertThat(simulation.batch1().batch()).isEqualTo(1);
    assertThat(simulation.prefill().tokens()).isEqualTo(100);
    assertThat(simulation.decode().tokensPerS()).isGreaterThan(simulation.batch1().tokensPerS());
  }

  @Test
  void options_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> new SimulationOptions.Network(0, 32))
        .hasMessageContaining("1 to 1048576 bytes");
    assertThatThrownBy(() -> TWENTY.withTokens(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TWENTY.withWarmUpTokens(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Load load(Simulation.Decode decode, String name) {
    return decode.loads().stream()
        .filter(load -> load.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
