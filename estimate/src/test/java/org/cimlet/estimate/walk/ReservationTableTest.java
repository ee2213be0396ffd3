package org.cimlet.estimate.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReservationTableTest {
  @Test
  void later_work_gets_the_idle_time_that_is_left() {
    ReservationTable calendar = new ReservationTable();
    assertThat(calendar.enter(2, 1)).isEqualTo(3);
    assertThat(calendar.enter(5, 2)).isEqualTo(7);
    assertThat(calendar.enter(0, 4)).as("2 before, 2 between").isEqualTo(5);
    assertThat(calendar.enter(1, 1)).as("all taken until 7").isEqualTo(8);
    assertThat(calendar.enter(20, 1)).isEqualTo(21);
    assertThat(calendar.busyS()).isEqualTo(9);
  }

  @Test
  void no_work_waits_for_nobody() {
    ReservationTable calendar = new ReservationTable();
    calendar.enter(0, 10);
    assertThat(calendar.enter(3, 0)).isEqualTo(3);
  }

  @Test
  void work_that_just_fits_is_done_where_the_next_begins() {
    ReservationTable calendar = new ReservationTable();
    calendar.enter(2, 1);
    assertThat(calendar.enter(1, 1)).isEqualTo(2);
    assertThat(calendar.enter(0, 0.5)).isEqualTo(0.5);
    assertThat(calendar.enter(0, 1)).as("half before 1, half after 3").isEqualTo(3.5);
  }

  /// Against a time axis of small slots, each taken or free.
  @RepeatedTest(50)
  void it_does_what_counting_slots_does(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    boolean[] taken = new boolean[2000];
    ReservationTable calendar = new ReservationTable();
    for (int entry = 0; entry < 40; entry++) {
      int ready = random.nextInt(500);
      int left = 1 + random.nextInt(20);
      double done = calendar.enter(ready, left);
      int slot = ready;
      while (left > 0) {
        left -= taken[slot] ? 0 : 1;
        taken[slot++] = true;
      }
      assertThat(done).isCloseTo(slot, within(1e-9));
    }
  }
}
