package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Requests as a scheduler admits them.
class ServingTest {
  private static final Plan PLAN = Toy.plan(1, 2, new Scenario(100, 100, 1, 50));
  private static final SimulationOptions OPTIONS = SimulationOptions.measuring(20);

  /// First come, first served.
  private static final class Queue implements Scheduler {
    private final ArrayDeque<Long> atPs;
    private final Request request;
    private final int most;

    Queue(Request request, int most, Long... atPs) {
      this.request = request;
      this.most = most;
      this.atPs = new ArrayDeque<>(List.of(atPs));
    }

    @Override
    public Optional<Request> next(long nowPs, int running) {
      if (running == most || atPs.isEmpty() || atPs.getFirst() > nowPs) {
        return Optional.empty();
      }
      atPs.removeFirst();
      return Optional.of(request);
    }

    @Override
    public long nextArrivalPs(long nowPs) {
      return atPs.isEmpty() || atPs.getFirst() <= nowPs ? NEVER : atPs.getFirst();
    }
  }

  private static List<Request.Served> serve(Scheduler scheduler) {
    return Simulator.serve(PLAN, OPTIONS, scheduler, Simulator.Progress.NONE);
  }

  @Test
  void a_prompt_alone_takes_as_long_as_prefill() {
    Request request = new Request(100, 1);
    long ttftPs = Simulator.prefill(PLAN, OPTIONS, Simulator.Progress.NONE).timeToFirstTokenPs();
    assertThat(serve(new Queue(request, 1, 7_000L)))
        .containsExactly(new Request.Served(request, 7_000, 7_000 + ttftPs, 7_000 + ttftPs));
  }

  @Test
  void who_finds_no_room_starts_when_another_ends() {
    List<Request.Served> served = serve(new Queue(new Request(100, 3), 1, 0L, 0L));
    Request.Served first = served.getFirst();
    Request.Served second = served.getLast();
    assertThat(first.endPs()).isGreaterThan(first.firstTokenPs());
    assertThat(second.startPs()).isEqualTo(first.endPs());
    assertThat(second.endPs()).isEqualTo(2 * first.endPs());
  }

  @Test
  void who_runs_beside_another_waits_for_it_but_not_for_its_end() {
    List<Request.Served> apart = serve(new Queue(new Request(100, 3), 1, 0L, 0L));
    List<Request.Served> together = serve(new Queue(new Request(100, 3), 2, 0L, 0L));
    assertThat(together).hasSize(2);
    assertThat(together.getFirst().startPs()).isEqualTo(together.getLast().startPs());
    assertThat(together.getFirst().endPs()).isGreaterThan(apart.getFirst().endPs());
    assertThat(together.getLast().endPs()).isLessThan(apart.getLast().endPs());
  }

  @Test
  void a_request_has_tokens() {
    assertThatThrownBy(() -> new Request(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Request(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
