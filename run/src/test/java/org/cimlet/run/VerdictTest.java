package org.cimlet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cimlet.appraise.TokenCost;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate.Ceiling;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Resource;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a verdict compares is equal on both sides, and a ceiling is a resource by itself.
class VerdictTest {
  private static final Result LLAMA =
      new Runner()
          .run(Job.of("llama-2-7b", "comb-200mb-36").baselines("h100").uncertainty(40).build());

  private static Verdict.Measure measure(Result result, String name) {
    return result.verdicts().getFirst().measures().stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void both_sides_keep_weights_and_cache_in_eight_bits_and_one_sequence_is_one() {
    Verdict verdict = LLAMA.verdicts().getFirst();
    assertThat(verdict.machine().conditions().weights()).isEqualTo("dense int8");
    assertThat(verdict.machine().conditions().kvCache()).isEqualTo("8 bits");
    GpuEstimate gpu = LLAMA.baselines().getFirst().equal();
    assertThat(gpu.system().weights()).isEqualTo(GpuFormat.FP8);
    assertThat(gpu.system().cache()).isEqualTo(GpuFormat.FP8);
    assertThat(gpu.atBatch().batch()).isEqualTo(1);
    assertThat(verdict.baseline().speed().tpotBatch1S()).isEqualTo(gpu.atBatch().tpotS());
    // what serving software does by itself stays in the baseline's own row
    assertThat(LLAMA.gpus().getFirst().system().cache()).isEqualTo(GpuFormat.BF16);
  }

  @Test
  void figures_are_those_of_the_answer_and_better_is_said_from_the_machine() {
    Answer.Decode decode = LLAMA.answer().decode();
    Verdict.Measure batch1 = measure(LLAMA, "speed at batch 1");
    assertThat(batch1.machine()).isEqualTo(1 / decode.tpotBatch1S());
    assertThat(batch1.times()).isCloseTo(batch1.machine() / batch1.baseline(), within(1e-12));
    Verdict.Measure made = measure(LLAMA, "cost to make");
    assertThat(made.times()).isCloseTo(made.baseline() / made.machine(), within(1e-12));
    assertThat(made.machine())
        .isCloseTo(
            LLAMA.assessment().specifiedCost().orElseThrow().recurringUsd() + 15_000, within(1e-6));
  }

  @Test
  void every_figure_has_a_range_on_both_sides_that_holds_it() {
    List<Verdict.Measure> measures = LLAMA.verdicts().getFirst().measures();
    assertThat(measures)
        .extracting(Verdict.Measure::name)
        .containsExactly(
            "speed at batch 1",
            "peak throughput",
            "efficiency at peak",
            "cost to make",
            "price",
            "cost per token, made",
            "cost per token, bought");
    for (Verdict.Measure measure : measures) {
      holds(measure.name(), measure.machine(), measure.range());
      holds(measure.name(), measure.baseline(), measure.baselineRange());
    }
  }

  private static void holds(String name, @Nullable Double value, @Nullable Interval range) {
    assertThat(range == null).as(name).isEqualTo(value == null);
    if (value != null && range != null) {
      assertThat(range.low()).as(name).isLessThan(value);
      assertThat(range.high()).as(name).isGreaterThan(value);
    }
  }

  @Test
  void how_much_better_has_the_range_of_samples_of_both() {
    // two log-normal values, drawn: 90 % within exp(+-0.5) and exp(+-0.3) of their middles
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[200_000];
    for (int i = 0; i < ratios.length; i++) {
      double machine = 30 * Math.exp(0.5 / 1.644854 * random.nextGaussian());
      double baseline = 10 * Math.exp(0.3 / 1.644854 * random.nextGaussian());
      ratios[i] = machine / baseline;
    }
    Interval machine = new Interval(30 * Math.exp(-0.5), 30 * Math.exp(0.5));
    Interval baseline = new Interval(10 * Math.exp(-0.3), 10 * Math.exp(0.3));
    Interval times =
        new Verdict.Measure("speed", "", 30.0, 10.0, true, machine, baseline).timesRange();
    assertThat(times.low()).isCloseTo(Uncertainty.percentile(ratios, 0.05), withinPercentage(1));
    assertThat(times.high()).isCloseTo(Uncertainty.percentile(ratios, 0.95), withinPercentage(1));
  }

  @Test
  void how_much_better_moves_with_the_one_side_that_moves() {
    Interval cost = new Interval(20, 80);
    Verdict.Measure dear = new Verdict.Measure("cost", "$", 40.0, 10.0, false, cost, null);
    assertThat(dear.timesRange().low()).isCloseTo(10.0 / 80, within(1e-12));
    assertThat(dear.timesRange().high()).isCloseTo(10.0 / 20, within(1e-12));
    Verdict.Measure fast = new Verdict.Measure("speed", "", 40.0, 40.0, true, null, cost);
    assertThat(fast.timesRange().low()).isCloseTo(0.5, within(1e-12));
    assertThat(fast.timesRange().high()).isCloseTo(2, within(1e-12));
    assertThat(new Verdict.Measure("speed", "", 4.0, 1.0, true, null, null).timesRange()).isNull();
  }

  @Test
  void a_package_that_is_not_for_sale_has_no_price() {
    for (String name : List.of("price", "cost per token, bought")) {
      assertThat(measure(LLAMA, name).machine()).as(name).isNull();
      assertThat(measure(LLAMA, name).baseline()).as(name).isPositive();
      assertThat(measure(LLAMA, name).times()).as(name).isNull();
    }
  }

  @Test
  void a_million_tokens_by_hand() {
    // $94,672.80 over 3 x 365.25 days is 0.1 cent a second; 1,000 tokens/s: $1 a million.
    // 3.6 J a token is 1 kWh a million: 10 cents.
    assertThat(TokenCost.usdPerMillion(94_672.8, 1000, 3.6)).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void a_verdict_the_other_way_round_is_the_reciprocal() {
    List<Candidate> both = LLAMA.candidates();
    Verdict there = Verdict.of(both.getFirst(), both.getLast());
    Verdict back = Verdict.of(both.getLast(), both.getFirst());
    for (int i = 0; i < there.measures().size(); i++) {
      Double times = there.measures().get(i).times();
      Double timesBack = back.measures().get(i).times();
      assertThat(times == null ? 1 : times * Objects.requireNonNull(timesBack))
          .as(there.measures().get(i).name())
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void four_bit_weights_meet_four_bit_weights() {
    Result granite =
        new Runner()
            .run(
                Job.of("granite-3b-14", "northpole-16")
                    .weights(WeightStorage.dense(4))
                    .baselines("h100")
                    .build());
    assertThat(granite.baselines().getFirst().equal().system().weights()).isEqualTo(GpuFormat.INT4);
  }

  @Test
  void the_lowest_ceiling_is_the_peak_and_each_is_its_resource_alone() {
    Ceiling lowest = LLAMA.answer().ceilings().getFirst();
    assertThat(lowest.tokensPerS())
        .isCloseTo(LLAMA.answer().decode().peakThroughputTokensPerS(), withinPercentage(1e-9));
    // 2 x 32 layers x 4,096 x 2,048 bytes at 80 % of 460.8 GB/s
    assertThat(lowest.resource()).isEqualTo(Resource.HOST_MEMORY);
    assertThat(lowest.tokensPerS())
        .isCloseTo(0.8 * 460.8e9 / (2.0 * 32 * 4096 * 2048), withinPercentage(0.1));
    assertThat(LLAMA.answer().ceilings())
        .isSortedAccordingTo((a, b) -> Double.compare(a.tokensPerS(), b.tokensPerS()));
  }

  @Test
  void what_changes_behind_the_wall_moves_its_own_ceiling() {
    Result few = new Runner().run(Job.of("llama-2-7b", "comb-200mb-16").weights(packed()).build());
    assertThat(few.answer().ceilings().getFirst().tokensPerS())
        .isCloseTo(LLAMA.answer().ceilings().getFirst().tokensPerS(), withinPercentage(1));
    assertThat(macros(few)).isNotCloseTo(macros(LLAMA), withinPercentage(5));
  }

  private static WeightStorage packed() {
    return new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
  }

  private static double macros(Result result) {
    return result.answer().ceilings().stream()
        .filter(ceiling -> ceiling.resource() == Resource.MACROS)
        .findFirst()
        .orElseThrow()
        .tokensPerS();
  }
}
