package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// One layer with its head on two chiplets of the toy machine, whose macros read 384 rows of qkv,
/// 128 of attention out, 488 of gate and up, 256 of down and 512 of the head, 10 ns each. Each of
/// these five steps ends with element-wise work.
class LossesTest {
  private static final double CONTROL_S = 700e-9;
  private static final double ROWS_S = (384 + 128 + 488 + 256 + 512) * 10e-9;
  private static final Map<String, Object> MODULE =
      Map.of(
          "macs_per_cycle",
          32,
          "operation_fj",
          3,
          "memory",
          Map.of(
              "capacity_mb", 1, "bandwidth_gb_s", 2, "energy_fj_per_bit", 4, "kv_cache_bits", 8));

  private static Estimate estimate(MachineFile machine, Scenario scenario) {
    Plan plan =
        new Compiler(Toy.network(1), WeightStorage.dense(8)).compile(machine.machine(), scenario);
    return Estimator.estimate(plan);
  }

  private static MachineFile ideal() {
    return Toy.file(2, true);
  }

  private static MachineFile controlled(MachineFile machine) {
    return machine.with("chiplet.losses.step_control_ns", CONTROL_S * 1e9);
  }

  private static double seconds(Estimate estimate, Resource resource) {
    return estimate.time().stream()
        .filter(share -> share.resource() == resource)
        .mapToDouble(Estimate.TimeShare::seconds)
        .sum();
  }

  @Test
  void a_token_waits_before_each_pass_and_each_element_wise_work() {
    Scenario scenario = new Scenario(100, 100, 1, 100);
    Estimate without = estimate(ideal(), scenario);
    Estimate with = estimate(controlled(ideal()), scenario);
    assertThat(seconds(with, Resource.STEP_CONTROL)).isCloseTo(10 * CONTROL_S, within(1e-15));
    assertThat(with.decode().tpotBatch1S())
        .isCloseTo(without.decode().tpotBatch1S() + 10 * CONTROL_S, within(1e-15));
    assertThat(seconds(with, Resource.MACROS)).isCloseTo(ROWS_S, within(1e-15));
    assertThat(seconds(without, Resource.STEP_CONTROL)).isZero();
  }

  /// Chiplet 0 makes three of the passes, in 1,000 rows.
  @Test
  void while_a_unit_waits_nobody_else_has_it() {
    Estimate with = estimate(controlled(ideal()), new Scenario(1, 1, 1, 1));
    assertThat(with.chiplets().getFirst().busyS())
        .isCloseTo(1000 * 10e-9 + 3 * CONTROL_S, within(1e-15));
    assertThat(with.decode().peakThroughputTokensPerS())
        .isCloseTo(1 / (1000 * 10e-9 + 3 * CONTROL_S), within(1e-3));
  }

  @Test
  void attention_on_a_die_waits_three_times() {
    Scenario scenario = new Scenario(100, 100, 1, 100);
    MachineFile attending = ideal().with("chiplet.attention_module", MODULE);
    Estimate without = estimate(attending, scenario);
    Estimate with = estimate(controlled(attending), scenario);
    assertThat(seconds(with, Resource.STEP_CONTROL)).isCloseTo(13 * CONTROL_S, within(1e-15));
    assertThat(with.decode().tpotBatch1S())
        .isCloseTo(without.decode().tpotBatch1S() + 13 * CONTROL_S, within(1e-15));
    assertThat(with.prefill().ttftS())
        .isCloseTo(without.prefill().ttftS() + 13 * CONTROL_S, within(1e-14));
  }

  /// A single sequence is as fast as before; what the home's vector unit and its attention take,
  /// the macros of the home have not, and loads say so.
  @Test
  void units_that_take_turns_share_the_time_there_is() {
    Scenario scenario = new Scenario(100, 100, 1, 100);
    MachineFile attending = controlled(ideal().with("chiplet.attention_module", MODULE));
    Estimate apart = estimate(attending, scenario);
    Estimate inTurn = estimate(attending.with("chiplet.units", "in_turn"), scenario);
    assertThat(inTurn.decode().tpotBatch1S()).isEqualTo(apart.decode().tpotBatch1S());
    assertThat(inTurn.time()).isEqualTo(apart.time());
    assertThat(inTurn.actions()).isEqualTo(apart.actions());
    double busyS = 0;
    for (Estimate.ChipletLoad load : inTurn.chiplets()) {
      busyS += load.busyS();
    }
    double unitsS =
        seconds(apart, Resource.STEP_CONTROL)
            + seconds(apart, Resource.MACROS)
            + seconds(apart, Resource.VECTOR_UNIT)
            + seconds(apart, Resource.ATTENTION_COMPUTE)
            + seconds(apart, Resource.ATTENTION_MEMORY);
    assertThat(busyS).isGreaterThanOrEqualTo(unitsS - 1e-15);
    assertThat(1 / inTurn.decode().peakThroughputTokensPerS())
        .isCloseTo(inTurn.chiplets().getFirst().busyS(), within(1e-15));
  }

