package org.cimlet.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.place.DieSpace;
import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.jspecify.annotations.Nullable;

/// One way to cut the program over the machines of a structure, with the dies found for it. What
/// differs from machine to machine is how vectors travel, since that depends on the links.
final class Layout {
  private final Partition partition;
  private final DieSpace space;
  private final OnDies found;
  private @Nullable OnDies improved;

  Layout(Partition partition, DieSpace space) {
    this.partition = partition;
    this.space = space;
    this.found =
        new OnDies(
            DieSearch.best(
                space.topology(),
                space.hops(),
                partition.traffic(),
                partition.replicas(),
                space.orders()));
  }

  /// The placement on the best of the orders of dies.
  Placement placement(Machine machine) {
    return found.placement(machine);
  }

  /// The placement after exchanges of dies; null where none helped.
  @Nullable Placement improved(Machine machine) {
    OnDies more = improved;
    if (more == null) {
      more =
          new OnDies(
              DieSearch.improved(
                  space.topology(),
                  space.hops(),
                  partition.traffic(),
                  partition.replicas(),
                  found.dies));
      improved = more;
    }
    return more.isSameAs(found) ? null : more.placement(machine);
  }

  /// Shards of all placements.
  long shards() {
    OnDies more = improved;
    return found.shards() + (more == null ? 0 : more.shards());
  }

  /// Placements that differ in collectives alone, each remembered with the links it was made for.
  private final class OnDies {
    /// Topologies remembered: in a sweep few kinds of links recur.
    private static final int REMEMBERED = 64;

    private final DieSearch.Found dies;
    private final Map<List<CollectiveAlgorithm>, Placement> byCollectives = new HashMap<>();
    private final Map<Topology, Placement> byTopology =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Topology, Placement> eldest) {
            return size() > REMEMBERED;
          }
        };

    OnDies(DieSearch.Found dies) {
      this.dies = dies;
    }

    @SuppressWarnings("ReferenceEquality") // the same one comes back where nothing was better
    boolean isSameAs(OnDies other) {
      return dies == other.dies;
    }

    long shards() {
      long shards = 0;
      for (Placement placement : byCollectives.values()) {
        shards += placement.shards();
      }
      return shards;
    }

    Placement placement(Machine machine) {
      if (machine.dies().hasHeadOfItsOwn()) {
        // what the head's dies hold is theirs to say
        return partition.on(machine, dies, partition.collectives(machine, dies));
      }
      Placement kept = byTopology.get(machine.topology());
      if (kept == null) {
        List<CollectiveAlgorithm> collectives = partition.collectives(machine, dies);
        kept = byCollectives.get(collectives);
        if (kept == null) {
          kept = partition.on(machine, dies, collectives);
          byCollectives.put(collectives, kept);
        }
        byTopology.put(machine.topology(), kept);
      }
      return kept;
    }
  }
}
