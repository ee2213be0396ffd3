package org.cimlet.estimate.timing;

import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Topology;

/// A resource and how long it is busy.
///
/// @param name which one: `chiplet12`, `chiplet0>host`, `host`
public record BusyResource(Resource resource, String name, double seconds) {

  /// The resource that is busy longest. Of equals the first in the order chiplets, links, hosts is
  /// named.
  public static BusyResource longest(Topology topology, PackageLoads loads) {
    Resource kind = Resource.MACROS;
    int index = 0;
    double longest = 0;
    for (int c = 0; c < topology.chiplets(); c++) {
      if (loads.macroS()[c] > longest) {
        longest = loads.macroS()[c];
        kind = Resource.MACROS;
        index = c;
      }
      if (loads.vectorS()[c] > longest) {
        longest = loads.vectorS()[c];
        kind = Resource.VECTOR_UNIT;
        index = c;
      }
      if (loads.wiresS()[c] > longest) {
        longest = loads.wiresS()[c];
        kind = Resource.DISTRIBUTION;
        index = c;
      }
      if (loads.attentionComputeS()[c] > longest) {
        longest = loads.attentionComputeS()[c];
        kind = Resource.ATTENTION_COMPUTE;
        index = c;
      }
      if (loads.attentionMemoryS()[c] > longest) {
        longest = loads.attentionMemoryS()[c];
        kind = Resource.ATTENTION_MEMORY;
        index = c;
      }
    }
    for (int link = 0; link < topology.linkCount(); link++) {
      double busy = loads.linkBits()[link] / topology.bitsPerS(link);
      if (busy > longest) {
        longest = busy;
        kind = topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK;
        index = link;
      }
    }
    for (int host = 0; host < topology.hosts(); host++) {
      if (loads.hostComputeS()[host] > longest) {
        longest = loads.hostComputeS()[host];
        kind = Resource.HOST_COMPUTE;
        index = host;
      }
      if (loads.hostMemoryS()[host] > longest) {
        longest = loads.hostMemoryS()[host];
        kind = Resource.HOST_MEMORY;
        index = host;
      }
    }
    return new BusyResource(kind, name(kind, index, topology), longest);
  }

  private static String name(Resource kind, int index, Topology topology) {
    return switch (kind) {
      case MACROS,
          REFRESH,
          VECTOR_UNIT,
          DISTRIBUTION,
          STEP_CONTROL,
          ATTENTION_COMPUTE,
          ATTENTION_MEMORY ->
          "chiplet" + index;
      case CHIPLET_LINK, HOST_LINK -> topology.links().get(index).name();
      case HOST_DISPATCH, HOST_COMPUTE, HOST_MEMORY -> topology.hostName(index);
      case WEIGHT_MEMORY, WEIGHT_LOADING ->
          throw new IllegalArgumentException("loads are bounded by themselves");
    };
  }
}
