package org.cimlet.appraise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuFile;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With one number that moves, the quantiles of what follows from it are those by hand.
class UncertaintyTest {
  private static final int SAMPLES = 400;
  private static final Scenario SCENARIO = new Scenario(2048, 2048, 1, 128);
  private static final MachineFile FILE = MachineReader.open("comb-200mb-36");
  private static final Compiler COMPILER =
      new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
  private static final Plan PLAN = COMPILER.compile(FILE.machine(), SCENARIO);
  private static final Estimate ESTIMATE = Estimator.estimate(PLAN);
  private static final double SECONDS = 3 * 365.25 * 86_400;
  private static final double USD_PER_JOULE = 0.10 / 3.6e6;

  private static Uncertainty moving(String key) {
    return Uncertainty.of(
        FILE,
        key::equals,
        () -> {
          Compiler own = new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
          return (machine, _) -> own.compile(machine, SCENARIO);
        },
        SAMPLES,
        (_, _) -> {});
  }

  private static OutputSpread spread(Uncertainty uncertainty, Output output) {
    return uncertainty.spreads().stream()
        .filter(spread -> spread.name().equals(output.label()))
        .findFirst()
        .orElseThrow();
  }

  private static double madeUsd(double hostUsd) {
    return Assessor.priced(FILE.machine(), PLAN.machine())
            .specifiedCost()
            .orElseThrow()
            .recurringUsd()
        + hostUsd;
  }

  /// Joules of a token at a throughput: what time costs is shared by the tokens of a second, and
  /// regulators lose their part of what they pass on.
  private static double joules(double tokensPerS) {
    double lost = 1 / PLAN.machine().board().conversionEfficiency() - 1;
    double once = 0;
    double watts = 0;
    for (EnergyShare share : ESTIMATE.energy()) {
      Action action = share.action();
      double all = share.joulesPerToken() * (action.isFedByBoards() ? 1 + lost : 1);
      if (action.isStatic()) {
        watts += all * ESTIMATE.decode().throughputTokensPerS();
      } else if (action != Action.CONVERSION) {
        once += all;
      }
    }
    return once + watts / tokensPerS;
  }

  private static double usdPerMillion(double capitalUsd, double tokensPerS, double joules) {
    return 1e6 * (capitalUsd / SECONDS / tokensPerS + joules * USD_PER_JOULE);
  }

  /// $15,000, range $10,000 to $25,000: 5 % lie below 10,000 + 0.1 x 5,000, 5 % above 25,000 - 0.1
  /// x 10,000. Nothing else moves.
  @Test
  void aHostsPriceMovesCostsAlone() {
    Uncertainty uncertainty = moving("host.price_usd");
    assertThat(uncertainty.stated()).isOne();
    assertThat(uncertainty.usual()).isZero();
    double tokensPerS = ESTIMATE.decode().peakThroughputTokensPerS();
    OutputSpread made = spread(uncertainty, Output.MADE);
    assertThat(made.nominal()).isCloseTo(madeUsd(15_000), withPercentage(1e-6));
    assertThat(made.low()).isCloseTo(madeUsd(10_500), withPercentage(0.1));
    assertThat(made.high()).isCloseTo(madeUsd(24_000), withPercentage(0.1));
    OutputSpread tokens = spread(uncertainty, Output.MADE_TOKENS);
    double joules = joules(tokensPerS);
    assertThat(tokens.nominal())
        .isCloseTo(usdPerMillion(madeUsd(15_000), tokensPerS, joules), withPercentage(1e-6));
    assertThat(tokens.low())
        .isCloseTo(usdPerMillion(madeUsd(10_500), tokensPerS, joules), withPercentage(0.1));
    assertThat(tokens.high())
        .isCloseTo(usdPerMillion(madeUsd(24_000), tokensPerS, joules), withPercentage(0.1));
    assertThat(tokens.drivers())
        .extracting(OutputSpread.Driver::key)
        .containsExactly("host.price_usd");
    for (Output still : List.of(Output.PEAK, Output.EFFICIENCY, Output.BATCH_1)) {
      OutputSpread spread = spread(uncertainty, still);
      assertThat(spread.high()).as(still.label()).isEqualTo(spread.low());
    }
  }

  /// Leakage, clocks, control and boards cost energy and no time; waits before operations and rows
  /// that do not come cost time at batch 1, where the host's memory limits the peak.
  @ParameterizedTest
  @CsvSource({
    "chiplet.leakage_mw, false",
    "chiplet.losses.control_energy_share, false",
    "chiplet.losses.clock_pf_per_mm2, false",
    "chiplet.losses.clock_memory_share, false",
    "board.power_w, false",
    "board.conversion_efficiency, false",
    "host.idle_w, false",
    "chiplet.losses.step_control_ns, true",
    "chiplet.losses.sustained_share, true"
  })
  void everyLossMovesWhatItCosts(String key, boolean takesTime) {
    Uncertainty uncertainty = moving(key);
    assertThat(uncertainty.stated() + uncertainty.usual()).isOne();
    assertThat(moves(uncertainty, Output.ENERGY)).isTrue();
    assertThat(moves(uncertainty, Output.BATCH_1)).isEqualTo(takesTime);
    assertThat(moves(uncertainty, Output.EFFICIENCY)).isNotEqualTo(takesTime);
    for (Output still : List.of(Output.PEAK, Output.AREA, Output.MADE)) {
      assertThat(moves(uncertainty, still)).as(still.label()).isFalse();
    }
  }

  private static boolean moves(Uncertainty uncertainty, Output output) {
    OutputSpread spread = spread(uncertainty, output);
    return spread.high() > spread.low() * (1 + 1e-9);
  }

