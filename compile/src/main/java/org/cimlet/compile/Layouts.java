package org.cimlet.compile;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.cimlet.compile.place.DieSpace;
import org.cimlet.compile.place.Placer;
import org.cimlet.compile.tile.GroupTiling;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// What was found about placing a program on machines of one structure, each found once however
/// many machines a sweep tries.
final class Layouts {
  private final Program program;
  private final List<TiledLinears[]> layers;
  private final Placer.Outcome filled;
  private final int chipletsUsed;
  private final Map<Asked, Layout> layouts = new HashMap<>();
  private final Map<Asked, RuntimeException> lacking = new HashMap<>();
  private final Map<Packing, Integer> needed = new HashMap<>();
  private final long capacityBits;
  private final long bitsPerMacro;
  private List<Integer> cutCounts = List.of();
  private List<Parallelism> cuts = List.of();
  private @Nullable Placement reloaded;

  /// What a way to cut depends on beside the structure: which fused linears cut their inputs.
  private record Asked(Parallelism mapping, BitSet inputCuts) {}

  /// @throws LinearsTooLargeException where an output does not fit a chiplet
  Layouts(Machine machine, Program program) {
    this.program = program;
    this.layers = TiledLinears.ofAll(program, machine);
    this.capacityBits = machine.chiplet().macro().capacityBits();
    long bits = 0;
    for (TiledLinears[] layer : layers) {
      for (TiledLinears linears : layer) {
        bits += linears.leastBits();
      }
    }
    this.bitsPerMacro = bits;
    this.filled = Placer.place(machine, program);
    int used = 0;
    for (int place : machine.dies().linears().at()) {
      used += filled.placement().bitsUsedPerMacro(place) > 0 ? 1 : 0;
    }
    this.chipletsUsed = used;
  }

  /// One chiplet after the other filled.
  Placer.Outcome filled() {
    return filled;
  }

  /// Chiplets that hold something where one after the other is filled.
  int chipletsUsed() {
    return chipletsUsed;
  }

  /// Shards of all placements.
  long shards() {
    long shards = filled.placement().shards();
    for (Layout layout : layouts.values()) {
      shards += layout.shards();
    }
    return shards + (reloaded == null ? 0 : reloaded.shards());
  }

  /// Chiplets it would take with its weights stored otherwise, found once.
  int needed(Packing otherwise, IntSupplier placing) {
    Integer known = needed.get(otherwise);
    if (known == null) {
      known = placing.getAsInt();
      needed.put(otherwise, known);
    }
    return known;
  }

  /// The package filled again and again.
  Placement reloaded(Machine machine) {
    Placement placement = reloaded;
    if (placement == null) {
      placement = Placer.placeReloaded(machine, program);
      reloaded = placement;
    }
    return placement;
  }

  /// The fused linears as a group deals them out.
  List<TiledLinears[]> dealt(GroupTiling tiling) {
    return tiling.of(program, layers);
  }

  /// Ways to cut the program equally over so many chiplets, as far as they may hold it.
  ///
  /// @param counts of replicas
  List<Parallelism> cuts(int places, List<Integer> counts) {
    if (!counts.equals(cutCounts)) {
      cutCounts = counts;
      cuts = Parallelism.cuts(places, leastChiplets(), counts);
    }
    return cuts;
  }

  /// Chiplets that hold the program at the least, however it is cut.
  long leastChiplets() {
    return Math.max(1, Math.ceilDiv(bitsPerMacro, capacityBits));
  }

  /// The program cut by a mapping with nothing left open.
  ///
  /// @param dealt the fused linears as its group deals them out
  /// @throws StageCut.TooFewStagesException where the stages do not hold the program
  /// @throws LinearsTooLargeException where a chiplet does not hold what its group deals out
  Layout layout(
      Machine machine, List<TiledLinears[]> dealt, Parallelism mapping, Supplier<DieSpace> dies) {
    Asked asked = new Asked(mapping, GroupTiling.inputCuts(dealt));
    RuntimeException refusal = lacking.get(asked);
    if (refusal != null) {
      throw refusal;
    }
    Layout layout = layouts.get(asked);
    if (layout == null) {
      try {
        layout = new Layout(Partition.of(machine, program, dealt, mapping), dies.get());
      } catch (StageCut.TooFewStagesException | LinearsTooLargeException e) {
        lacking.put(asked, e);
        throw e;
      }
      layouts.put(asked, layout);
    }
    return layout;
  }
}
