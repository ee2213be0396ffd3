package org.cimlet.plan.machine;

import java.util.Arrays;

/// Who passes a vector on to whom, from the root to all chiplets of a group; read the other way,
/// who adds whose partial sums on the way to the root.
///
/// Places are nodes of the [Topology]. A parent comes before its children; number 0 is the root. A
/// vector that is passed on is cut into segments, each sent on as soon as it is there whole.
public final class RelayTree {
  /// Segments a vector is cut into at most.
  private static final long MOST_SEGMENTS = 8;

  /// Bits a segment has at least, 512 bytes, unless the vector is shorter.
  private static final long LEAST_SEGMENT_BITS = 4096;

  private final int[] place;
  private final int[] parent;
  private int size;

  private RelayTree(int most, int root) {
    place = new int[most];
    parent = new int[most];
    place[0] = root;
    parent[0] = -1;
    size = 1;
  }

  /// Builds the tree of a collective.
  ///
  /// @param root where the vector is, or where sums go
  /// @param members chiplets that take part, in the order of their group; the root may be one
  public static RelayTree of(
      Topology topology, CollectiveAlgorithm collective, int root, int[] members) {
    int[] others = around(root, members);
    RelayTree tree =
        new RelayTree(
            collective == CollectiveAlgorithm.IN_NETWORK
                ? topology.chiplets() + topology.hosts()
                : others.length + 1,
            root);
    switch (collective) {
      case DIRECT -> {
        for (int member : others) {
          tree.add(member, 0);
        }
      }
      case RING -> tree.ring(others);
      case TREE -> {
        for (int i = 0; i < others.length; i++) {
          tree.add(others[i], i / 2);
        }
      }
      case IN_NETWORK -> tree.routers(topology, others);
    }
    return tree;
  }

  /// The members other than the root, those behind it in the group first.
  private static int[] around(int root, int[] members) {
    int at = -1;
    for (int i = 0; i < members.length; i++) {
      at = members[i] == root ? i : at;
    }
    if (at < 0) {
      return members.clone();
    }
    int[] others = new int[members.length - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = members[(at + 1 + i) % members.length];
    }
    return others;
  }

  private void ring(int[] others) {
    int forward = Math.ceilDiv(others.length, 2);
    int before = 0;
    for (int i = 0; i < forward; i++) {
      before = add(others[i], before);
    }
    before = 0;
    for (int i = others.length - 1; i >= forward; i--) {
      before = add(others[i], before);
    }
  }

  /// Routes from one root never part and meet again, so their union is a tree.
  private void routers(Topology topology, int[] others) {
    int[] number = new int[topology.chiplets() + topology.hosts()];
    Arrays.fill(number, -1);
    number[place[0]] = 0;
    for (int member : others) {
      int node = place[0];
      while (node != member) {
        int next = topology.linkTo(topology.nextLink(node, member));
        if (number[next] < 0) {
          number[next] = add(next, number[node]);
        }
        node = next;
      }
    }
  }

  private int add(int node, int under) {
    place[size] = node;
    parent[size] = under;
    return size++;
  }

  /// Places of the tree, the root and those that only pass on included.
  public int size() {
    return size;
  }

  /// Node of the topology.
  public int place(int i) {
    return place[i];
  }

  /// Number of the place it gets the vector from; -1 for the root.
  public int parent(int i) {
    return parent[i];
  }

  /// Segments that `bits` are passed on in.
  public static int segments(long bits) {
    return (int) Math.clamp(Math.ceilDiv(bits, LEAST_SEGMENT_BITS), 1, MOST_SEGMENTS);
  }
}
