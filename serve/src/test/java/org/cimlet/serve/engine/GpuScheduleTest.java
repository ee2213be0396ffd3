package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.serve.engine.StepPolicy.Kind;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.RequestTrace;
import org.junit.jupiter.api.Test;

/// Schedules of GPUs worked out by hand, one for each clause of the rules. A step takes 100 ps and
/// one more for each of its tokens; a line says when a request starts, has its first token and
/// ends.
class GpuScheduleTest {
  private static List<String> times(Kind kind, int budget, int sequences, long kv, long... trace) {
    return Runs.of(RequestTrace.of(trace), Runs.gpus(kind, budget, sequences, Runs.memory(kv)))
        .times();
  }

  /// 0..110 the prompt, then two steps of one token.
  @Test
  void a_request_alone() {
    assertThat(times(Kind.MIXED, 64, 8, 100, 0, 10, 3)).containsExactly("0: 0 110 312");
  }

  /// 1 comes at 50, while 0's prompt is read to 110. Step two has 0's token and 1's prompt: 1 + 20.
  @Test
  void a_prompt_lengthens_the_step_of_others() {
    assertThat(times(Kind.MIXED, 64, 8, 100, 0, 10, 2, 50, 20, 1))
        .containsExactly("0: 0 110 231", "1: 110 231 231");
  }

  /// A budget of 8: prompts of 20 take 8, 8 and 4; the answer's token then comes first and leaves
  /// 7.
  @Test
  void prompts_are_read_in_chunks_of_what_the_budget_leaves() {
    // 0: steps end at 108, 216, 324 (4 of 0, 4 of 1) -> first token at 324; 1 has 16 left
    // 432: 1 + 7, 540: 1 + 7, then 0 has its 3; 642: 2
    assertThat(times(Kind.MIXED, 8, 8, 100, 0, 20, 3, 0, 20, 1))
        .containsExactly("0: 0 324 540", "1: 216 642 642");
  }

  /// With one sequence at a time the second waits for the first's end.
  @Test
  void no_more_sequences_than_allowed_run() {
    assertThat(times(Kind.MIXED, 64, 1, 100, 0, 10, 2, 0, 10, 1))
        .containsExactly("0: 0 110 211", "1: 211 321 321");
  }

  /// Memory for 20 tokens: 0 takes 12, 1 would take 12 and waits; 2, which would fit, may not pass.
  @Test
  void the_first_that_finds_no_room_lets_none_pass() {
    assertThat(times(Kind.MIXED, 64, 8, 20, 0, 10, 2, 1, 10, 1, 2, 2, 1))
        .containsExactly("0: 0 110 211", "1: 211 323 323", "2: 211 323 323");
  }

  /// Memory for 16 tokens, blocks of 4: both prompts of 8 fill it. At 0's first own token (its 9th)
  /// there is no block: 1, which started last, is preempted and none starts in that step. 0 ends at
  /// 116 + 101 + 101, then 1 is read again with the token it had written: 9 tokens.
  @Test
  void the_last_to_start_is_preempted_and_read_again_with_what_it_had_written() {
    assertThat(times(Kind.MIXED, 64, 8, 16, 0, 8, 3, 0, 8, 3))
        .containsExactly("0: 0 116 318", "1: 0 116 528 preempted 1");
  }

  /// 0's answer takes blocks until 1, in mid-prompt, loses its own.
  @Test
  void who_finds_no_block_and_is_the_last_preempts_itself() {
    // 0 has 8 (prompt) then 12 for tokens 9..12; memory 16. 1 (prompt 4) takes the last block at
    // 108; at its own 5th token there is none, it is the last, and waits for 0's end
    assertThat(times(Kind.MIXED, 64, 8, 16, 0, 8, 5, 1, 4, 2))
        .containsExactly("0: 0 108 516", "1: 108 213 621 preempted 1");
  }

  /// Prompts first: 1's prompt at 50 stops 0's answer for a step of its own.
  @Test
  void prompts_first() {
    assertThat(times(Kind.PREFILL_FIRST, 64, 8, 100, 0, 10, 3, 50, 20, 2))
        .containsExactly("0: 0 110 433", "1: 110 230 332");
  }

  /// A batch is whoever waits as the last has ended; its short answers are padded to its longest.
  @Test
  void a_collected_batch_is_served_to_its_last_token() {
    // 0 alone: 110, 211. Batch of 1 and 2: prompts 120 -> 331, tokens of 2 each: 433, 535
    assertThat(times(Kind.STATIC, 64, 8, 100, 0, 10, 2, 10, 10, 1, 20, 10, 3))
        .containsExactly("0: 0 110 211", "1: 211 331 331", "2: 211 331 535");
  }

  @Test
  void a_request_that_can_never_fit_is_refused_and_counted() {
    Runs runs =
        Runs.of(RequestTrace.of(0, 10, 2, 0, 30, 2), Runs.gpus(Kind.MIXED, 64, 8, Runs.memory(20)));
    assertThat(runs.refused).extracting(Request::number).containsExactly(1L);
    assertThat(runs.totals.refused()).isEqualTo(1);
    assertThat(runs.totals.served()).isEqualTo(1);
  }

  /// Blocks of 8 tokens of a prompt; the second request begins as the first and finds 16 tokens of
  /// its 20; a third, alike in all of its 16, still computes its last block.
  @Test
  void what_begins_alike_is_found_but_never_the_last_token() {
    RequestTrace trace =
        new RequestTrace(
            "alike",
            List.of(
                new Request(0, 0, 16, 1, List.of(1, 2), 0),
                new Request(1, 500, 20, 1, List.of(1, 2, 3), 0),
                new Request(2, 1000, 16, 1, List.of(1, 2), 0)),
            List.of("all"),
            8,
            0);
    KvSpec memory = new KvSpec(200, each -> each, 4, KvSpec.Admit.GROW, true, 8);
    Runs runs = Runs.of(trace, Runs.gpus(Kind.MIXED, 64, 8, memory));
    assertThat(runs.times()).containsExactly("0: 0 116 116", "1: 500 604 604", "2: 1000 1108 1108");
    assertThat(runs.served).extracting(Served::prefixTokens).containsExactly(0, 16, 8);
  }

  /// The first server reads to 110 and hands 10 bytes over at 1 byte a ps, 5 ps later; the second
  /// writes the other two tokens.
  @Test
  void a_prompt_is_handed_over() {
    Pool reads =
        new Pool(
            "reads",
            Pool.Role.PREFILL,
            1,
            new Pool.Hardware.Steps(new Runs.CountingSteps(), new StepPolicy(Kind.MIXED, 64, 8)),
            Runs.memory(100));
    Pool writes =
        new Pool(
            "writes",
            Pool.Role.DECODE,
            1,
            new Pool.Hardware.Steps(new Runs.CountingSteps(), new StepPolicy(Kind.MIXED, 64, 8)),
            Runs.memory(100));
    Runs runs = Runs.of(RequestTrace.of(0, 10, 3, 0, 10, 3), reads, writes);
    // both prompts end at 120; transfers one after the other: 120 + 10 + 5 and 130 + 10 + 5
    // 0: 135..236; then both in a step of two: 338; 1 alone: 439
    assertThat(runs.times()).containsExactly("0: 0 120 338", "1: 0 120 439");
    assertThat(runs.totals.handoverBytes()).isEqualTo(20);
  }
}
