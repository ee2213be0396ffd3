package org.cimlet.conformance.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;

/// A macro set to several words, counted and timed by hand in both engines.
///
/// LLaMA-2-7B has 6,476,005,376 weights in its layers' linears and 131,072,000 in its head, and all
/// its inputs fill rows.
class PrecisionsTest {
  private static final double LAYERS = 6_476_005_376.0;
  private static final double HEAD = 131_072_000;
  private static final Packing INT4 = Packing.dense(4);
  private static final Packing INT8 = Packing.dense(8);
  private static final MachineFile MACHINE =
      MachineReader.open("comb-200mb-36")
          .lossless()
          .with(
              Map.of(
                  "chiplet.macro.multiply_fj", 100,
                  "chiplet.macro.read_fj_per_bit", 10,
                  "chiplet.macro.precisions",
                      Map.of("int4", Map.of("multiply_fj", Sourced.assumed(30, "by hand")))));

  private static Plan plan(NetworkSpec network, MachineFile machine, WeightStorage storage) {
    return new Compiler(network, storage).compile(machine.machine(), new Scenario(1, 128, 1, 128));
  }

  private static Plan llama(Packing layers, Packing head) {
    return plan(NetworkReader.read("llama-2-7b"), MACHINE, new WeightStorage(layers, head));
  }

  private static void agree(Plan plan, double bits, double multiplyJ) {
    Estimate estimate = Estimator.estimate(plan);
    Simulation.Decode simulated =
        Simulator.decode(plan, SimulationOptions.measuring(4), Simulator.Progress.NONE);
    ActionCounts counts = simulated.actions();
    for (Action action : new Action[] {Action.MULTIPLY, Action.MACRO_READ, Action.ROW_READ}) {
      assertThat(counts.of(action) / simulated.tokens()).isEqualTo(estimate.actions().of(action));
    }
    assertThat(estimate.actions().of(Action.MULTIPLY)).isEqualTo(LAYERS + HEAD);
    assertThat(estimate.actions().of(Action.MACRO_READ)).isEqualTo(bits);
    assertThat(joules(estimate, Action.MULTIPLY)).isCloseTo(multiplyJ, withPercentage(1e-9));
    assertThat(joules(estimate, Action.MACRO_READ)).isCloseTo(bits * 10e-15, withPercentage(1e-9));
    assertThat(simulated.times().meanPs() / 1e12)
        .isCloseTo(estimate.decode().tpotS(), withPercentage(1));
  }

  private static double joules(Estimate estimate, Action action) {
    return estimate.energy().stream()
        .filter(share -> share.action() == action)
        .mapToDouble(Estimate.EnergyShare::joulesPerToken)
        .sum();
  }

  @Test
  void aNarrowWordIsReadAndMultipliedAtItsOwnPrice() {
    agree(llama(INT8, INT8), (LAYERS + HEAD) * 8, (LAYERS + HEAD) * 100e-15);
    agree(llama(INT4, INT4), (LAYERS + HEAD) * 4, (LAYERS + HEAD) * 30e-15);
  }

  @Test
  void aHeadOfOtherWordsHasItsOwnPriceAndNoLeakageMore() {
    Plan mixed = llama(INT4, INT8);
    agree(mixed, LAYERS * 4 + HEAD * 8, LAYERS * 30e-15 + HEAD * 100e-15);
    Estimate estimate = Estimator.estimate(mixed);
    double staticW = joules(estimate, Action.LEAKAGE) / estimate.decode().tpotS();
    assertThat(staticW).isCloseTo(mixed.machine().leakageW(), withPercentage(1e-9));
    assertThat(mixed.machine().dies().tallied()).hasSize(2);
    assertThat(mixed.program().storedBytes()).isEqualTo((long) (LAYERS / 2 + HEAD));
  }

