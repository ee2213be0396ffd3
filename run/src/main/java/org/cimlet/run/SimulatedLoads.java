package org.cimlet.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.estimate.Estimate.Ceiling;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;

/// How busy dies and links were in a simulation, in the terms of the closed form.
final class SimulatedLoads {
  private static final double PS = 1e-12;

  /// Counted as busy time of another resource too, or nobody waits for them.
  private static final Set<Resource> WITHIN_ANOTHER =
      EnumSet.of(Resource.REFRESH, Resource.STEP_CONTROL, Resource.HOST_DISPATCH);

  private SimulatedLoads() {}

  /// Every die: its macros, or its attention where it keeps the KV cache.
  ///
  /// @param peak what was simulated at peak throughput
  static List<ChipletLoad> chiplets(
      Figures figures, Simulation.Decode decode, Simulation.Decode peak) {
    Dies dies = figures.plan().machine().dies();
    List<Load> now = ofDies(dies, decode.loads());
    List<Load> then = ofDies(dies, peak.loads());
    List<ChipletLoad> loads = new ArrayList<>();
    for (int die = 0; die < now.size(); die++) {
      loads.add(
          new ChipletLoad(
              die,
              now.get(die).busyPs() * PS / decode.tokens(),
              now.get(die).utilisation(),
              then.get(die).utilisation(),
              figures.estimate().chiplets().get(die).bytesUsed()));
    }
    return loads;
  }

  /// A load for each die: of several the longest.
  private static List<Load> ofDies(Dies dies, List<Load> loads) {
    List<Load> found = new ArrayList<>();
    for (Load load : loads) {
      switch (load.resource()) {
        case MACROS -> found.add(load);
        case ATTENTION_COMPUTE, ATTENTION_MEMORY -> {
          int die = found.size() - 1; // a die's loads follow one another, its macros' first
          boolean attends = dies.kind(die).use() == DieKind.Use.KV_CACHE;
          if (attends && isLonger(load, found.get(die))) {
            found.set(die, load);
          }
        }
        case REFRESH,
            DISTRIBUTION,
            VECTOR_UNIT,
            STEP_CONTROL,
            CHIPLET_LINK,
            HOST_LINK,
            HOST_DISPATCH,
            HOST_COMPUTE,
            HOST_MEMORY,
            WEIGHT_MEMORY,
            WEIGHT_LOADING -> {
          // no work of a die's arrays
        }
      }
    }
    return found;
  }

  /// Macros of dies that attend hold no weights: what attention does counts.
  private static boolean isLonger(Load attention, Load other) {
    return other.resource() == Resource.MACROS || attention.busyPs() > other.busyPs();
  }

  /// What each kind of resource alone would allow: what was reached, over how busy the busiest of
  /// it was.
  ///
  /// @param peak what was simulated at peak throughput
  static List<Ceiling> ceilings(Simulation.Decode peak) {
    Map<Resource, Load> busiest = new EnumMap<>(Resource.class);
    for (Load load : peak.loads()) {
      if (load.utilisation() > 0 && !WITHIN_ANOTHER.contains(load.resource())) {
        busiest.merge(load.resource(), load, (a, b) -> a.utilisation() >= b.utilisation() ? a : b);
      }
    }
    return busiest.values().stream()
        .map(load ->
            new Ceiling(load.resource(), load.name(), peak.tokensPerS() / load.utilisation()))
        .sorted(Comparator.comparingDouble(Ceiling::tokensPerS))
        .toList();
  }

  /// Every direction of every link.
  ///
  /// @param peak what was simulated at peak throughput
  static List<LinkLoad> links(Simulation.Decode decode, Simulation.Decode peak) {
    List<Load> now = ofLinks(decode.loads());
    List<Load> then = ofLinks(peak.loads());
    List<LinkLoad> loads = new ArrayList<>();
    for (int link = 0; link < now.size(); link++) {
      loads.add(
          new LinkLoad(
              now.get(link).name(),
              (double) now.get(link).bits() / decode.tokens(),
              now.get(link).utilisation(),
              then.get(link).utilisation()));
    }
    return loads;
  }

  private static List<Load> ofLinks(List<Load> loads) {
    return loads.stream()
        .filter(load ->
            load.resource() == Resource.CHIPLET_LINK || load.resource() == Resource.HOST_LINK)
        .toList();
  }
}
