package org.cimlet.simulate.network;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Trains are a fast path: whatever meets whom, every message must arrive when it does packet by
/// packet, and every link must have worked as long.
class PacketTrainsTest {
  private record Sent(long atPs, int from, int to, long bits) {}

  private record Seen(Map<Integer, Long> arrivals, List<Long> busyPs, List<Long> bits) {}

  private static Topology wiring(Random random) {
    int chiplets = 3 + random.nextInt(8);
    double[] speeds = {1, 1, 1, 2, 0.7};
    double[] latenciesNs = {0, 10, 100, 100, 1000};
    Wires wires =
        new Wires(chiplets)
            .wire(0, chiplets, speeds[random.nextInt(5)], latenciesNs[random.nextInt(5)]);
    boolean alike = random.nextBoolean();
    double speed = speeds[random.nextInt(5)];
    double latencyNs = latenciesNs[random.nextInt(5)];
    for (int c = 1; c < chiplets; c++) {
      wires.wire(
          c,
          random.nextInt(3) == 0 ? random.nextInt(c) : c - 1,
          alike ? speed : speeds[random.nextInt(5)],
          alike ? latencyNs : latenciesNs[random.nextInt(5)]);
    }
    if (random.nextBoolean() && chiplets > 3) {
      wires.wire(chiplets - 1, 0, speed, latencyNs);
    }
    return wires.topology();
  }

  private static long then(int pass, int message) {
    return Continuation.of(pass, Continuation.Stage.INPUT_ARRIVED, message);
  }

  private static Seen run(Topology topology, Packets packets, List<Sent> sends, boolean look) {
    EventQueue events = new EventQueue();
    Router router = new Router(topology, packets, events, null);
    for (int i = 0; i < sends.size(); i++) {
      events.schedule(sends.get(i).atPs(), Event.of(Event.ARRIVAL, i));
    }
    Map<Integer, Long> arrivals = new TreeMap<>();
    int happened = 0;
    while (!events.isEmpty()) {
      long event = events.next();
      int index = Event.index(event);
      switch (Event.kind(event)) {
        case Event.ARRIVAL -> {
          Sent sent = sends.get(index);
          router.send(sent.from(), sent.to(), then(index, index), sent.bits());
        }
        case Event.PACKET -> router.packetArrived(event);
        case Event.LINK_READY -> router.linkReady(index);
        case Event.DELIVERED -> {
          if (router.arrived(event)) {
            arrivals.put(
                Continuation.index(router.messages().continuation(Event.message(event))),
                events.nowPs());
            router.messages().close(Event.message(event));
          }
        }
        default -> throw new AssertionError(event);
      }
      if (look && happened++ % 7 == 0) {
        router.dissolveTrains();
      }
    }
    assertThat(router.messages().open()).isZero();
    List<Long> busyPs = new java.util.ArrayList<>();
    List<Long> bits = new java.util.ArrayList<>();
    for (int link = 0; link < topology.links().size(); link++) {
      busyPs.add(router.link(link).busyPs(events.nowPs()));
      bits.add(router.link(link).bits());
    }
    return new Seen(arrivals, busyPs, bits);
  }

  @RepeatedTest(400)
  void messages_arrive_as_they_do_packet_by_packet(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    Topology topology = wiring(random);
    int buffered = 1 + random.nextInt(12);
    Packets trains = new Packets(64, buffered, true);
    Packets single = new Packets(64, buffered, false);
    // Times on a grid of 4 ns, so that messages often come at the very same time as packets.
    int gapNs = List.of(50, 500, 5000).get(random.nextInt(3));
    List<Sent> sends = new java.util.ArrayList<>();
    long atPs = 0;
    for (int i = 0; i < 150; i++) {
      int from = random.nextInt(topology.chiplets() + 1);
      int to = random.nextInt(topology.chiplets() + 1);
      if (from != to) {
        long bits =
            random.nextInt(4) == 0 ? 512L * (1 + random.nextInt(8)) : 1 + random.nextInt(9000);
        sends.add(new Sent(atPs, from, to, bits));
      }
      atPs += random.nextInt(3) == 0 ? 0 : 4000L * random.nextInt(gapNs);
    }
    Seen alone = run(topology, single, sends, false);
    assertThat(alone.arrivals()).hasSize(sends.size());
    assertThat(run(topology, trains, sends, false)).isEqualTo(alone);
    assertThat(run(topology, trains, sends, true)).as("looked at now and then").isEqualTo(alone);
  }
}
