package org.cimlet.simulate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private record Scheduled(long atPs, long what) {}

  private static final Comparator<Scheduled> TOTAL_ORDER =
      Comparator.comparingLong(Scheduled::atPs).thenComparingLong(Scheduled::what);

  @RepeatedTest(50)
  void events_come_in_the_order_of_a_sorted_list_and_none_is_lost(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    EventQueue queue = new EventQueue();
    List<Scheduled> list = new ArrayList<>();
    long nowPs = 0;
    for (int i = 0; i < 3000; i++) {
      // Few times and few events, so that ties are common; more scheduled than taken at first.
      boolean schedule = list.isEmpty() || random.nextInt(3000) > i / 2;
      if (schedule) {
        Scheduled event =
            new Scheduled(
                nowPs + random.nextInt(20), Event.of(random.nextInt(10), random.nextInt(5)));
        queue.schedule(event.atPs(), event.what());
        list.add(event);
        list.sort(TOTAL_ORDER);
      } else {
        Scheduled first = list.removeFirst();
        assertThat(queue.next()).isEqualTo(first.what());
        assertThat(queue.nowPs()).isEqualTo(first.atPs()).isGreaterThanOrEqualTo(nowPs);
        nowPs = first.atPs();
      }
      assertThat(queue.isEmpty()).isEqualTo(list.isEmpty());
    }
    List<Scheduled> seen = new ArrayList<>();
    queue.forEach((atPs, what) -> seen.add(new Scheduled(atPs, what)));
    assertThat(seen).isEqualTo(list);
    for (Scheduled event : list) {
      assertThat(queue.next()).isEqualTo(event.what());
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void no_event_is_scheduled_before_its_cause() {
    EventQueue queue = new EventQueue();
    queue.schedule(10, Event.of(Event.PACKET, 0));
    queue.next();
    queue.schedule(10, Event.of(Event.PACKET, 1));
    assertThatThrownBy(() -> queue.schedule(9, Event.of(Event.PACKET, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before its cause at 10 ps");
  }

  @Test
  void nothing_comes_out_of_an_empty_queue() {
    EventQueue queue = new EventQueue();
    queue.schedule(3, 7);
    queue.next();
    assertThat(queue.isEmpty()).isTrue();
    assertThatThrownBy(queue::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void at_one_time_work_ends_before_messages_arrive_before_packets_move_before_links_choose() {
    EventQueue queue = new EventQueue();
    queue.schedule(5, Event.of(Event.LINK_READY, 0));
    queue.schedule(5, Event.packet(3, 0, 9, true));
    queue.schedule(5, Event.packet(2, 63, 10, false));
    queue.schedule(5, Event.delivered(8, 1));
    queue.schedule(5, Event.of(Event.MACROS_DONE, 4));
    queue.schedule(5, Event.of(Event.MACROS_DONE, 3));
    assertThat(queue.next()).isEqualTo(Event.of(Event.MACROS_DONE, 3));
    assertThat(queue.next()).isEqualTo(Event.of(Event.MACROS_DONE, 4));
    assertThat(queue.next()).isEqualTo(Event.delivered(8, 1));
    assertThat(Event.link(queue.next())).isEqualTo(2);
    assertThat(Event.link(queue.next())).isEqualTo(3);
    assertThat(Event.kind(queue.next())).isEqualTo(Event.LINK_READY);
  }

  @Test
  void a_packet_keeps_all_it_is_made_of() {
    long packet = Event.packet(Event.NO_LINK, 63, (1 << 28) - 1, true);
    assertThat(Event.kind(packet)).isEqualTo(Event.PACKET);
    assertThat(Event.link(packet)).isEqualTo(Event.NO_LINK);
    assertThat(Event.channel(packet)).isEqualTo(63);
    assertThat(Event.message(packet)).isEqualTo((1 << 28) - 1);
    assertThat(Event.isLast(packet)).isTrue();
    assertThat(packet).isPositive();
    assertThat(Event.isLast(Event.packet(0, 0, 0, false))).isFalse();
  }
}
