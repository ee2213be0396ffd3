package org.cimlet.plan.machine;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Relay trees of the groups on a package, each built once, whatever its links can do: routes do
/// not depend on that.
public final class RelayTrees {
  /// Groups that are remembered. A sweep meets some hundreds.
  private static final int MOST_GROUPS = 4096;

  private final Map<Key, Group> groups = new ConcurrentHashMap<>();

  /// Starts with none.
  RelayTrees() {}

  @SuppressWarnings("ArrayRecordComponent") // compared here, never handed out
  private record Key(CollectiveAlgorithm collective, int[] members) {
    @Override
    public int hashCode() {
      return 31 * collective.hashCode() + Arrays.hashCode(members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && collective == that.collective
          && Arrays.equals(members, that.members);
    }
  }

  /// The trees of one group by one collective.
  public static final class Group {
    private final CollectiveAlgorithm collective;
    private final int[] members;
    private final AtomicReferenceArray<@Nullable RelayTree> trees;

    private Group(CollectiveAlgorithm collective, int[] members, int nodes) {
      this.collective = collective;
      this.members = members;
      this.trees = new AtomicReferenceArray<>(nodes);
    }

    /// The tree from a root.
    ///
    /// @param topology one with the routes that the group was asked of
    public RelayTree from(Topology topology, int root) {
      RelayTree tree = trees.get(root);
      if (tree == null) {
        tree = RelayTree.of(topology, collective, root, members);
        trees.set(root, tree);
      }
      return tree;
    }
  }

  /// The trees of a group.
  ///
  /// @param members chiplets that take part, in the order of their group
  /// @param nodes chiplets and hosts of the topology
  Group group(CollectiveAlgorithm collective, int[] members, int nodes) {
    Key asked = new Key(collective, members);
    Group known = groups.get(asked);
    if (known == null) {
      if (groups.size() >= MOST_GROUPS) {
        groups.clear();
      }
      int[] own = members.clone();
      known = new Group(collective, own, nodes);
      groups.put(new Key(collective, own), known);
    }
    return known;
  }
}
