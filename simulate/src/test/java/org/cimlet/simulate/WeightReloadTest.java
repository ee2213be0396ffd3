package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// A chiplet of 1,000 rows for a layer of 1,280 and a head of 512: three weight sets of 16,384,
/// 24,576 and 16,384 bytes; worked out by hand from the figures of [Toy].
class WeightReloadTest {
  private static final SimulationOptions TWENTY = SimulationOptions.measuring(20);
  private static final long BITS = 8 * (16_384 + 24_576 + 16_384);

  private static Plan plan(int batch) {
    return Toy.reloaded(1, new Scenario(100, 100, batch, 50));
  }

  private static Simulation.Decode decode(int batch) {
    return Simulator.decode(plan(batch), TWENTY, Simulator.Progress.NONE);
  }

  /// The memory reads 4 Gbit/s, in segments of 4,096 bits; the last of each weight set then takes
  /// the host's link, 10 Gbit/s and 1 us, and the chiplet's wires, 1 Tbit/s.
  @Test
  void a_single_sequence_waits_for_all_weights_once_a_token() {
    double lastNs = 4096 / 10.0 + 1000 + 4096 / 1000.0;
    double loadNs = BITS / 4.0 + 3 * lastNs;
    double embeddingNs = 64 * 2;
    double residualNs = 1000 + 64 * 16 / 10.0;
    double macrosNs = (384 + 128 + 768 + 512) * 10;
    double linksNs = (1000 + 192 * 8 / 10.0) + (1000 + 64 * 8 / 10.0) + (1000 + 256 * 16 / 10.0);
    double elementsNs = (4 * 64 + 64 + 4 * 64 + 5 * 128 + 64 + 4 * 64) / 100.0;
    double hostNs = 2 * 10 + (3 * 192 + 3 * 256) / 1000.0 + 101 * 128;
    double tokenNs = loadNs + embeddingNs + residualNs + macrosNs + linksNs + elementsNs + hostNs;
    assertThat(decode(1).times().meanPs()).isCloseTo(tokenNs * 1000, within(30.0));
  }

  @Test
  void a_batch_shares_what_is_loaded() {
    for (int batch : new int[] {1, 3, 4}) {
      Simulation.Decode decode = decode(batch);
      long passes = decode.tokens() / batch;
      assertThat(decode.tokens()).isEqualTo(passes * batch).isGreaterThanOrEqualTo(20);
      assertThat(decode.actions().of(Action.WEIGHT_LOADING)).isEqualTo((double) (passes * BITS));
      assertThat(decode.actions().of(Action.MULTIPLY)).isEqualTo(decode.tokens() * BITS / 8.0);
      assertThat(load(decode, "host>chiplet0").bits())
          .isEqualTo(passes * BITS + decode.tokens() * (64 * 16 + 64 * 8));
      assertThat(decode.tokensPerS())
          .isCloseTo(batch / (decode.times().meanPs() * 1e-12), within(1.0));
    }
  }

  /// Two layers of 1,280 rows and a head of 512 on two chiplets of 1,000, a row being 32 bytes: a
  /// set of 1,792 rows, another of 1,280, half of each on either chiplet. Memories of half the
  /// speed take as long again, and nothing else is slower.
  @Test
  void memories_beside_the_chiplets_load_at_the_same_time() {
    Simulation.Decode fast = decodeBeside(0.5);
    Simulation.Decode slow = decodeBeside(0.25);
    double loadNs = 8 * (896 + 640) * 32 / 4.0;
    assertThat((slow.times().meanPs() - fast.times().meanPs()) / 1000)
        .isCloseTo(loadNs, within(1.0));
    assertThat(fast.actions().of(Action.WEIGHT_LOADING))
        .isEqualTo(fast.tokens() * 8.0 * (1792 + 1280) * 32);
    assertThat(fast.loads())
        .filteredOn(load -> load.resource() == Resource.WEIGHT_MEMORY)
        .extracting(Load::name, load -> load.busyPs() / fast.tokens())
        .containsExactly(
            tuple("chiplet0", Math.round(loadNs * 1000)),
            tuple("chiplet1", Math.round(loadNs * 1000)));
    assertThat(load(fast, "host>chiplet0").bits()).isLessThan(fast.tokens() * 8L * 1280 * 32);
  }

  private static Simulation.Decode decodeBeside(double gbS) {
    Plan plan = Toy.reloadedBeside(2, 2, gbS, new Scenario(100, 100, 1, 50));
    return Simulator.decode(plan, TWENTY, Simulator.Progress.NONE);
  }

  @Test
  void a_prompt_is_loaded_for_once_whatever_its_chunks() {
    for (int chunk : new int[] {10, 33, 100}) {
      Plan plan = Toy.reloaded(1, new Scenario(100, 100, 1, chunk));
      Simulation.Prefill prefill = Simulator.prefill(plan, TWENTY, Simulator.Progress.NONE);
      assertThat(prefill.actions().of(Action.WEIGHT_LOADING)).isEqualTo(BITS);
      assertThat(prefill.actions().of(Action.MULTIPLY)).isEqualTo(100 * (16_384 + 24_576) + 16_384);
    }
  }

  @Test
  void skipping_what_comes_back_changes_nothing() {
    Simulation.Decode all =
        Simulator.decode(
            plan(3),
            TWENTY.with(new SimulationOptions.Speedups(false, true)),
            Simulator.Progress.NONE);
    Simulation.Decode skipped = decode(3);
    assertThat(skipped.effort().skippedTokens()).isPositive();
    assertThat(skipped.times()).isEqualTo(all.times());
    assertThat(skipped.loads()).isEqualTo(all.loads());
    assertThat(skipped.actions()).isEqualTo(all.actions());
  }

  @Test
  void a_trace_shows_what_is_loaded() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Simulator.traceDecode(plan(2), TWENTY, 4, Simulator.Progress.NONE, out);
    String text = out.toString(StandardCharsets.ISO_8859_1);
    assertThat(text).contains("weight loading", "weight memory", "weight set");
  }

  private static Load load(Simulation.Decode decode, String name) {
    return decode.loads().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
