package org.cimlet.estimate;

import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;

/// Finds the busiest of all resources.
final class Resources {
  private Resources() {}

  /// The resource with the longest busy time for `tokens` tokens; the time is the `share` of the
  /// result. Of equals the first in the order chiplets, links, host is named.
  static Bottleneck busiest(
      Plan plan, PackageLoads loads, double tokens, double hostComputeS, double hostMemoryS) {
    Part part = Part.MACROS;
    int index = 0;
    double longest = 0;
    for (int c = 0; c < plan.machine().chiplets(); c++) {
      if (loads.macroS()[c] * tokens > longest) {
        longest = loads.macroS()[c] * tokens;
        part = Part.MACROS;
        index = c;
      }
      if (loads.vectorS()[c] * tokens > longest) {
        longest = loads.vectorS()[c] * tokens;
        part = Part.VECTOR_UNIT;
        index = c;
      }
    }
    Topology topology = plan.machine().topology();
    for (int link = 0; link < topology.links().size(); link++) {
      double busy = loads.linkBits()[link] / topology.bitsPerS(link) * tokens;
      if (busy > longest) {
        longest = busy;
        part = topology.atHost(link) ? Part.HOST_LINKS : Part.CHIPLET_LINKS;
        index = link;
      }
    }
    if (hostComputeS > longest) {
      longest = hostComputeS;
      part = Part.HOST_COMPUTE;
    }
    if (hostMemoryS > longest) {
      longest = hostMemoryS;
      part = Part.HOST_MEMORY;
    }
    return new Bottleneck(part, name(part, index, topology), true, longest);
  }

  private static String name(Part part, int index, Topology topology) {
    return switch (part) {
      case MACROS, REFRESH, VECTOR_UNIT -> "chiplet" + index;
      case CHIPLET_LINKS, HOST_LINKS -> topology.links().get(index).name();
      case HOST_DISPATCH, HOST_COMPUTE, HOST_MEMORY -> "host";
    };
  }
}
