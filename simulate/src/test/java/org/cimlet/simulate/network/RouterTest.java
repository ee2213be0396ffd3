package org.cimlet.simulate.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// Links of 1 Gbit/s (1 ns a bit) and 100 ns, packets of 64 bytes (512 ns), unless said otherwise.
class RouterTest {
  private static final Packets PACKETS = new Packets(64, 32, true);

  private final EventQueue events = new EventQueue();

  private Router router(Topology topology, Packets packets) {
    return new Router(topology, packets, events, null);
  }

  private static long then(int pass, int message) {
    return Continuation.of(pass, Continuation.Stage.INPUT_ARRIVED, message);
  }

  /// Lets time pass until nothing moves; when each message arrived, by its role.
  private Map<Integer, Long> arrivals(Router router) {
    Map<Integer, Long> arrivals = new TreeMap<>();
    while (!events.isEmpty()) {
      long event = events.next();
      switch (Event.kind(event)) {
        case Event.PACKET -> router.packetArrived(event);
        case Event.LINK_READY -> router.linkReady(Event.index(event));
        case Event.DELIVERED -> {
          if (!router.arrived(event)) {
            continue;
          }
          arrivals.put(
              Continuation.index(router.messages().continuation(Event.message(event))),
              events.nowPs());
          router.messages().close(Event.message(event));
        }
        default -> throw new AssertionError("only packets move here, got " + event);
      }
    }
    return arrivals;
  }

  @Test
  void a_packet_takes_the_latencies_and_its_bits_once() {
    Router router = router(Wires.row(4, 1, 100).topology(), PACKETS);
    router.send(0, 3, then(0, 1), 512);
    // 3 x 100 ns + 512 ns: its head leaves each router while its tail still arrives.
    assertThat(arrivals(router)).containsEntry(1, 812_000L);
  }

  @Test
  void a_long_message_keeps_every_link_on_its_way_busy() {
    Router router = router(Wires.row(4, 1, 100).topology(), PACKETS);
    router.send(0, 3, then(0, 1), 5000);
    assertThat(arrivals(router)).containsEntry(1, 5_300_000L);
    assertThat(router.link(2).bits()).as("0>1").isEqualTo(5000);
    assertThat(router.link(2).busyPs(events.nowPs())).isEqualTo(5_000_000);
    assertThat(router.linkBits().take(0)).as("three links").isEqualTo(15_000);
  }

  @Test
  void the_slowest_link_sets_the_pace_wherever_it_is() {
    for (int slow = 0; slow < 3; slow++) {
      Wires wires = new Wires(4).wire(0, 4, 1, 100);
      for (int c = 0; c < 3; c++) {
        wires.wire(c, c + 1, c == slow ? 1 : 4, 100);
      }
      Router router = router(wires.topology(), PACKETS);
      long beginPs = events.nowPs();
      router.send(0, 3, then(0, 1), 5120);
      // Bits over the slowest link; whole packets fill the pipe before or after it.
      assertThat(arrivals(router))
          .as("slow link %s", slow)
          .containsEntry(1, beginPs + 300_000 + 5_120_000);
    }
  }

  @Test
  void two_messages_on_one_link_take_turns_in_the_order_they_came() {
    Router router = router(Wires.row(2, 1, 100).topology(), PACKETS);
    router.send(0, 1, then(0, 1), 1024);
    router.send(0, 1, then(1, 2), 512);
    assertThat(arrivals(router)).containsEntry(1, 1_124_000L).containsEntry(2, 1_636_000L);
  }

  @Test
  void two_messages_that_meet_share_the_link_packet_by_packet() {
    // 0 > 1 > 2 and the host > 0... : both come to chiplet 1 and go on to chiplet 2.
    Topology topology =
        new Wires(4)
            .wire(0, 4, 1, 100)
            .wire(0, 1, 1, 100)
            .wire(3, 1, 1, 100)
            .wire(1, 2, 1, 100)
            .topology();
    Router router = router(topology, PACKETS);
    router.send(0, 2, then(0, 1), 1024);
    router.send(3, 2, then(1, 2), 1024);
    // Heads arrive at 100; 1>2 carries four packets from then on: A1 B1 A2 B2.
    assertThat(arrivals(router))
        .containsEntry(1, 100_000L + 3 * 512_000 + 100_000)
        .containsEntry(2, 100_000L + 4 * 512_000 + 100_000);
  }

