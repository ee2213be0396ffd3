package org.cimlet.compile.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.machine.Topology;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;

/// Wires and routes of every kind of topology, by hand.
class TopologyRouterTest {
  private static final MachineFile BASE = MachineReader.open("comb-200mb-36");

  private static Topology route(Map<String, Object> topology) {
    return Compiler.machine(BASE.with("topology", topology).machine()).topology();
  }

  private static Map<String, Object> grid(String kind, int rows, int columns) {
    return Map.of("kind", kind, "rows", rows, "columns", columns, "host_at", List.of(0));
  }

  private static Map<String, Object> of(String kind, int chiplets, Integer... hostAt) {
    return Map.of("kind", kind, "chiplets", chiplets, "host_at", List.of(hostAt));
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
    Topology mesh = route(grid("mesh", 3, 4));
    assertThat(wires(mesh)).isEqualTo(3 * 3 + 2 * 4);
    assertThat(way(mesh, 0, 11)).containsExactly(0, 1, 2, 3, 7, 11);
    assertThat(way(mesh, 11, 0)).containsExactly(11, 10, 9, 8, 4, 0);
  }

  @Test
  void on_a_torus_the_way_round_is_taken_where_it_is_shorter() {
    Topology torus = route(grid("torus", 3, 4));
    assertThat(wires(torus)).isEqualTo(3 * 4 + 3 * 4);
    assertThat(way(torus, 0, 11)).containsExactly(0, 3, 11);
    assertThat(way(torus, 5, 10)).containsExactly(5, 6, 10);
  }

  @Test
  void two_dies_in_line_on_a_torus_have_one_wire() {
    assertThat(wires(route(grid("torus", 2, 2)))).isEqualTo(4);
    assertThat(wires(route(grid("torus", 1, 5)))).isEqualTo(5);
  }

  @Test
  void on_a_ring_no_way_is_longer_than_half_of_it() {
    Topology ring = route(of("ring", 7, 0));
    assertThat(wires(ring)).isEqualTo(7);
    assertThat(way(ring, 6, 2)).containsExactly(6, 0, 1, 2);
    assertThat(way(ring, 1, 5)).containsExactly(1, 0, 6, 5);
    assertThat(wires(route(of("ring", 2, 0)))).isEqualTo(1);
  }

  @Test
  void neighbours_on_a_ring_lie_side_by_side() {
    Topology ring = route(of("ring", 11, 0));
    for (int c = 0; c + 1 < 11; c++) {
      assertThat(
              Math.abs(ring.column(c) - ring.column(c + 1))
                  + Math.abs(ring.row(c) - ring.row(c + 1)))
          .isEqualTo(1);
    }
  }

  @Test
  void on_a_star_all_ways_lead_over_chiplet_0_in_the_middle() {
    Topology star = route(of("star", 9, 3));
    assertThat(wires(star)).isEqualTo(8);
    assertThat(way(star, 4, 7)).containsExactly(4, 0, 7);
    assertThat(way(star, 7, star.host(0))).containsExactly(7, 0, 3, 9);
    assertThat(List.of(star.column(0), star.row(0))).containsExactly(1, 1);
  }

  @Test
  void fully_connected_every_way_is_one_hop_and_the_host_lets_nothing_through() {
    Topology all = route(of("fully_connected", 6, 0, 5));
    assertThat(all.links().size() / 2 - 2).isEqualTo(6 * 5 / 2);
    assertThat(way(all, 0, 5)).containsExactly(0, 5);
    assertThat(way(all, 6, 2)).hasSize(3);
  }

  /// Two links of each die to other groups, 8 of a group of 4: link k of group g leads to group g +
  /// k + 1 of 9 and starts at its die k / 2. From group 0 to group 3 leads link 2, of die 1; there
  /// it is link 9 - 2 - 2 = 5, of die 2. So from die 0 to die 3 of group 3, number 15: over die 1,
  /// then die 14 of group 3.
  @Test
  void on_a_dragonfly_a_way_takes_one_global_link_between_groups() {
    Topology dragonfly =
        Compiler.machine(
                BASE.with(
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
    assertThat(dragonfly.chiplets()).isEqualTo(36);
    assertThat(wires(dragonfly)).isEqualTo(9 * (4 * 3 / 2) + 9 * 8 / 2);
    assertThat(way(dragonfly, 0, 3)).containsExactly(0, 3);
    assertThat(way(dragonfly, 0, 15)).containsExactly(0, 1, 14, 15);
    assertThat(way(dragonfly, 15, 0)).containsExactly(15, 14, 1, 0);
    int local = dragonfly.nextLink(0, 15);
    int global = dragonfly.nextLink(1, 15);
    assertThat(dragonfly.bitsPerS(local)).isEqualTo(256e9);
    assertThat(dragonfly.bitsPerS(global)).isEqualTo(64e9);
    assertThat(dragonfly.latencyS(global)).isCloseTo(50e-9, within(1e-18));
    for (int from = 0; from < 36; from++) {
      for (int to = 0; to < 36; to++) {
        assertThat(way(dragonfly, from, to)).hasSizeLessThanOrEqualTo(4);
      }
    }
  }

  @Test
  void a_custom_wire_may_have_its_own_bandwidth() {
    Sourced quarter = Sourced.assumed(64, "a quarter of the lanes");
    Topology row =
        route(
            Map.of(
                "kind",
                "custom",
                "chiplets",
                3,
                "edges",
                List.of(List.of(0, 1), Map.of("from", 1, "to", 2, "bandwidth_gbit_s", quarter)),
                "host_at",
                List.of(0)));
    assertThat(row.route(0, 1).bitsPerS()).isEqualTo(256e9);
    assertThat(row.route(0, 2).bitsPerS()).isEqualTo(64e9);
    assertThat(row.route(0, 2).latencyS()).isCloseTo(20e-9, within(1e-18));
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
