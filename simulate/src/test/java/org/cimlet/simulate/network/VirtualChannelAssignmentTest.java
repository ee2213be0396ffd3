package org.cimlet.simulate.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.cimlet.compile.Compiler;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.machine.Topology;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class VirtualChannelAssignmentTest {
  private record Channel(int link, int number) implements Comparable<Channel> {
    @Override
    public int compareTo(Channel other) {
      return link != other.link ? link - other.link : number - other.number;
    }
  }

  /// Which channels a packet may wait for while it holds each, over all routes: written apart from
  /// the code under test.
  private static Map<Channel, Set<Channel>> waits(
      Topology topology, VirtualChannelAssignment order) {
    Map<Channel, Set<Channel>> waits = new HashMap<>();
    for (int from = 0; from <= topology.chiplets(); from++) {
      for (int to = 0; to <= topology.chiplets(); to++) {
        if (from == to) {
          continue;
        }
        Channel held = new Channel(topology.nextLink(from, to), 0);
        while (topology.linkTo(held.link()) != to) {
          int next = topology.nextLink(topology.linkTo(held.link()), to);
          Channel wanted = new Channel(next, order.next(held.link(), held.number(), next));
          assertThat(wanted.number()).isLessThan(order.channels());
          waits.computeIfAbsent(held, h -> new TreeSet<>()).add(wanted);
          held = wanted;
        }
      }
    }
    return waits;
  }

  /// Takes away channels that wait for nothing until none is left; what stays waits in a circle.
  private static boolean hasCircle(Map<Channel, Set<Channel>> waits) {
    Set<Channel> left = new HashSet<>(waits.keySet());
    boolean progress = true;
    while (progress) {
      List<Channel> free = new ArrayList<>();
      for (Channel channel : left) {
        if (waits.getOrDefault(channel, Set.of()).stream().noneMatch(left::contains)) {
          free.add(channel);
        }
      }
      free.forEach(left::remove);
      progress = !free.isEmpty();
    }
    return !left.isEmpty();
  }

  @Test
  void a_mesh_with_dimension_ordered_routes_needs_one_channel() {
    Topology topology = Compiler.machine(MachineReader.read("comb-200mb-36")).topology();
    VirtualChannelAssignment order = VirtualChannelAssignment.of(topology);
    assertThat(order.channels()).isEqualTo(1);
    assertThat(hasCircle(waits(topology, order))).isFalse();
  }

  @Test
  void a_ring_with_one_channel_has_a_circle_and_with_two_has_none() {
    for (int chiplets = 5; chiplets < 20; chiplets++) {
      Topology topology = Wires.ring(chiplets, 1, 1).topology();
      assertThat(hasCircle(waits(topology, VirtualChannelAssignment.single(topology)))).isTrue();
      VirtualChannelAssignment order = VirtualChannelAssignment.of(topology);
      assertThat(order.channels()).isEqualTo(2);
      assertThat(hasCircle(waits(topology, order))).isFalse();
    }
  }

  @Test
  void a_star_and_a_row_need_one_channel() {
    Wires star = new Wires(9).wire(0, 9, 1, 1);
    for (int leaf = 1; leaf < 9; leaf++) {
      star.wire(0, leaf, 1, 1);
    }
    assertThat(VirtualChannelAssignment.of(star.topology()).channels()).isEqualTo(1);
    assertThat(VirtualChannelAssignment.of(Wires.row(9, 1, 1).topology()).channels()).isEqualTo(1);
  }

  @Test
  void a_torus_is_free_of_circles() {
    int side = 6;
    Wires torus = new Wires(side * side).wire(0, side * side, 1, 1);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        torus.wire(row * side + column, row * side + (column + 1) % side, 1, 1);
        torus.wire(row * side + column, (row + 1) % side * side + column, 1, 1);
      }
    }
    Topology topology = torus.topology();
    assertThat(hasCircle(waits(topology, VirtualChannelAssignment.single(topology)))).isTrue();
    assertThat(hasCircle(waits(topology, VirtualChannelAssignment.of(topology)))).isFalse();
  }

  /// Routes take up to two local links and a global one between them.
  @Test
  void a_dragonfly_is_free_of_circles() {
    Topology dragonfly =
        Compiler.machine(
                MachineReader.open("comb-200mb-36")
                    .with(
                        Map.of(
                            "topology",
                                Map.of(
                                    "kind", "dragonfly",
                                    "groups", 9,
                                    "chiplets_per_group", 4,
                                    "global_links_per_chiplet", 2,
                                    "host_at", List.of(0)),
                            "links.global",
                                Map.of(
                                    "bandwidth_gbit_s", 64,
                                    "latency_ns", 50,
                                    "energy_fj_per_bit", 2000)))
                    .machine())
            .topology();
    assertThat(hasCircle(waits(dragonfly, VirtualChannelAssignment.of(dragonfly)))).isFalse();
  }

  @RepeatedTest(60)
  void any_wiring_is_free_of_circles(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int chiplets = 3 + random.nextInt(25);
    Wires wires = new Wires(chiplets).wire(random.nextInt(chiplets), chiplets, 1, 1);
    for (int c = 1; c < chiplets; c++) {
      wires.wire(c, random.nextInt(c), 1, 1);
    }
    for (int more = random.nextInt(3 * chiplets); more > 0; more--) {
      int a = random.nextInt(chiplets);
      int b = random.nextInt(chiplets);
      if (a != b) {
        wires.wire(a, b, 1, 1);
      }
    }
    Topology topology = wires.topology();
    assertThat(hasCircle(waits(topology, VirtualChannelAssignment.of(topology)))).isFalse();
  }
}
