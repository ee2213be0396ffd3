package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

class RoutedExpertsTest {
  @Test
  void every_token_uses_different_experts_and_all_experts_are_used_alike() {
    ExpertChoice choice = new ExpertChoice(8, 2);
    int[] uses = new int[8];
    int[][] pairs = new int[8][8];
    int tokens = 80_000;
    for (int token = 0; token < tokens; token++) {
      choice.draw(1, 3, token, 1, 5);
      assertThat(choice.copy(0, 0)).isNotEqualTo(choice.copy(0, 1));
      uses[choice.copy(0, 0)]++;
      uses[choice.copy(0, 1)]++;
      pairs[choice.copy(0, 0)][choice.copy(0, 1)]++;
    }
    // 20,000 of each expert with a standard deviation of 122; 1,429 of each pair, 38.
    assertThat(Arrays.stream(uses).boxed().toList())
        .allSatisfy(count -> assertThat(count).isBetween(19_400, 20_600));
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        assertThat(pairs[a][b]).isBetween(a == b ? 0 : 1250, a == b ? 0 : 1610);
      }
    }
  }

  @Test
  void a_choice_depends_on_seed_stream_token_and_layer_and_on_nothing_before() {
    ExpertChoice fresh = new ExpertChoice(64, 6);
    ExpertChoice used = new ExpertChoice(64, 6);
    for (int i = 0; i < 100; i++) {
      used.draw(9, i, i, 7, i);
    }
    fresh.draw(1, 2, 30, 4, 5);
    used.draw(1, 2, 30, 4, 5);
    for (int token = 0; token < 4; token++) {
      for (int a = 0; a < 6; a++) {
        assertThat(used.copy(token, a)).isEqualTo(fresh.copy(token, a));
      }
    }
    int[] one = chosen(new ExpertChoice(64, 6), 1, 2, 33, 5);
    assertThat(one).as("the fourth token of the same draw").isEqualTo(chosenOf(fresh, 3));
    assertThat(one)
        .isNotEqualTo(chosen(new ExpertChoice(64, 6), 2, 2, 33, 5))
        .isNotEqualTo(chosen(new ExpertChoice(64, 6), 1, 3, 33, 5))
        .isNotEqualTo(chosen(new ExpertChoice(64, 6), 1, 2, 34, 5))
        .isNotEqualTo(chosen(new ExpertChoice(64, 6), 1, 2, 33, 6));
  }

  private static int[] chosen(ExpertChoice choice, long seed, int stream, long token, int layer) {
    choice.draw(seed, stream, token, 1, layer);
    return chosenOf(choice, 0);
  }

  private static int[] chosenOf(ExpertChoice choice, int token) {
    int[] copies = new int[choice.active()];
    Arrays.setAll(copies, a -> choice.copy(token, a));
    return copies;
  }

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
      assertThat(decode.actions().multiplies()).isEqualTo(50 * (2 * weights + 256 * 64));
    }
    Simulation.Prefill prefill =
        Simulator.prefill(
            Toy.routed(2, 6, new Scenario(90, 100, 1, 20)),
            SimulationOptions.measuring(2),
            Simulator.Progress.NONE);
    assertThat(prefill.actions().multiplies()).isEqualTo(90 * 2 * weights + 256 * 64);
  }

  @Test
  void another_seed_is_another_run_with_the_same_counts() {
    Simulation.Decode one = decode(1);
    Simulation.Decode two = decode(2);
    assertThat(one).isEqualTo(decode(1)).isNotEqualTo(two);
    assertThat(one.actions().multiplies()).isEqualTo(two.actions().multiplies());
    assertThat(one.tokensPerS()).isCloseTo(two.tokensPerS(), within(0.05 * two.tokensPerS()));
  }

  private static Simulation.Decode decode(long seed) {
    return Simulator.decode(
        Toy.routed(3, 9, new Scenario(100, 10, 3, 50)),
        SimulationOptions.measuring(300).withSeed(seed),
        Simulator.Progress.NONE);
  }
}