  /// 226 mW, assumed: from 226 / 1.5 to 226 x 1.5. Of 36 dies, through regulators, over the tokens
  /// of a second.
  @Test
  void leakageMovesEnergyByWhatItIs() {
    OutputSpread energy = spread(moving("chiplet.leakage_mw"), Output.ENERGY);
    double tokensPerS = ESTIMATE.decode().throughputTokensPerS();
    double jouleOfMw = 36e-3 / PLAN.machine().board().conversionEfficiency() / tokensPerS;
    double least = 226 / 1.5 + 0.1 * (226 - 226 / 1.5);
    double most = 226 * 1.5 - 0.1 * (226 * 1.5 - 226);
    assertThat(energy.nominal()).isCloseTo(joules(tokensPerS), withPercentage(1e-6));
    assertThat(energy.nominal() - energy.low())
        .isCloseTo((226 - least) * jouleOfMw, withPercentage(1));
    assertThat(energy.high() - energy.nominal())
        .isCloseTo((most - 226) * jouleOfMw, withPercentage(1));
  }

  /// Whatever states a range is drawn from it, and whatever may lie off is drawn; a process's name
  /// is no number.
  @ParameterizedTest
  @ValueSource(strings = {"comb-200mb-36", "comb-200mb-36-aim-36", "northpole-16", "cent-aim-8"})
  void everyNumberThatMayLieOffIsDrawn(String preset) {
    MachineFile file = MachineReader.open(preset);
    List<Sourced> numbers =
        file.machine().provenance().stream()
            .filter(line -> !line.key().endsWith("process.node_nm"))
            .map(Provenance::number)
            .toList();
    MachineSamples drawn = MachineSamples.of(file, _ -> true, 2);
    assertThat(drawn.stated())
        .isEqualTo(
            (int) numbers.stream().filter(number -> number.statedRange().isPresent()).count())
        .isPositive();
    assertThat(drawn.numbers())
        .isEqualTo(
            (int)
                numbers.stream()
                    .map(Sourced::interval)
                    .filter(interval -> interval.high() > interval.low())
                    .count());
  }

  /// 0.8 of the bandwidth is reached, assumed: 0.8 / 1.5 to 1, as a share is at most 1. The host's
  /// memory limits: 537 MB a token. A sample that is slow is dear and hungry in the same breath.
  @Test
  void costAndEnergyOfATokenFollowTheThroughputOfTheirOwnSample() {
    Uncertainty uncertainty = moving("host.memory.bandwidth_efficiency");
    double slow = peakTokensPerS(0.8 / 1.5 + 0.1 * (0.8 - 0.8 / 1.5));
    double fast = peakTokensPerS(1 - 0.1 * 0.2);
    OutputSpread peak = spread(uncertainty, Output.PEAK);
    assertThat(peak.low()).isCloseTo(slow, withPercentage(0.2));
    assertThat(peak.high()).isCloseTo(fast, withPercentage(0.2));
    OutputSpread efficiency = spread(uncertainty, Output.EFFICIENCY);
    assertThat(efficiency.low()).isCloseTo(1 / joules(slow), withPercentage(0.2));
    assertThat(efficiency.high()).isCloseTo(1 / joules(fast), withPercentage(0.2));
    OutputSpread tokens = spread(uncertainty, Output.MADE_TOKENS);
    assertThat(tokens.high())
        .isCloseTo(usdPerMillion(madeUsd(15_000), slow, joules(slow)), withPercentage(0.2));
    assertThat(tokens.low())
        .isCloseTo(usdPerMillion(madeUsd(15_000), fast, joules(fast)), withPercentage(0.2));
    assertThat(spread(uncertainty, Output.MADE).high())
        .isEqualTo(spread(uncertainty, Output.MADE).low());
  }

  /// 2 x 32 layers x 4,096 x 2,048 bytes of 460.8 GB/s.
  private static double peakTokensPerS(double efficiency) {
    return efficiency * 460.8e9 / (2.0 * 32 * 4096 * 2048);
  }

  /// $27,500, reported as $25,000 to $30,000, with a host at $6,000.
  @Test
  void aGpusPriceMovesWhatTokensCostOnBoughtHardware() {
    GpuFile file = GpuReader.open("h100");
    GpuEstimate gpu =
        GpuBaseline.estimate(
            new GpuSystem(Compiler.gpu(file.gpu()), GpuFormat.FP8, GpuFormat.FP8).on(2),
            COMPILER.program(true),
            SCENARIO);
    Uncertainty uncertainty = Uncertainty.of(file, "price_usd"::equals, 2, _ -> gpu, SAMPLES);
    GpuEstimate.At peak = gpu.atLargestBatch();
    OutputSpread bought = spread(uncertainty, Output.BOUGHT);
    assertThat(bought.nominal()).isEqualTo(2 * 33_500);
    assertThat(bought.low()).isCloseTo(2 * 31_250, withPercentage(0.1));
    assertThat(bought.high()).isCloseTo(2 * 35_750, withPercentage(0.1));
    OutputSpread tokens = spread(uncertainty, Output.BOUGHT_TOKENS);
    assertThat(tokens.low())
        .isCloseTo(
            usdPerMillion(2 * 31_250, peak.throughputTokensPerS(), peak.energyPerTokenJ()),
            withPercentage(0.1));
    assertThat(tokens.high())
        .isCloseTo(
            usdPerMillion(2 * 35_750, peak.throughputTokensPerS(), peak.energyPerTokenJ()),
            withPercentage(0.1));
    OutputSpread made = spread(uncertainty, Output.MADE_TOKENS);
    assertThat(made.high()).isEqualTo(made.low());
  }
}
