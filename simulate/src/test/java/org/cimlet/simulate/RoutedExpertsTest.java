package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.plan.Action;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

class RoutedExpertsTest {
  /// A layer: attention 4 x 64 x 64, router 8 x 64, two experts of 3 x 32 x 64, a shared one of 3 x
  /// 16 x 64; down of width 16 fills its rows of 8 exactly. The head 256 x 64.
  @Test
  void every_token_multiplies_the_weights_of_its_experts_alone() {
    long weights = 4 * 64 * 64 + 8 * 64 + 2 * (3 * 32 * 64) + 3 * 16 * 64;
    for (int batch : new int[] {1, 4}) {
      Simulation.Decode decode =
          Simulator.decode(
              Toy.routed(2, 6, new Scenario(100, 100, batch, 50)),
              SimulationOptions.measuring(50),
              Simulator.Progress.NONE);
      assertThat(decode.actions().of(Action.MULTIPLY))
          .isEqualTo((double) (50 * (2 * weights + 256 * 64)));
    }
    Simulation.Prefill prefill =
        Simulator.prefill(
            Toy.routed(2, 6, new Scenario(90, 100, 1, 20)),
            SimulationOptions.measuring(2),
            Simulator.Progress.NONE);
    assertThat(prefill.actions().of(Action.MULTIPLY))
        .isEqualTo((double) (90 * 2 * weights + 256 * 64));
  }

  @Test
  void another_seed_is_another_run_with_the_same_counts() {
    Simulation.Decode one = decode(1);
    Simulation.Decode two = decode(2);
    assertThat(one).isEqualTo(decode(1)).isNotEqualTo(two);
    assertThat(one.actions().of(Action.MULTIPLY)).isEqualTo(two.actions().of(Action.MULTIPLY));
    assertThat(one.tokensPerS()).isCloseTo(two.tokensPerS(), within(0.05 * two.tokensPerS()));
  }

  private static Simulation.Decode decode(long seed) {
    return Simulator.decode(
        Toy.routed(3, 9, new Scenario(100, 10, 3, 50)),
        SimulationOptions.measuring(300).withSeed(seed),
        Simulator.Progress.NONE);
  }
}
