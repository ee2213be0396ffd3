package org.cimlet.compile.resolve;

import org.cimlet.plan.machine.Topology;

/// Links on the route between any two nodes.
public final class HopCounts {
  private final int nodes;
  private final short[] hops;

  public HopCounts(Topology topology) {
    nodes = topology.chiplets() + topology.hosts();
    hops = new short[nodes * nodes];
    for (int from = 0; from < nodes; from++) {
      for (int to = 0; to < nodes; to++) {
        short count = 0;
        int node = from;
        while (node != to) {
          node = topology.linkTo(topology.nextLink(node, to));
          count++;
        }
        hops[from * nodes + to] = count;
      }
    }
  }

  public int between(int from, int to) {
    return hops[from * nodes + to];
  }
}