  @Test
  void a_full_buffer_holds_the_sender_back() {
    // 0 > 1 is fast, 1 > 2 a hundredth of it. Behind 0 > 1 there is room for one packet to spare
    // and ceil(2 x 100 / 5.12) = 40 more: the 42nd packet waits until the first has left 1.
    Topology topology =
        new Wires(3).wire(0, 3, 1, 100).wire(0, 1, 100, 100).wire(1, 2, 1, 100).topology();
    Router router = router(topology, new Packets(64, 1, false));
    router.send(0, 2, then(0, 1), 60 * 512);
    long sentPs = 0;
    long sent = 0;
    while (sent <= 41 * 512) {
      long event = events.next();
      if (Event.kind(event) == Event.PACKET) {
        router.packetArrived(event);
      } else {
        router.linkReady(Event.index(event));
      }
      if (router.link(2).bits() > sent) {
        sent = router.link(2).bits();
        sentPs = events.nowPs();
      }
    }
    // The first packet's head is at 1 at 100 ns, its tail has left at 612 ns, the credit is back at
    // 712 ns: blocked before, sent at that time.
    assertThat(sentPs).isEqualTo(712_000);
    assertThat(arrivals(router)).containsEntry(1, 100_000L + 60 * 512_000 + 100_000);
  }

  @RepeatedTest(20)
  void every_bit_sent_crosses_every_link_of_its_route_and_arrives(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int chiplets = 2 + random.nextInt(12);
    Wires wires = Wires.ring(Math.max(3, chiplets), 1, 100);
    Topology topology = wires.topology();
    Router router = router(topology, PACKETS);
    long[] expected = new long[topology.links().size()];
    int messages = 200;
    for (int m = 0; m < messages; m++) {
      int from = random.nextInt(topology.chiplets() + 1);
      int to = random.nextInt(topology.chiplets() + 1);
      long bits = 1L + random.nextInt(3000);
      if (from != to) {
        router.send(from, to, then(m % 16, m), bits);
        for (int at = from; at != to; ) {
          int link = topology.nextLink(at, to);
          expected[link] += bits;
          at = topology.linkTo(link);
        }
      }
    }
    int open = router.messages().open();
    assertThat(arrivals(router)).hasSize(open);
    assertThat(router.messages().open()).isZero();
    for (int link = 0; link < expected.length; link++) {
      assertThat(router.link(link).bits()).as("bits over link %s", link).isEqualTo(expected[link]);
    }
  }

  /// Everyone on a ring of seven sends far more than the buffers hold to the chiplet three places
  /// on, all the same way round.
  private int arrivedRound(VirtualChannelAssignment order) {
    Topology topology = Wires.ring(7, 1, 10).topology();
    Packets tight = new Packets(64, 1, true);
    Router router = new Router(topology, order, tight, events, null);
    for (int c = 0; c < 7; c++) {
      router.send(c, (c + 3) % 7, then(c, c), 100 * 512);
    }
    return arrivals(router).size();
  }

  @Test
  void on_a_ring_packets_of_one_channel_wait_for_each_other_for_ever() {
    Topology topology = Wires.ring(7, 1, 10).topology();
    assertThat(arrivedRound(VirtualChannelAssignment.single(topology))).isLessThan(7);
  }

  @Test
  void on_a_ring_two_channels_let_every_packet_through() {
    Topology topology = Wires.ring(7, 1, 10).topology();
    assertThat(VirtualChannelAssignment.of(topology).channels()).isEqualTo(2);
    assertThat(arrivedRound(VirtualChannelAssignment.of(topology))).isEqualTo(7);
  }

  @Test
  void a_link_without_bandwidth_is_refused_by_name() {
    List<Throwable> thrown = new ArrayList<>();
    try {
      router(Wires.row(2, 0, 100).topology(), PACKETS);
    } catch (IllegalArgumentException e) {
      thrown.add(e);
    }
    assertThat(thrown)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("bandwidth of link 0>2 must be above 0 and finite, got 0.0");
  }
}
