package org.cimlet.plan.machine;

/// How a vector gets from one place to several chiplets, or partial sums from several to one.
public enum CollectiveAlgorithm {
  /// The root sends to each chiplet, or each to the root; nobody passes anything on.
  DIRECT("direct"),
  /// Chiplets pass it on to their neighbours in the group, half of them each way round.
  RING("ring"),
  /// Each chiplet passes it on to two others.
  TREE("tree"),
  /// Routers copy it where ways part, or add where ways meet: each link carries it once.
  IN_NETWORK("in network");

  private final String label;

  CollectiveAlgorithm(String label) {
    this.label = label;
  }

  /// For people and for JSON.
  public String label() {
    return label;
  }
}
