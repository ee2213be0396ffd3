package org.cimlet.compile;

import java.util.List;
import org.cimlet.plan.Topology;

/// Distances and walks on a topology, worked out once for all that is placed on it.
record DieSpace(Topology topology, Hops hops, List<int[]> orders) {
  DieSpace {
    orders = List.copyOf(orders);
  }

  static DieSpace of(Topology topology) {
    Hops hops = new Hops(topology);
    return new DieSpace(topology, hops, DieOrders.of(topology, hops));
  }
}
