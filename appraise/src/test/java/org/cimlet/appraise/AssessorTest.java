package org.cimlet.appraise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.rules.ExportRule;
import org.cimlet.technology.rules.ExportRule.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssessorTest {
  private static final Scenario SCENARIO = new Scenario(2048, 2048, 1, 128);
  private static final MachineFile FILE = MachineReader.open("comb-200mb-36");
  private static final Compiler COMPILER =
      new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
  private static final MachineSpec SPEC = FILE.machine();
  private static final Plan PLAN = COMPILER.compile(SPEC, SCENARIO);
  private static final Estimate ESTIMATE = Estimator.estimate(PLAN);
  private static final Assessment DEFAULT = Assessor.assess(SPEC, PLAN.machine(), ESTIMATE);

  private static final Assessment STACKED = stacked();

  private static Uncertainty.Planner planner() {
    Compiler own = new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
    return (machine, _) -> own.compile(machine, SCENARIO);
  }

  private static Assessment stacked() {
    MachineSpec spec = MachineReader.read("comb-200mb-36-stacked");
    Plan plan = COMPILER.compile(spec, SCENARIO);
    return Assessor.assess(spec, plan.machine(), Estimator.estimate(plan));
  }

  /// 36 dies of each kind by the same models as machines of one kind; the dearer is the SRAM.
  @Test
  void a_package_of_two_kinds_is_billed_and_heated_kind_by_kind() {
    MachineSpec spec = MachineReader.read("comb-200mb-36-aim-36");
    Plan plan = COMPILER.compile(spec, SCENARIO);
    Estimate estimate = Estimator.estimate(plan);
    Assessment mixed = Assessor.assess(spec, plan.machine(), estimate);
    Cost cost = mixed.specifiedCost().orElseThrow();
    assertThat(cost.kinds()).extracting(Cost.OfKind::count).containsExactly(36, 36);
    assertThat(cost.kinds().getFirst())
        .isEqualTo(DEFAULT.specifiedCost().orElseThrow().kinds().getFirst());
    // 46 mm2 of a wafer of $3,000: 1,428 dies, less the yield of 0.1 defects a cm2
    assertThat(cost.kinds().getLast().usd()).isBetween(2.0, 3.0);
    Heat.State many = mixed.specifiedHeat().orElseThrow().saturated();
    double hostJ =
        estimate.energy().stream()
            .filter(share -> !share.action().isFedByBoards())
            .mapToDouble(Estimate.EnergyShare::joulesPerToken)
            .sum();
    double staticW = plan.machine().leakageW() + plan.machine().clockW();
    double staticJ = staticW / estimate.decode().throughputTokensPerS();
    double working = estimate.decode().energyPerTokenJ() - hostJ - staticJ;
    double watts = working * estimate.decode().peakThroughputTokensPerS() + plan.machine().clockW();
    assertThat(many.packageW() - many.leakageW()).isCloseTo(watts, withPercentage(0.1));
  }

  @Test
  void thePackageCostsItsDiesItsSubstrateAndWhatIsLost() {
    Cost cost = DEFAULT.specifiedCost().orElseThrow();
    // 36 x (29.317 + 308 x 0.005) + 36 x 308 x 4 x 0.005 x 2, over 0.99^36
    double dies = 36 * (29.317 + 1.54);
    double substrate = 36 * 308 * 4 * 0.01;
    assertThat(cost.dieUsd()).isCloseTo(29.32, within(0.005));
    assertThat(cost.recurringUsd()).isCloseTo((dies + substrate) / Math.pow(0.99, 36), within(0.5));
    // 106 M$ x (0.2 + 0.8 x 308 / 300), and 44,352 mm2 x 3,000 $ x 2 + 0.3 M$
    double design = 106e6 * (0.2 + 0.8 * 308 / 300) + 44_352 * 6_000.0 + 3e5;
    assertThat(cost.designUsd()).isCloseTo(design, within(1.0));
    assertThat(cost.unitUsd()).isCloseTo(cost.recurringUsd() + design / 100_000, within(1e-6));
    // 9.86 g x 308 / 0.7839, 36 times, over the assembly yield
    assertThat(cost.carbonKg())
        .isCloseTo(36 * 9.86 * 308 / 0.7839 / 1000 / Math.pow(0.99, 36), within(0.05));
    assertThat(cost.notes()).anyMatch(note -> note.contains("of packages are good after assembly"));
  }

  @Test
  void powerIsTheEstimatesEnergyTimesItsRate() {
    Heat heat = DEFAULT.specifiedHeat().orElseThrow();
    double joules =
        ESTIMATE.energy().stream()
            .filter(share -> share.action().isFedByBoards())
            .filter(share -> share.action() != Action.LEAKAGE && share.action() != Action.CLOCK)
            .mapToDouble(Estimate.EnergyShare::joulesPerToken)
            .sum();
    double watts =
        joules * ESTIMATE.decode().peakThroughputTokensPerS()
            + PLAN.machine().clockW()
            + heat.saturated().leakageW();
    assertThat(heat.statedLeakageW())
        .isCloseTo(36 * PLAN.machine().chiplet().leakageW(), within(1e-9));
    assertThat(heat.saturated().packageW()).isCloseTo(watts, within(1e-6 * watts));
    assertThat(heat.busy().packageW()).isGreaterThan(watts);
  }

  private static Heat cooled(String key, double value) {
    MachineSpec spec =
        FILE.varied(line ->
            line.key().equals(key) ? Sourced.assumed(value, "for this test") : line.number());
    return Assessor.assess(spec, PLAN.machine(), ESTIMATE).specifiedHeat().orElseThrow();
  }

  /// Stated at 25 C, doubling in 25 K; all dies within a degree of each other.
  @Test
  void leakageIsThatOfTheTemperaturesItMakes() {
    Heat.State state = DEFAULT.specifiedHeat().orElseThrow().busy();
    double mean = state.chipletC().stream().mapToDouble(c -> c).average().orElseThrow();
    double factor = Math.pow(2, (mean - 25) / 25);
    assertThat(factor).isBetween(1.9, 2.1);
    assertThat(state.leakageW() / DEFAULT.specifiedHeat().orElseThrow().statedLeakageW())
        .isCloseTo(factor, withPercentage(2));
    assertThat(state.runsAway()).isFalse();
  }

  /// With a sink of R K/W the package as a lump is at T = 35 + R (P + L 2^((T - 25) / 25)): there
  /// is such a T only up to some R.
  @Test
  void aPoorSinkLetsLeakageRunAway() {
    Heat given = DEFAULT.specifiedHeat().orElseThrow();
    double workingW = given.saturated().packageW() - given.saturated().leakageW();
    for (double sink : new double[] {0.5, 0.7, 2, 4}) {
      double lump = 35;
      for (int step = 0; step < 1000 && lump < 500; step++) {
        lump = 35 + sink * (workingW + given.statedLeakageW() * Math.pow(2, (lump - 25) / 25));
      }
      Heat.State state = cooled("cooling.sink_k_w", sink).saturated();
      assertThat(state.runsAway()).as("at %s K/W", sink).isEqualTo(lump >= 500);
      if (lump < 500) {
        assertThat(state.hottestC()).isBetween(lump, lump + 2);
      }
    }
  }

  @Test
  void theAverageDieIsAsWarmAsItsHeatMakesTheSink() {
    Heat heat = DEFAULT.specifiedHeat().orElseThrow();
    double sink = heat.ambientC() + 0.1 * heat.busy().packageW();
    assertThat(heat.busy().hottestC()).isBetween(sink, sink + 30);
    assertThat(heat.busy().chipletC()).hasSize(36);
    assertThat(heat.busy().hottestC())
        .isEqualTo(heat.busy().chipletC().stream().mapToDouble(c -> c).max().orElseThrow());
  }

  @Test
  void pairsOfDiesAreTestedBeforeTheyShareASubstrateOfHalfTheSize() {
    Cost cost = STACKED.specifiedCost().orElseThrow();
    // 18 x (2 x 29.317 + 308 x 0.03) / 0.95, bumps of 18 x 1.54, 18 x 308 x 4 x 0.01; over 0.99^18
    double stacks = 18 * ((2 * 29.317 + 308 * 0.03) / 0.95 + 1.54);
    double substrate = 18 * 308 * 4 * 0.01;
    assertThat(cost.recurringUsd())
        .isCloseTo((stacks + substrate) / Math.pow(0.99, 18), within(0.5));
    assertThat(cost.bill().assemblyYield()).isCloseTo(Math.pow(0.99, 18), within(1e-12));
    // the bad bonds of 18 pairs are made of good dies
    assertThat(cost.carbonKg())
        .isCloseTo(36 * 9.86 * 308 / 0.7839 / 1000 / 0.95 / Math.pow(0.99, 18), within(0.05));
  }

  /// What a lower die gives off passes the bond, 10 um of 1.5 W/(m K), and the halves of both dies,
  /// 50 and 775 um of 120 W/(m K). The last pair is spare: it is warmed from the side.
  @Test
  void lowerDiesAreWarmerByTheBondAboveThem() {
    Heat.State busy = STACKED.specifiedHeat().orElseThrow().busy();
    double kelvinPerW = (10e-6 / 1.5 + (25e-6 + 387.5e-6) / 120) / 308e-6;
    for (int lower = 0; lower < 34; lower += 2) {
      assertThat(busy.chipletC().get(lower) - busy.chipletC().get(lower + 1))
          .as("pair of chiplet %s", lower)
          .isCloseTo(busy.chipletW().get(lower) * kelvinPerW, withPercentage(10));
    }
    // the same watts on half the area
    Heat.State flat = DEFAULT.specifiedHeat().orElseThrow().busy();
    assertThat(busy.hottestC() - 35).isGreaterThan(flat.hottestC() - 35);
  }

  @Test
  void rulesCountChipletAndPackage() {
    // 10 TOPS x 8 bit = 80; 36 of them 2,880 on 11,088 mm2
    assertThat(DEFAULT.rules()).hasSize(4);
    RuleCompliance whole = DEFAULT.rules().getLast();
    assertThat(whole.subject()).isEqualTo("package");
    assertThat(whole.rule()).isEqualTo(ExportRule.OCTOBER_2023);
    assertThat(whole.performance().totalProcessing()).isCloseTo(2880, within(1e-6));
    assertThat(whole.performance().density()).isCloseTo(2880 / 11_088.0, within(1e-9));
    assertThat(whole.standing()).isEqualTo(Standing.BELOW);
  }

  @Test
  void anH100IsWithinParagraphA() {
    Assessment h100 = Assessor.assess(GpuReader.read("h100"));
    RuleCompliance rule = h100.rules().getLast();
    assertThat(rule.performance().totalProcessing()).isCloseTo(15_831.2, within(0.1));
    assertThat(rule.performance().density()).isCloseTo(15_831.2 / 814, within(0.01));
    assertThat(rule.standing()).isEqualTo(Standing.PARAGRAPH_A);
    // 5 nm die of 814 mm2: 57.5 a wafer, 42.2 % good: about 700 $; 79.65 GiB x 12 $
    Cost cost = h100.specifiedCost().orElseThrow();
    assertThat(cost.dieUsd()).isBetween(650.0, 750.0);
    // Raymond James put it at 3,320 $ with testing, which is not in ours (press, August 2023)
    assertThat(cost.recurringUsd() / 3320).isBetween(0.7, 1.0);
  }

  static List<String> gpus() {
    return GpuReader.presets();
  }

  @ParameterizedTest
  @MethodSource("gpus")
  void everyShippedGpuHasACost(String gpu) {
    Assessment appraisal = Assessor.assess(GpuReader.read(gpu));
    assertThat(appraisal.specifiedCost()).isPresent();
    assertThat(appraisal.unspecified()).isEmpty();
  }

  @Test
  void whatTheFileDoesNotTellIsSaidToBeUntold() {
    MachineSpec bare = FILE.without("process.preset").without("cooling").machine();
    Assessment appraisal = Assessor.assess(bare, PLAN.machine(), ESTIMATE);
    assertThat(appraisal.specifiedCost()).isEmpty();
    assertThat(appraisal.specifiedHeat()).isEmpty();
    assertThat(appraisal.unspecified())
        .containsExactly(
            "cost and carbon: the machine names no process.preset, such as 14nm",
            "temperature: the machine has no cooling");
  }

  @Test
  void uncertaintyNamesWhatMatters() {
    Uncertainty uncertainty = Uncertainty.of(FILE, AssessorTest::planner, 200);
    assertThat(uncertainty.spreads())
        .extracting(OutputSpread::name)
        .containsExactly(
            "throughput at batch 1",
            "peak throughput",
            "energy per token",
            "area of the chiplets",
            "cost per package",
            "efficiency at peak",
            "cost to make",
            "cost per token, made");
    OutputSpread throughput = uncertainty.spreads().get(1);
    // the host's memory is the limit: its bandwidth and how much of it is reached
    assertThat(throughput.drivers().subList(0, 1))
        .extracting(OutputSpread.Driver::key)
        .containsExactly("host.memory.bandwidth_efficiency");
    assertThat(throughput.low()).isLessThan(throughput.nominal());
    assertThat(throughput.high()).isGreaterThan(throughput.nominal());
    assertThat(uncertainty).isEqualTo(Uncertainty.of(FILE, AssessorTest::planner, 200));
  }
}