  @Test
  void a_chunk_of_a_prompt_waits_as_often_as_a_token() {
    Scenario scenario = new Scenario(100, 100, 1, 100);
    double without = estimate(ideal(), scenario).prefill().ttftS();
    double with = estimate(controlled(ideal()), scenario).prefill().ttftS();
    assertThat(with).isCloseTo(without + 10 * CONTROL_S, within(1e-14));
  }

  private static double joules(Estimate estimate, Action action) {
    return estimate.energy().stream()
        .filter(share -> share.action() == action)
        .mapToDouble(Estimate.EnergyShare::joulesPerToken)
        .sum();
  }

  /// Reading and multiplying in macros, vector units and attention modules; not buffers and links.
  @Test
  void control_takes_a_share_of_what_dies_do() {
    MachineFile attending = ideal().with("chiplet.attention_module", MODULE);
    Estimate estimate =
        estimate(
            attending.with("chiplet.losses.control_energy_share", 0.2),
            new Scenario(100, 100, 1, 100));
    double work =
        joules(estimate, Action.MACRO_READ)
            + joules(estimate, Action.MULTIPLY)
            + joules(estimate, Action.VECTOR)
            + joules(estimate, Action.ATTENTION_COMPUTE)
            + joules(estimate, Action.ATTENTION_MEMORY);
    assertThat(joules(estimate, Action.CONTROL)).isCloseTo(0.2 * work, within(1e-20));
    assertThat(joules(estimate, Action.BUFFER)).isPositive();
  }

  /// Logic of 1.5 mm2 and a quarter of 2 mm2 of arrays, 5 pF each, 1 V, 100 MHz: 1 mW a die.
  @Test
  void clocks_run_whatever_the_work() {
    MachineFile clocked =
        ideal()
            .with(
                Map.of(
                    "chiplet.losses.clock_pf_per_mm2",
                    5,
                    "chiplet.losses.clock_memory_share",
                    0.25));
    Estimate estimate = estimate(clocked, new Scenario(100, 100, 1, 100));
    assertThat(joules(estimate, Action.CLOCK))
        .isCloseTo(2 * 1e-3 * estimate.decode().tpotS(), within(1e-18));
    Estimate without = estimate(ideal(), new Scenario(100, 100, 1, 100));
    assertThat(estimate.decode().energyPerTokenJ())
        .isCloseTo(
            without.decode().energyPerTokenJ() + joules(estimate, Action.CLOCK), within(1e-18));
  }

  /// Two boards of 3 W; of five joules into them four reach the package. The host has its own.
  @Test
  void boards_take_power_and_lose_a_share() {
    MachineFile carried =
        ideal()
            .with(
                Map.of(
                    "board.count", 2,
                    "board.power_w", 3,
                    "board.conversion_efficiency", 0.8));
    Estimate estimate = estimate(carried, new Scenario(100, 100, 1, 100));
    assertThat(joules(estimate, Action.BOARD))
        .isCloseTo(6 * estimate.decode().tpotS(), within(1e-15));
    double host =
        joules(estimate, Action.HOST_COMPUTE)
            + joules(estimate, Action.HOST_MEMORY)
            + joules(estimate, Action.HOST_IDLE);
    double fed =
        estimate(ideal(), new Scenario(100, 100, 1, 100)).decode().energyPerTokenJ() - host;
    assertThat(joules(estimate, Action.CONVERSION)).isCloseTo(fed / 4, within(1e-15));
  }

  @Test
  void rows_come_as_often_as_macros_sustain() {
    MachineFile bubbles = ideal().with("chiplet.losses.sustained_share", 0.8);
    Scenario scenario = new Scenario(100, 100, 1, 100);
    Estimate without = estimate(ideal(), scenario);
    Estimate with = estimate(bubbles, scenario);
    assertThat(seconds(with, Resource.MACROS)).isCloseTo(ROWS_S / 0.8, within(1e-15));
    assertThat(with.decode().tpotBatch1S())
        .isCloseTo(without.decode().tpotBatch1S() + ROWS_S / 0.8 - ROWS_S, within(1e-15));
    assertThat(with.actions()).isEqualTo(without.actions());
  }
}
