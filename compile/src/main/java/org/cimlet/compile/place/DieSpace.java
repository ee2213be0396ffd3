package org.cimlet.compile.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.plan.machine.Topology;

/// Distances and walks on a topology, worked out once for all that is placed on it.
///
/// @param places where the layers' dies stand
/// @param orders ways to walk over them
public record DieSpace(
    Topology topology, List<Integer> places, HopCounts hops, List<int[]> orders) {
  public DieSpace {
    places = List.copyOf(places);
    orders = List.copyOf(orders);
  }

  public static DieSpace of(Topology topology, List<Integer> places) {
    HopCounts hops = new HopCounts(topology);
    List<int[]> orders = new ArrayList<>();
    Set<Integer> among = new HashSet<>(places);
    for (int[] order : DieOrders.of(topology, hops)) {
      orders.add(
          places.size() == order.length
              ? order
              : Arrays.stream(order).filter(among::contains).toArray());
    }
    return new DieSpace(topology, places, hops, orders);
  }
}
