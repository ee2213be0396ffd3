package org.cimlet.estimate;

import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Topology;

/// Finds the busiest of all resources.
final class BusiestResource {
  private BusiestResource() {}

  /// The resource with the longest busy time; the time is the `share` of the result. Of equals the
  /// first in the order chiplets, links, hosts is named.
  static Bottleneck busiest(Topology topology, PackageLoads loads) {
    Resource part = Resource.MACROS;
    int index = 0;
    double longest = 0;
    for (int c = 0; c < topology.chiplets(); c++) {
      if (loads.macroS()[c] > longest) {
        longest = loads.macroS()[c];
        part = Resource.MACROS;
        index = c;
      }
      if (loads.vectorS()[c] > longest) {
        longest = loads.vectorS()[c];
        part = Resource.VECTOR_UNIT;
        index = c;
      }
      if (loads.attentionComputeS()[c] > longest) {
        longest = loads.attentionComputeS()[c];
        part = Resource.ATTENTION_COMPUTE;
        index = c;
      }
      if (loads.attentionMemoryS()[c] > longest) {
        longest = loads.attentionMemoryS()[c];
        part = Resource.ATTENTION_MEMORY;
        index = c;
      }
    }
    for (int link = 0; link < topology.links().size(); link++) {
      double busy = loads.linkBits()[link] / topology.bitsPerS(link);
      if (busy > longest) {
        longest = busy;
        part = topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK;
        index = link;
      }
    }
    for (int host = 0; host < topology.hosts(); host++) {
      if (loads.hostComputeS()[host] > longest) {
        longest = loads.hostComputeS()[host];
        part = Resource.HOST_COMPUTE;
        index = host;
      }
      if (loads.hostMemoryS()[host] > longest) {
        longest = loads.hostMemoryS()[host];
        part = Resource.HOST_MEMORY;
        index = host;
      }
    }
    return new Bottleneck(part, name(part, index, topology), true, longest);
  }

  /// Time of the busiest part of a chiplet.
  static double busyS(PackageLoads loads, int chiplet) {
    return Math.max(
        Math.max(loads.macroS()[chiplet], loads.vectorS()[chiplet]),
        Math.max(loads.attentionComputeS()[chiplet], loads.attentionMemoryS()[chiplet]));
  }

  private static String name(Resource part, int index, Topology topology) {
    return switch (part) {
      case MACROS, REFRESH, VECTOR_UNIT, ATTENTION_COMPUTE, ATTENTION_MEMORY -> "chiplet" + index;
      case CHIPLET_LINK, HOST_LINK -> topology.links().get(index).name();
      case HOST_DISPATCH, HOST_COMPUTE, HOST_MEMORY -> topology.hostName(index);
      case DISTRIBUTION, WEIGHT_MEMORY, WEIGHT_LOADING ->
          throw new IllegalArgumentException("loads are bounded by themselves");
    };
  }
}
