package org.cimlet.estimate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// A chiplet of 1,000 rows for a layer of 1,280 and a head of 512, worked out by hand from the
/// figures of [Toy].
///
/// Weight set 0: qkv, 384 rows, and attention out, 128: gate and up with 512 more would be 1,024.
/// Weight set 1: gate and up, and down, 768 rows. Weight set 2: the head. In bytes 64 x 256 =
/// 16,384; 3 x 64 x 128 = 24,576; 64 x 256 = 16,384.
class WeightReloadTest {
  private static final int BYTES = 16_384 + 24_576 + 16_384;

  /// Memory at 0.5 GB/s, behind it 1 us of the host's link for the last bit of each weight set.
  private static final double LOAD_S = BYTES / 0.5e9 + 3e-6;

  private static final double ROW_S = 10e-9;

  private static Estimate estimate(int batch) {
    Plan plan = Toy.reloaded(1, new Scenario(100, 100, batch, 100));
    assertThat(plan.placement().weightSets()).isEqualTo(3);
    return Estimator.estimate(plan);
  }

  /// What a single token takes on the chiplet beside loading: links of 1 us and 10 Gbit/s to the
  /// host, 100 operations a ns, a host that reads 1 GB/s.
  private static double unloadedS() {
    double residual = 1e-6 + 64 * 16 / 10e9;
    double macros = (384 + 128 + 768 + 512) * ROW_S;
    double toHost = (1e-6 + 192 * 8 / 10e9) + (1e-6 + 256 * 16 / 10e9);
    double fromHost = 1e-6 + 64 * 8 / 10e9;
    double elements = (4 * 64 + 64 + 4 * 64 + 5 * 128 + 64 + 4 * 64) / 100e9;
    double host = 2 * 10e-9 + (3 * 192 + 3 * 256) / 1e12;
    double attention = 101 * 128 / 1e9;
    double embedding = 64 * 2 / 1e9;
    return embedding + residual + macros + toHost + fromHost + elements + host + attention;
  }

  @Test
  void a_single_sequence_loads_everything_for_each_token() {
    Estimate estimate = estimate(1);
    assertThat(estimate.decode().tpotBatch1S()).isCloseTo(LOAD_S + unloadedS(), within(1e-10));
    assertThat(estimate.decode().tpotS()).isCloseTo(LOAD_S + unloadedS(), within(1e-10));
    assertThat(estimate.decode().bottleneck().resource()).isEqualTo(Resource.WEIGHT_LOADING);
    assertThat(estimate.decode().bottleneck().name()).isEqualTo("weight memory");
    Estimate.Reload loading = requireNonNull(estimate.reload());
    assertThat(loading.weightSets()).isEqualTo(3);
    assertThat(loading.bits()).isEqualTo(8.0 * BYTES);
    assertThat(loading.seconds()).isCloseTo(LOAD_S, within(1e-12));
    assertThat(loading.share()).isCloseTo(LOAD_S / (LOAD_S + unloadedS()), within(1e-6));
    assertThat(estimate.programming()).isNull();
  }

  /// Of 4 sequences the attention keeps the host's memory busy for 4 x 12.928 us in weight set 0,
  /// longer than a single sequence takes for it; in the other weight sets the macros are busy 4
  /// times 7.68 and 5.12 us, after what comes before and behind them.
  @Test
  void sequences_share_a_load_and_go_one_behind_the_other() {
    double memory = 4 * 101 * 128 / 1e9;
    double macros0 = 4 * 512 * ROW_S;
    double batch1 = unloadedS();
    double elements1 = (4 * 64 + 5 * 128 + 64) / 100e9;
    double lone1 = 768 * ROW_S + elements1;
    double lone2 = 512 * ROW_S + 4 * 64 / 100e9 + 1e-6 + 256 * 16 / 10e9 + 10e-9 + 768 / 1e12;
    double lone0 = batch1 - lone1 - lone2;
    double pass =
        LOAD_S + Math.max(Math.max(lone0, memory), macros0) + 4 * 768 * ROW_S + 4 * 512 * ROW_S;
    Estimate estimate = estimate(4);
    assertThat(estimate.decode().tpotS()).isBetween(pass, pass + elements1 + lone2);
    assertThat(estimate.actions().of(Action.WEIGHT_LOADING)).isEqualTo(8.0 * BYTES / 4);
  }

  @Test
  void a_prompt_shares_a_load() {
    double prompt = estimate(1).prefill().ttftS();
    assertThat(prompt).isGreaterThan(LOAD_S).isLessThan(LOAD_S + 100 * unloadedS());
    double longer =
        Estimator.estimate(Toy.reloaded(1, new Scenario(200, 100, 1, 100))).prefill().ttftS();
    assertThat(longer - prompt).isLessThan(100 * unloadedS());
  }

  /// 30 fJ to read a bit, 6,000 over the host's link, 2 through the buffers and 1 to write it.
  @Test
  void loading_takes_energy_on_its_whole_way() {
    for (int batch : new int[] {1, 8}) {
      double joules =
          estimate(batch).energy().stream()
              .filter(share -> share.action() == Action.WEIGHT_LOADING)
              .mapToDouble(Estimate.EnergyShare::joulesPerToken)
              .sum();
      assertThat(joules)
          .isCloseTo(8.0 * BYTES * (30 + 6000 + 2 + 1) * 1e-15 / batch, within(1e-15));
    }
  }

  /// Two layers of 1,280 rows and a head of 512 on two chiplets of 1,000, a row being 32 bytes: a
  /// set of 1,792 rows, another of 1,280, half of each on either chiplet, which reads it alone and
  /// over no link.
  @Test
  void memories_beside_the_chiplets_share_the_loading() {
    Plan plan = Toy.reloadedBeside(2, 2, 0.5, new Scenario(100, 100, 1, 100));
    assertThat(plan.placement().weightSets()).isEqualTo(2);
    Estimate estimate = Estimator.estimate(plan);
    Estimate.Reload loading = requireNonNull(estimate.reload());
    assertThat(loading.seconds()).isCloseTo((896 + 640) * 32 / 0.5e9, within(1e-15));
    assertThat(loading.bits()).isEqualTo(8.0 * (1792 + 1280) * 32);
    assertThat(loading.slowest().name()).isEqualTo("weight memory of chiplet0");
    double joules =
        estimate.energy().stream()
            .filter(share -> share.action() == Action.WEIGHT_LOADING)
            .mapToDouble(Estimate.EnergyShare::joulesPerToken)
            .sum();
    assertThat(joules).isCloseTo(loading.bits() * (30 + 2 + 1) * 1e-15, within(1e-18));
  }

  @Test
  void sequences_enough_leave_loading_and_waiting_a_tenth_of_the_time() {
    Estimate.Decode decode = estimate(1).decode();
    int enough = (int) decode.saturatingBatch();
    assertThat(estimate(enough).decode().throughputTokensPerS())
        .isEqualTo(decode.peakThroughputTokensPerS());
    assertThat(estimate(10 * enough).decode().throughputTokensPerS())
        .isBetween(decode.peakThroughputTokensPerS(), decode.peakThroughputTokensPerS() / 0.9);
  }
}
