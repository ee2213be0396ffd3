package org.cimlet.simulate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Resource;
import org.junit.jupiter.api.Test;

class ServerTest {
  private final EventQueue events = new EventQueue();
  private final Server work = new Server(events, Event.MACROS_DONE, Resource.MACROS, 0, null);

  private static long pass(int number) {
    return Continuation.of(number, Continuation.Stage.MEMBER_WORKED);
  }

  /// Lets time pass; passes as they are done, each with its time.
  private List<String> done() {
    List<String> done = new ArrayList<>();
    while (!events.isEmpty()) {
      events.next();
      long then = work.finish();
      if (then != Continuation.NONE) {
        done.add("pass " + Continuation.pass(then) + " at " + events.nowPs());
      }
    }
    return done;
  }

  @Test
  void one_thing_at_a_time_first_come_first_served() {
    work.add(0, pass(7), 100, 1);
    work.add(0, pass(5), 10, 1);
    work.add(0, pass(6), 1, 1);
    assertThat(done()).containsExactly("pass 7 at 100", "pass 5 at 110", "pass 6 at 111");
    assertThat(work.busyPs(events.nowPs())).isEqualTo(111);
  }

  @Test
  void many_wait_in_order() {
    List<String> expected = new ArrayList<>();
    for (int pass = 0; pass < 100; pass++) {
      work.add(0, pass(pass), 10, 1);
      expected.add("pass " + pass + " at " + 10 * (pass + 1));
    }
    assertThat(done()).isEqualTo(expected);
  }

  @Test
  void an_older_chunk_steps_in_at_the_end_of_a_token() {
    // Chunk 1 has 10 tokens of 100 ps. Chunk 0 comes at 250: the token at hand ends at 300.
    work.add(1, pass(1), 1000, 10);
    events.schedule(250, Event.of(Event.PACKET, 0));
    events.next();
    work.add(0, pass(0), 400, 10);
    assertThat(work.busyPs(250)).isEqualTo(250);
    assertThat(done()).containsExactly("pass 0 at 700", "pass 1 at 1400");
    assertThat(work.busyPs(events.nowPs())).isEqualTo(1400);
  }

  @Test
  void chunks_step_in_one_before_the_other_and_nothing_is_lost() {
    work.add(2, pass(2), 1000, 10);
    events.schedule(150, Event.of(Event.PACKET, 0));
    events.next();
    work.add(1, pass(1), 300, 3); // from 200
    events.schedule(250, Event.of(Event.PACKET, 0));
    while (events.nowPs() < 250) {
      events.next();
      assertThat(work.finish()).isEqualTo(Continuation.NONE);
    }
    work.add(0, pass(0), 50, 1); // from 300
    assertThat(done()).containsExactly("pass 0 at 350", "pass 1 at 550", "pass 2 at 1350");
    assertThat(work.busyPs(events.nowPs())).isEqualTo(1350);
  }

  @Test
  void a_younger_chunk_waits() {
    work.add(0, pass(0), 1000, 10);
    work.add(2, pass(2), 10, 1);
    work.add(1, pass(1), 10, 1);
    assertThat(done()).containsExactly("pass 0 at 1000", "pass 1 at 1010", "pass 2 at 1020");
  }
}
