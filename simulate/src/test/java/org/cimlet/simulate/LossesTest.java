package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// One layer with its head on two chiplets of the toy machine, whose macros read 384 rows of qkv,
/// 128 of attention out, 488 of gate and up, 256 of down and 512 of the head, 10 ns each. Each of
/// these five steps ends with element-wise work.
class LossesTest {
  private static final long CONTROL_PS = 700_000;
  private static final long ROWS_PS = (384 + 128 + 488 + 256 + 512) * 10_000L;
  private static final Scenario ONE = new Scenario(100, 100, 1, 100);
  private static final Map<String, Object> MODULE =
      Map.of(
          "macs_per_cycle",
          32,
          "operation_fj",
          3,
          "memory",
          Map.of(
              "capacity_mb", 1, "bandwidth_gb_s", 2, "energy_fj_per_bit", 4, "kv_cache_bits", 8));

  private static Simulation simulate(NetworkSpec network, MachineFile machine, Scenario scenario) {
    Plan plan = new Compiler(network, WeightStorage.dense(8)).compile(machine.machine(), scenario);
    return Simulator.simulate(plan, SimulationOptions.measuring(20));
  }

  private static Simulation simulate(MachineFile machine) {
    return simulate(Toy.network(1), machine, ONE);
  }

  private static MachineFile ideal() {
    return Toy.file(2, true);
  }

  private static MachineFile controlled(MachineFile machine) {
    return machine.with("chiplet.losses.step_control_ns", CONTROL_PS / 1000);
  }

  private static double tokenPs(Simulation simulation) {
    return simulation.batch1().times().meanPs();
  }

  @Test
  void a_token_waits_before_each_pass_and_each_element_wise_work() {
    Simulation without = simulate(ideal());
    Simulation with = simulate(controlled(ideal()));
    assertThat(tokenPs(with)).isCloseTo(tokenPs(without) + 10 * CONTROL_PS, within(1.0));
  }

  /// Chiplet 0 makes three of the passes, in 1,000 rows.
  @Test
  void while_a_unit_waits_nobody_else_has_it() {
    Plan plan =
        new Compiler(Toy.network(1), WeightStorage.dense(8))
            .compile(controlled(ideal()).machine(), new Scenario(1, 1, 50, 1));
    Simulation.Decode crowd =
        Simulator.decode(plan, SimulationOptions.measuring(2000), Simulator.Progress.NONE);
    assertThat(crowd.bottleneck().resource()).isEqualTo(Resource.MACROS);
    double busyS = 1000 * 10e-9 + 3 * CONTROL_PS * 1e-12;
    assertThat(crowd.tokensPerS()).isCloseTo(1 / busyS, within(0.01 / busyS));
  }

  @Test
  void attention_on_a_die_waits_three_times() {
    MachineFile attending = ideal().with("chiplet.attention_module", MODULE);
    Simulation without = simulate(attending);
    Simulation with = simulate(controlled(attending));
    assertThat(tokenPs(with)).isCloseTo(tokenPs(without) + 13 * CONTROL_PS, within(1.0));
  }

  @Test
  void a_chunk_of_a_prompt_waits_as_often_as_a_token() {
    long without = simulate(ideal()).prefill().timeToFirstTokenPs();
    long with = simulate(controlled(ideal())).prefill().timeToFirstTokenPs();
    assertThat(with).isEqualTo(without + 10 * CONTROL_PS);
  }

  @Test
  void rows_come_as_often_as_macros_sustain() {
    MachineFile bubbles = ideal().with("chiplet.losses.sustained_share", 0.8);
    Simulation without = simulate(ideal());
    Simulation with = simulate(bubbles);
    assertThat(tokenPs(with)).isCloseTo(tokenPs(without) + ROWS_PS / 0.8 - ROWS_PS, within(5.0));
    assertThat(with.batch1().actions()).isEqualTo(without.batch1().actions());
  }

  /// A chunk of one token uses two experts, wherever they lie: both halves of each make a pass, and
  /// so do the experts that all share.
  @Test
  void macros_wait_for_each_expert_that_some_token_uses() {
    Scenario one = new Scenario(1, 1, 1, 1);
    MachineFile single = Toy.file(1, true).with("chiplet.macro.rows", 10_000);
    NetworkSpec network = Toy.routedNetwork(1);
    double without = tokenPs(simulate(network, single, one));
    double with = tokenPs(simulate(network, controlled(single), one));
    int dense = 4; // qkv, attention out, router, head
    int experts = 2 * (2 + 1); // gate and up, down
    int elementWise = 6;
    assertThat(with)
        .isCloseTo(without + (dense + experts + elementWise) * (double) CONTROL_PS, within(1.0));
  }
}
