package org.cimlet.serve.engine;

import java.util.List;

/// Chooses among the servers of a task.
final class Router {
  private final FleetSpec.Routing routing;
  private final List<Server> servers;
  private final int[] candidates;
  private int turn;

  /// @param candidates numbers of the servers of the task
  Router(FleetSpec.Routing routing, List<Server> servers, List<Integer> candidates) {
    this.routing = routing;
    this.servers = servers;
    this.candidates = candidates.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The number of the server a sequence goes to.
  int choose(Sequence sequence) {
    if (candidates.length == 1) {
      return candidates[0];
    }
    return switch (routing) {
      case ROUND_ROBIN -> candidates[Math.floorMod(turn++, candidates.length)];
      case LEAST_KV -> best(sequence, false);
      case PREFIX_AFFINITY -> best(sequence, true);
    };
  }

  private int best(Sequence sequence, boolean byPrefix) {
    int best = candidates[0];
    int bestFound = -1;
    double bestLoad = Double.POSITIVE_INFINITY;
    for (int candidate : candidates) {
      Server server = servers.get(candidate);
      int found = byPrefix ? server.occupancy().memory().found(sequence) : 0;
      double load = load(server);
      if (found > bestFound || (found == bestFound && load < bestLoad)) {
        best = candidate;
        bestFound = found;
        bestLoad = load;
      }
    }
    return best;
  }

  private static double load(Server server) {
    Occupancy occupancy = server.occupancy();
    long capacity = occupancy.memory().spec().capacityBytes();
    return capacity == Long.MAX_VALUE
        ? occupancy.sequences()
        : (double) occupancy.committedBytes() / capacity;
  }
}
