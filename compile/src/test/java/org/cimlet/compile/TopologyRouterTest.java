package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.machine.Topology;
import org.junit.jupiter.api.Test;

/// Wires and routes of every kind of topology, by hand.
class TopologyRouterTest {
  private static final List<Integer> AT_0 = List.of(0);

  private static Topology route(MachineSpec.Topology topology) {
    MachineSpec spec = MachineReader.read("comb-200mb-36");
    return Compiler.machine(
            new MachineSpec(
                spec.name(),
                spec.summary(),
                spec.process(),
                spec.chiplet(),
                topology,
                spec.links(),
                spec.substrate(),
                spec.host(),
                spec.provenance()))
        .topology();
  }

  private static List<Integer> way(Topology topology, int from, int to) {
    List<Integer> way = new ArrayList<>(List.of(from));
    while (way.getLast() != to) {
      way.add(topology.linkTo(topology.nextLink(way.getLast(), to)));
    }
    return way;
  }

  /// Wires between dies: links in pairs, those of the host left out.
  private static int wires(Topology topology) {
    return topology.links().size() / 2 - 1;
  }

  @Test
  void on_a_mesh_rows_come_first() {
    Topology mesh = route(new MachineSpec.Topology.Mesh(3, 4, AT_0));
    assertThat(wires(mesh)).isEqualTo(3 * 3 + 2 * 4);
    assertThat(way(mesh, 0, 11)).containsExactly(0, 1, 2, 3, 7, 11);
    assertThat(way(mesh, 11, 0)).containsExactly(11, 10, 9, 8, 4, 0);
  }

  @Test
  void on_a_torus_the_way_round_is_taken_where_it_is_shorter() {
    Topology torus = route(new MachineSpec.Topology.Torus(3, 4, AT_0));
    assertThat(wires(torus)).isEqualTo(3 * 4 + 3 * 4);
    assertThat(way(torus, 0, 11)).containsExactly(0, 3, 11);
    assertThat(way(torus, 5, 10)).containsExactly(5, 6, 10);
  }

  @Test
  void two_dies_in_line_on_a_torus_have_one_wire() {
    assertThat(wires(route(new MachineSpec.Topology.Torus(2, 2, AT_0)))).isEqualTo(4);
    assertThat(wires(route(new MachineSpec.Topology.Torus(1, 5, AT_0)))).isEqualTo(5);
  }

  @Test
  void on_a_ring_no_way_is_longer_than_half_of_it() {
    Topology ring = route(new MachineSpec.Topology.Ring(7, AT_0));
    assertThat(wires(ring)).isEqualTo(7);
    assertThat(way(ring, 6, 2)).containsExactly(6, 0, 1, 2);
    assertThat(way(ring, 1, 5)).containsExactly(1, 0, 6, 5);
    assertThat(wires(route(new MachineSpec.Topology.Ring(2, AT_0)))).isEqualTo(1);
  }

  @Test
  void neighbours_on_a_ring_lie_side_by_side() {
    Topology ring = route(new MachineSpec.Topology.Ring(11, AT_0));
    for (int c = 0; c + 1 < 11; c++) {
      assertThat(
              Math.abs(ring.column(c) - ring.column(c + 1))
                  + Math.abs(ring.row(c) - ring.row(c + 1)))
          .isEqualTo(1);
    }
  }

  @Test
  void on_a_star_all_ways_lead_over_chiplet_0_in_the_middle() {
    Topology star = route(new MachineSpec.Topology.Star(9, List.of(3)));
    assertThat(wires(star)).isEqualTo(8);
    assertThat(way(star, 4, 7)).containsExactly(4, 0, 7);
    assertThat(way(star, 7, star.host(0))).containsExactly(7, 0, 3, 9);
    assertThat(List.of(star.column(0), star.row(0))).containsExactly(1, 1);
  }

  @Test
  void fully_connected_every_way_is_one_hop_and_the_host_lets_nothing_through() {
    Topology all = route(new MachineSpec.Topology.FullyConnected(6, List.of(0, 5)));
    assertThat(all.links().size() / 2 - 2).isEqualTo(6 * 5 / 2);
    assertThat(way(all, 0, 5)).containsExactly(0, 5);
    assertThat(way(all, 6, 2)).hasSize(3);
  }

  /// 6 x 6 dies folded into 6 x 3 pairs: two columns of pairs apart lie two dies and a gap.
  @Test
  void a_folded_mesh_has_bonds_within_its_pairs_and_wires_between_them() {
    MachineSpec spec = MachineReader.read("comb-200mb-36-stacked");
    Topology folded = Compiler.machine(spec).topology();
    assertThat(folded.height()).isEqualTo(2);
    assertThat(wires(folded)).isEqualTo(2 * 6 * 5);
    assertThat(way(folded, 0, 8)).containsExactly(0, 1, 2, 8);
    assertThat(List.of(folded.level(6), folded.level(7))).containsExactly(0, 1);
    assertThat(List.of(folded.column(6), folded.column(7), folded.column(8)))
        .containsExactly(0, 0, 1);
    assertThat(List.of(folded.row(5), folded.row(6))).containsExactly(0, 1);
    for (int chiplet = 0; chiplet + 1 < 6; chiplet++) {
      double gbit = folded.bitsPerS(folded.nextLink(chiplet, chiplet + 1)) / 1e9;
      assertThat(gbit).as("from %s", chiplet).isEqualTo(chiplet % 2 == 0 ? 4096 : 256);
    }
    double side = Math.sqrt(308);
    assertThat(Compiler.machine(spec).substrateMm2())
        .isCloseTo((3 * side + 2) * (6 * side + 5), within(1e-9));
  }
}
