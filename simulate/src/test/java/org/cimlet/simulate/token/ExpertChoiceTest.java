package org.cimlet.simulate.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExpertChoiceTest {
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
  void a_copy_is_touched_once_however_many_tokens_use_it() {
    ExpertChoice choice = new ExpertChoice(8, 2);
    choice.draw(1, 3, 0, 100, 5);
    assertThat(choice.uses(0, 8)).isEqualTo(200);
    assertThat(choice.touched(0, 8)).isEqualTo(8);
    choice.draw(1, 3, 0, 1, 5);
    assertThat(choice.touched(0, 8)).isEqualTo(2);
    assertThat(choice.touched(choice.copy(0, 0), choice.copy(0, 0) + 1)).isEqualTo(1);
  }

  @Test
  void tokens_share_passes_through_a_copy_as_many_as_there_are_inputs() {
    ExpertChoice choice = new ExpertChoice(8, 2);
    choice.draw(1, 3, 0, 100, 5);
    long byHand = 0;
    for (int copy = 0; copy < 8; copy++) {
      byHand += (choice.uses(copy, copy + 1) + 6) / 7;
    }
    assertThat(choice.passes(0, 8, 7)).isEqualTo(byHand);
    assertThat(choice.passes(0, 8, 1)).isEqualTo(200);
    assertThat(choice.passes(0, 8, 1000)).isEqualTo(8);
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
}
