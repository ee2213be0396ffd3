package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.serve.traffic.RequestTrace;
import org.junit.jupiter.api.Test;

/// Schedules of a package worked out by hand, one for each clause of how it starts requests and
/// gives out its memory. A token is back after 100 ps, a prompt is read at 10 ps a token in chunks
/// of 4, and memory is a byte a token in blocks of 4; a line says when a request starts, has its
/// first token and ends.
class PackageScheduleTest {
  private static Runs run(int ranks, int sequences, KvSpec memory, long... trace) {
    Pool pool =
        new Pool(
            "package",
            Pool.Role.BOTH,
            1,
            new Pool.Hardware.Chiplets(new LoneLaw(ranks, 100, 10, 0, 4), sequences),
            memory);
    return Runs.of(RequestTrace.of(trace), pool);
  }

  private static List<String> times(int ranks, int sequences, long kv, long... trace) {
    return run(ranks, sequences, Runs.memory(kv), trace).times();
  }

  /// 80 ps the prompt, then two tokens of 100 ps.
  @Test
  void a_request_alone() {
    assertThat(times(1, 8, 100, 0, 8, 3)).containsExactly("0: 0 80 280");
  }

  /// 1 starts as 0 is read; answers do not wait for it. With two lines it starts at once.
  @Test
  void the_next_prompt_starts_as_a_line_has_read_the_last() {
    assertThat(times(1, 8, 100, 0, 8, 3, 10, 8, 2)).containsExactly("0: 0 80 280", "1: 80 160 260");
    assertThat(times(2, 8, 100, 0, 8, 3, 10, 8, 2)).containsExactly("0: 0 80 280", "1: 10 90 190");
  }

  @Test
  void no_more_sequences_than_allowed_run() {
    assertThat(times(1, 1, 100, 0, 8, 2, 0, 8, 1)).containsExactly("0: 0 80 180", "1: 180 260 260");
  }

  /// Memory for 16 tokens: 0's prompt of 8 and its answer take 12, so that at 80 only the first
  /// chunk of 1's 12 fits. All of it would have had to wait for 0's end at 180 if a prompt took its
  /// blocks as it starts. Its second chunk finds no block at 120: it is the last, loses what it
  /// has, and starts as 0 has ended.
  @Test
  void blocks_are_given_out_as_a_prompt_is_read() {
    Runs runs = run(1, 8, Runs.memory(16), 0, 8, 2, 0, 12, 1);
    assertThat(runs.times()).containsExactly("0: 0 80 180", "1: 80 300 300 preempted 1");
    // 8 and 12 tokens, and the chunk of 4 that was read twice
    assertThat(runs.totals.servers().getFirst().promptTokens()).isEqualTo(8 + 4 + 12);
  }

  /// Memory for 20 tokens: with a third chunk's blocks beside 0's 12 it is enough to go on reading.
  @Test
  void a_prompt_that_finds_its_blocks_in_time_is_read_beside_an_answer() {
    assertThat(times(1, 8, 20, 0, 8, 2, 0, 8, 1)).containsExactly("0: 0 80 180", "1: 80 160 160");
  }

  /// With `reserve`, 1 waits for 0's end although its first chunk fits.
  @Test
  void a_reservation_holds_prompt_and_answer_from_the_start() {
    KvSpec reserve = new KvSpec(16, tokens -> tokens, 4, KvSpec.Admit.RESERVE, false, 0);
    assertThat(run(1, 8, reserve, 0, 8, 2, 0, 8, 1).times())
        .containsExactly("0: 0 80 180", "1: 180 260 260");
  }

  /// Memory for 16 tokens: 0 and 1 take two blocks each with their first tokens, at 40 and 80. At
  /// 440 0 writes its fifth, 9 tokens in all, and wants a third block: 1, which started last and
  /// has written four, loses its own. It is read again as 0 has ended, 8 tokens to 720, and writes
  /// the other two at 820 and 920.
  @Test
  void the_last_to_start_makes_room_and_is_read_again_with_what_it_had_written() {
    assertThat(times(1, 8, 16, 0, 4, 7, 0, 4, 7))
        .containsExactly("0: 0 40 640", "1: 40 80 920 preempted 1");
  }

  /// After a preemption none starts until another has ended: 2 comes at 460, when a block is free,
  /// and follows 1, which waits before it.
  @Test
  void none_starts_after_a_preemption_until_another_has_ended() {
    assertThat(times(1, 8, 16, 0, 4, 7, 0, 4, 7, 460, 4, 1))
        .containsExactly("0: 0 40 640", "1: 40 80 920 preempted 1", "2: 720 760 760");
  }

  /// A thousand requests that come while the first is still with the front end, as fast as a clock
  /// of picoseconds tells them apart: more than is served.
  @Test
  void requests_on_their_way_to_a_server_count_as_backlog() {
    long[] trace = new long[3000];
    for (int i = 0; i < 1000; i++) {
      trace[3 * i] = i;
      trace[3 * i + 1] = 8;
      trace[3 * i + 2] = 2;
    }
    Runs runs = new Runs();
    Pool pool =
        new Pool(
            "package",
            Pool.Role.BOTH,
            1,
            new Pool.Hardware.Chiplets(new LoneLaw(1, 100, 10, 0, 4), 8),
            Runs.memory(Runs.BIG));
    FleetSpec spec =
        new FleetSpec(
            List.of(pool), FleetSpec.Routing.LEAST_KV, new FleetSpec.Handover(1, 0), 5000, 1 << 20);
    Fleet.Totals totals = Fleet.run(spec, RequestTrace.of(trace), runs);
    assertThat(totals.served()).isEqualTo(1000);
    assertThat(totals.saturated()).isTrue();
    assertThat(totals.waitingAtEnd()).isEqualTo(1000);
  }
}
