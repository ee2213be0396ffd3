package org.cimlet.simulate.token;

import org.cimlet.plan.machine.RelayTree;

/// A tree by which a step's vector is passed on, or its partial sums are added, with the step's
/// parts at its places.
final class Relay {
  static final int NO_MEMBER = -1;

  private final RelayTree tree;
  private final long bits;
  private final int first;
  private final int[] firstChild;
  private final int[] children;
  private final int[] memberAt;

  private Relay(
      RelayTree tree, long bits, int first, int[] firstChild, int[] children, int[] memberAt) {
    this.tree = tree;
    this.bits = bits;
    this.first = first;
    this.firstChild = firstChild;
    this.children = children;
    this.memberAt = memberAt;
  }

  static Relay of(RelayTree tree, long bits, int first, StepWork work) {
    int places = tree.size();
    int[] firstChild = new int[places + 1];
    for (int i = 1; i < places; i++) {
      firstChild[tree.parent(i) + 1]++;
    }
    for (int i = 0; i < places; i++) {
      firstChild[i + 1] += firstChild[i];
    }
    int[] children = new int[places];
    int[] next = firstChild.clone();
    int[] memberAt = new int[places];
    for (int i = 0; i < places; i++) {
      if (i > 0) {
        children[next[tree.parent(i)]++] = i;
      }
      memberAt[i] = work.memberAt(tree.place(i));
    }
    return new Relay(tree, bits, first, firstChild, children, memberAt);
  }

  /// Who passes on to whom.
  RelayTree tree() {
    return tree;
  }

  /// Bits of the vector, for one token.
  long bits() {
    return bits;
  }

  /// Number of the tree's root among the places of all the step's trees.
  int first() {
    return first;
  }

  /// At each place, where its children begin in [#children]; one more entry ends the last.
  int[] firstChild() {
    return firstChild;
  }

  /// Places in the tree.
  int[] children() {
    return children;
  }

  /// At each place, the part of the step it is, or [#NO_MEMBER].
  int[] memberAt() {
    return memberAt;
  }

  /// Bits of segment `number` of the vectors of `tokens` tokens.
  long segmentBits(int number, int segments, long tokens) {
    long all = tokens * bits;
    return all * (number + 1) / segments - all * number / segments;
  }

  int segments(long tokens) {
    return RelayTree.segments(tokens * bits);
  }
}
