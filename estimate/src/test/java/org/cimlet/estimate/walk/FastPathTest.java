package org.cimlet.estimate.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The closed forms that save time, for steps of few chiplets and for equal layers, against the
/// general path: every step by its collective, the host step by step.
class FastPathTest {
  /// The most that a token's time may differ, in per cent; measured are 0.16 to 0.38.
  private static final double TIME = 0.5;

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, comb-200mb-36, false, 2048",
    "llama-2-7b, comb-200mb-36, false, 128",
    "llama-2-7b, comb-200mb-16, true, 256",
    "llama-3.2-1b, comb-200mb-16, false, 1024",
    "llama-3.2-1b, comb-200mb-36, false, 512"
  })
  void it_agrees_with_the_general_path(
      String network, String machine, boolean packed, int context) {
    WeightStorage storage =
        packed
            ? new WeightStorage(new Packing(8, 8, 32), Packing.dense(8))
            : WeightStorage.dense(8);
    Plan plan =
        new Compiler(NetworkReader.read(network), storage)
            .compile(MachineReader.read(machine), new Scenario(context, context, 1, 128));
    TokenPass fast = TokenPass.walk(plan, 0, 0, TokenPass.Path.FAST);
    TokenPass general = TokenPass.walk(plan, 0, 0, TokenPass.Path.GENERAL);
    assertThat(fast.times().total()).isCloseTo(general.times().total(), withinPercentage(TIME));
    BusyResource busiest = BusyResource.longest(plan.machine(), fast.loads());
    BusyResource other = BusyResource.longest(plan.machine(), general.loads());
    assertThat(busiest.name()).isEqualTo(other.name());
    assertThat(busiest.seconds()).isCloseTo(other.seconds(), withinPercentage(1e-9));
    for (Action action : Action.counted()) {
      assertThat(fast.actions().of(action))
          .as(action.name())
          .isCloseTo(general.actions().of(action), withinPercentage(1e-9));
    }
  }
}
