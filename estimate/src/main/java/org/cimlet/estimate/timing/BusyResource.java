package org.cimlet.estimate.timing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;

/// A resource and how long it is busy.
///
/// @param name which one: `chiplet12`, `chiplet0>host`, `host`
public record BusyResource(Resource resource, String name, double seconds) {

  /// The resource that is busy longest. Of equals the first in the order chiplets, links, hosts is
  /// named.
  public static BusyResource longest(Machine machine, PackageLoads loads) {
    Topology topology = machine.topology();
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
    return new BusyResource(kind, name(kind, index, machine), longest);
  }

  /// Of every kind of resource that is busy at all the busiest, the longest busy first.
  public static List<BusyResource> longestOfEach(Machine machine, PackageLoads loads) {
    Topology topology = machine.topology();
    double[] chipletLinks = new double[topology.linkCount()];
    double[] hostLinks = new double[topology.linkCount()];
    for (int link = 0; link < topology.linkCount(); link++) {
      double[] kind = topology.atHost(link) ? hostLinks : chipletLinks;
      kind[link] = loads.linkBits()[link] / topology.bitsPerS(link);
    }
    Map<Resource, double[]> all = new EnumMap<>(Resource.class);
    all.put(Resource.MACROS, loads.macroS());
    all.put(Resource.VECTOR_UNIT, loads.vectorS());
    all.put(Resource.DISTRIBUTION, loads.wiresS());
    all.put(Resource.ATTENTION_COMPUTE, loads.attentionComputeS());
    all.put(Resource.ATTENTION_MEMORY, loads.attentionMemoryS());
    all.put(Resource.CHIPLET_LINK, chipletLinks);
    all.put(Resource.HOST_LINK, hostLinks);
    all.put(Resource.HOST_COMPUTE, loads.hostComputeS());
    all.put(Resource.HOST_MEMORY, loads.hostMemoryS());
    List<BusyResource> longest = new ArrayList<>();
    all.forEach((kind, seconds) -> {
      int index = 0;
      for (int i = 1; i < seconds.length; i++) {
        index = seconds[i] > seconds[index] ? i : index;
      }
      if (seconds.length > 0 && seconds[index] > 0) {
        longest.add(new BusyResource(kind, name(kind, index, machine), seconds[index]));
      }
    });
    longest.sort(Comparator.comparingDouble(BusyResource::seconds).reversed());
    return longest;
  }

  private static String name(Resource kind, int index, Machine machine) {
    return switch (kind) {
      case MACROS,
          REFRESH,
          VECTOR_UNIT,
          DISTRIBUTION,
          STEP_CONTROL,
          ATTENTION_COMPUTE,
          ATTENTION_MEMORY ->
          machine.nodeName(index);
      case CHIPLET_LINK, HOST_LINK -> machine.linkName(index);
      case HOST_DISPATCH, HOST_COMPUTE, HOST_MEMORY -> machine.topology().hostName(index);
      case WEIGHT_MEMORY, WEIGHT_LOADING ->
          throw new IllegalArgumentException("loads are bounded by themselves");
    };
  }
}
