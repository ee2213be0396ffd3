package org.cimlet.estimate;

import org.cimlet.plan.Collective;
import org.cimlet.plan.RelayTree;
import org.cimlet.plan.Topology;
import org.jspecify.annotations.Nullable;

/// Vectors that go to all chiplets of a step, come from all of them, or are exchanged among them.
final class CollectiveTiming {
  private final Topology topology;
  private final LinkTiming links;
  private @Nullable RelayTree[] kept = new RelayTree[0];
  private int[] keptMembers = new int[0];
  private Collective keptCollective = Collective.DIRECT;

  CollectiveTiming(Topology topology, LinkTiming links) {
    this.topology = topology;
    this.links = links;
  }

  /// `bits` a token from a place to every chiplet of a step.
  void broadcast(Collective collective, int root, StepSpread to, double bits) {
    links.relay(tree(collective, root, to), bits, false);
  }

  /// Partial sums of `bits` a token from every chiplet of a step, added on the way to a chiplet.
  void reduce(Collective collective, int root, StepSpread from, double bits) {
    links.relay(tree(collective, root, from), bits, true);
  }

  /// To every chiplet its slice of what another step's chiplets made.
  void slices(StepSpread from, StepSpread to, double bits) {
    double needed = 0;
    int j = 0;
    double made = 0;
    for (int i = 0; i < to.size(); i++) {
      double end = i == to.size() - 1 ? 1 : needed + to.inputShare(i);
      while (needed < end) {
        double madeEnd = j == from.size() - 1 ? 1 : made + from.share(j);
        double until = Math.min(end, madeEnd);
        links.send(from.chiplet(j), to.chiplet(i), bits * (until - needed));
        needed = until;
        if (until == madeEnd && j < from.size() - 1) {
          made = madeEnd;
          j++;
        }
      }
    }
  }

  /// Steps of a group follow each other with the same chiplets: their trees are kept.
  private RelayTree tree(Collective collective, int root, StepSpread members) {
    if (collective != keptCollective || !members.sits(keptMembers)) {
      keptCollective = collective;
      keptMembers = members.chiplets();
      kept = new @Nullable RelayTree[topology.chiplets() + topology.hosts()];
    }
    RelayTree tree = kept[root];
    if (tree == null) {
      tree = RelayTree.of(topology, collective, root, keptMembers);
      kept[root] = tree;
    }
    return tree;
  }
}