  /// A die of 4 macros that add among 4, rows of 8 x 8 bits: rows of 16 weights at 4 bits, 100 MHz,
  /// two cycles each. 128 outputs of queries, keys and values have 4 tiles each: 128 x 4 / 4 rows
  /// of every macro; the attention's 64 take 64, gate's and up's 344 take 344, and 64 of 172
  /// inputs, 11 tiles, 176: 712 rows a layer of 20 ns. The head's 512 outputs at 8 bits, 8 tiles,
  /// take 1,024 of 10 ns.
  @Test
  void rowsTakeTheCyclesOfTheirWords() {
    MachineFile small =
        MACHINE.with(
            Map.of(
                "chiplet.macros", 4,
                "chiplet.partial_sum_fan_in", 4,
                "chiplet.macro.rows", 5000,
                "chiplet.macro.clock_mhz", 100,
                "chiplet.macro.precisions.int4.cycles_per_row", 2,
                "topology.rows", 1,
                "topology.columns", 1));
    Plan plan = plan(NetworkReader.read("stories260k"), small, new WeightStorage(INT4, INT8));
    double macroS = 5 * 712 * 20e-9 + 1024 * 10e-9;
    Estimate estimate = Estimator.estimate(plan);
    assertThat(estimate.chiplets().getFirst().busyS()).isCloseTo(macroS, withPercentage(1e-9));
    Simulation.Decode simulated =
        Simulator.decode(plan, SimulationOptions.measuring(4), Simulator.Progress.NONE);
    long busyPs =
        simulated.loads().stream()
            .filter(load -> load.resource() == Resource.MACROS)
            .mapToLong(Load::busyPs)
            .sum();
    assertThat(busyPs / 1e12 / simulated.tokens()).isCloseTo(macroS, withPercentage(0.01));
  }

  /// Floating-point words lie in rows and take time as whole numbers of as many bits do.
  @Test
  void rowsOfFloatingPointWordsTakeTheSameTime() {
    MachineFile floats =
        MACHINE.with(
            Map.of(
                "chiplet.macro.format",
                "fp8_e5m2",
                "chiplet.macro.alignment",
                Map.of("of", "inputs", "guard_bits", 2)));
    Packing fp8 = Packing.dense(WordFormat.FP8_E5M2, 8);
    Plan plan = plan(NetworkReader.read("llama-2-7b"), floats, new WeightStorage(fp8, fp8));
    agree(plan, (LAYERS + HEAD) * 8, (LAYERS + HEAD) * 100e-15);
    assertThat(Estimator.estimate(plan).decode().tpotS())
        .isEqualTo(Estimator.estimate(llama(INT8, INT8)).decode().tpotS());
    assertThatThrownBy(
            () -> plan(NetworkReader.read("llama-2-7b"), floats, new WeightStorage(INT8, INT8)))
        .hasMessageContaining("must hold int8 weights, got macros for fp8_e5m2 or int4");
  }

  @Test
  void wordsThatAMacroDoesNotTakeAreRefusedWithThoseItTakes() {
    assertThatThrownBy(() -> llama(Packing.dense(6), Packing.dense(6)))
        .hasMessageContaining(
            "must hold int6 weights, got macros for int8 or int4; pass --weights int8 or int4");
    assertThatThrownBy(() -> llama(INT4, Packing.dense(16)))
        .hasMessageContaining("must hold int16 weights")
        .hasMessageContaining("pass --head-weights int8 or int4");
    assertThatThrownBy(() -> llama(INT4.withInputs(8), INT4.withInputs(8)))
        .hasMessageContaining("must hold w4a8 weights, got macros for w8a8 or w4a4");
  }

  /// NorthPole's published operations of a core and cycle: 2,048, 4,096 and 8,192 at 8, 4 and 2
  /// bits (Science 2023); Corsair's of a card: 2,400 and 9,600 T/s at 8 and 4 (white paper, 2024).
  @Test
  void publishedRatesOfEveryWordComeOut() {
    for (int bits : new int[] {8, 4, 2}) {
      Macro core = set("northpole-16", bits);
      assertThat(2 * core.macsPerS() / 400e6).isEqualTo(2048 * 8.0 / bits);
      assertThat(core.capacityBits()).isEqualTo(7168 * 128 * 8L);
    }
    double card = 8.0 * 256;
    assertThat(2 * card * set("corsair", 8).macsPerS()).isCloseTo(2400e12, withPercentage(0.1));
    assertThat(2 * card * set("corsair", 4).macsPerS()).isCloseTo(9600e12, withPercentage(0.1));
  }

  private static Macro set(String machine, int bits) {
    return Compiler.machine(MachineReader.open(machine).machine())
        .chiplet()
        .macro()
        .at(Packing.dense(bits).words())
        .orElseThrow();
  }
}
