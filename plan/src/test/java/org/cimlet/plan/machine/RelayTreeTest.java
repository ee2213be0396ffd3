package org.cimlet.plan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayTreeTest {
  /// Five chiplets in a row, the host at the first.
  private static Topology row() {
    List<Topology.Link> links = new ArrayList<>();
    int[] next = new int[36];
    Arrays.fill(next, -1);
    int[] line = {5, 0, 1, 2, 3, 4};
    for (int i = 0; i < 5; i++) {
      links.add(new Topology.Link(line[i], line[i + 1], 1e9, 1e-7, 1, "there" + i));
      links.add(new Topology.Link(line[i + 1], line[i], 1e9, 1e-7, 1, "back" + i));
    }
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        if (a != b) {
          next[line[a] * 6 + line[b]] = a < b ? 2 * a : 2 * (a - 1) + 1;
        }
      }
    }
    return new Topology(5, 1, links, next, new int[5], new int[5], 1, 512, 32);
  }

  private static List<String> edges(CollectiveAlgorithm collective, int root, int... members) {
    RelayTree tree = RelayTree.of(row(), collective, root, members);
    List<String> edges = new ArrayList<>();
    for (int i = 1; i < tree.size(); i++) {
      assertThat(tree.parent(i)).isLessThan(i);
      edges.add(tree.place(tree.parent(i)) + ">" + tree.place(i));
    }
    return edges;
  }

  @Test
  void directly_the_root_sends_to_everyone() {
    assertThat(edges(CollectiveAlgorithm.DIRECT, 2, 0, 1, 2, 3))
        .containsExactly("2>3", "2>0", "2>1");
  }

  @Test
  void around_a_ring_half_of_them_get_it_each_way() {
    assertThat(edges(CollectiveAlgorithm.RING, 2, 0, 1, 2, 3, 4))
        .containsExactly("2>3", "3>4", "2>1", "1>0");
  }

  @Test
  void in_a_tree_each_passes_it_on_to_two() {
    assertThat(edges(CollectiveAlgorithm.TREE, 0, 0, 1, 2, 3, 4))
        .containsExactly("0>1", "0>2", "1>3", "1>4");
  }

  @Test
  void in_the_network_every_link_carries_it_once_and_routers_between_pass_it_on() {
    assertThat(edges(CollectiveAlgorithm.IN_NETWORK, 5, 1, 4))
        .containsExactly("5>0", "0>1", "1>2", "2>3", "3>4");
    assertThat(edges(CollectiveAlgorithm.IN_NETWORK, 2, 0, 4))
        .containsExactly("2>1", "1>0", "2>3", "3>4");
  }

  @Test
  void short_vectors_are_passed_on_whole_and_long_ones_in_eight_segments() {
    assertThat(RelayTree.segments(1)).isEqualTo(1);
    assertThat(RelayTree.segments(4096)).isEqualTo(1);
    assertThat(RelayTree.segments(4097)).isEqualTo(2);
    assertThat(RelayTree.segments(1 << 20)).isEqualTo(8);
  }
}
