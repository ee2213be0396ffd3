package org.cimlet.estimate.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.Head;
import org.junit.jupiter.api.Test;

/// Two indexer heads of 8 elements pick 4 positions, on which three heads of 6 elements look back,
/// whose value of 5 is part of the key; elements of 8 bits, by hand.
///
/// A score of the indexer: 2 x 8 + 5 operations. A position looked back on: 2 x (6 + 5) + 5 a head.
class PickedAttentionTest {
  private static final AttentionWork WORK =
      AttentionWork.picked(1, 3, new Head(6, 5, true), 4, 2, new Head(8, 0, false));

  private static final HostTiming HOST = new HostTiming(1, 1, 8);
  private static final int OF_SCORE = 2 * (2 * 8 + 5);
  private static final int OF_POSITION = 3 * (2 * (6 + 5) + 5);

  @Test
  void a_token_scores_all_positions_and_looks_back_on_those_picked() {
    AttentionCost cost = HOST.token(WORK, 10);
    assertThat(cost.ops()).isEqualTo(10 * OF_SCORE + 4 * OF_POSITION);
    // ten keys of 8, four of 6, and its own of both
    assertThat(cost.bits()).isEqualTo((10 * 8 + 4 * 6 + 8 + 6) * 8);
  }

  @Test
  void with_few_positions_all_are_picked() {
    assertThat(HOST.token(WORK, 3).ops()).isEqualTo(3 * (OF_SCORE + OF_POSITION));
    assertThat(HOST.token(WORK, 3).bits()).isEqualTo((3 + 1) * (8 + 6) * 8);
  }

  /// Tokens 9 to 10 of a prompt: each picks 4 positions, which need not be the same: 8 are read.
  @Test
  void tokens_of_a_chunk_share_no_position_they_pick() {
    PrefillShape prompt = new PrefillShape(10, 2);
    AttentionCost cost = HOST.chunk(WORK, prompt, 4);
    assertThat(cost.ops()).isEqualTo((9 + 10) * OF_SCORE + 2 * 4 * OF_POSITION);
    assertThat(cost.bits()).isEqualTo((10 * 8 + 8 * 6 + 2 * (8 + 6)) * 8);
  }

  /// Tokens 6 to 10: five pick 20, but there are no more than 10.
  @Test
  void no_chunk_reads_more_than_there_is() {
    AttentionCost cost = HOST.chunk(WORK, new PrefillShape(10, 5), 1);
    assertThat(cost.bits()).isEqualTo((10 * 8 + 10 * 6 + 5 * (8 + 6)) * 8);
  }
}
