package org.cimlet.compile.place;

import java.util.Arrays;
import java.util.List;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.RowTiling;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.plan.Placement;
import org.cimlet.plan.PlacementBuilder;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Fills the layers' chiplets in program order: layer after layer, one set of fused linears after
/// another, so that a token visits the chiplets in turn and only vectors move between neighbours.
///
/// Fused linears that do not fit the rest of a chiplet are cut between output channels (between
/// copies where there are several); the rest goes to the next chiplet. Placing goes on past the
/// last chiplet, to learn how many would be needed; or, where weights are reloaded, begins the next
/// weight set in the emptied package.
///
/// Weight sets are few and full: a step is put off to the next one only where the rest of the
/// package has no room for it and an empty one has. What is larger than that is cut where a weight
/// set ends. Where every chiplet is loaded from a memory of its own, all chiplets are filled alike
/// ([EvenFill]), so that all memories read as long.
public final class Placer {
  private final Chiplet chiplet;
  private final Program program;
  private final PlacementBuilder builder;
  private final Machine machine;
  private final List<Integer> at;
  private final AttentionDies attentionDies;
  private final int hosts;
  private final long capacityBits;
  private final List<TiledLinears[]> layers;
  private final boolean reloaded;
  private final boolean rehearsing;
  private final @Nullable EvenFill even;
  private long levelBits;
  private int current;
  private int die;
  private long freeBits;
  private int home;
  private long homeRows;
  private long rowsHere;

  private Placer(Machine machine, Program program, boolean reloaded) {
    this.reloaded = reloaded;
    this.rehearsing = false;
    this.machine = machine;
    this.chiplet = machine.chiplet();
    this.program = program;
    this.at = machine.dies().linears().at();
    this.attentionDies = new AttentionDies(machine);
    this.hosts = machine.topology().hosts();
    this.layers = TiledLinears.ofAll(program, machine);
    this.builder = builder();
    builder.beginReplica();
    this.capacityBits = chiplet.macro().capacityBits();
    this.levelBits = capacityBits;
    this.freeBits = capacityBits;
    WeightMemory memory = machine.weightMemory();
    this.even =
        reloaded && memory != null && memory.atChiplets()
            ? new EvenFill(this, layers, at.size(), capacityBits)
            : null;
    goTo(0);
  }

  /// Goes on from where another is, past the last chiplet and without placing anything.
  private Placer(Placer from, boolean emptied, long levelBits) {
    this.even = null;
    this.levelBits = levelBits;
    this.reloaded = false;
    this.rehearsing = true;
    this.chiplet = from.chiplet;
    this.program = from.program;
    this.machine = from.machine;
    this.at = from.at;
    this.attentionDies = from.attentionDies;
    this.hosts = from.hosts;
    this.layers = from.layers;
    this.builder = from.builder;
    this.capacityBits = from.capacityBits;
    this.current = emptied ? 0 : from.current;
    this.freeBits = emptied ? levelBits : from.freeBits;
  }

  /// Of a package that is filled once, each chiplet cuts one stack at most.
  private PlacementBuilder builder() {
    int stacks = 0;
    for (TiledLinears[] layer : layers) {
      stacks += layer.length;
    }
    int heads = machine.dies().hasHeadOfItsOwn() ? machine.dies().head().count() : 0;
    return new PlacementBuilder(
        "filled",
        machine.chiplets(),
        program.layers().size(),
        stacks + 1,
        stacks + heads + at.size());
  }

  /// What placing found.
  ///
  /// @param placement complete only where `chipletsNeeded` is at most the machine's chiplets
  /// @param chipletsNeeded with padding
  public record Outcome(Placement placement, int chipletsNeeded) {}

  /// @throws LinearsTooLargeException where an output, or a copy of routed linears, does not fit a
  ///   chiplet
  public static Outcome place(Machine machine, Program program) {
    return new Placer(machine, program, false).place();
  }

  /// Fills the package again and again, as often as it takes.
  ///
  /// @throws LinearsTooLargeException where an output, or a copy of routed linears, does not fit a
  ///   chiplet
  public static Placement placeReloaded(Machine machine, Program program) {
    return new Placer(machine, program, true).place().placement();
  }

  private Outcome place() {
    List<Block> blocks = program.layers();
    int lastHome = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      lastHome = placeLayer(layer, layers.get(layer));
      if (layer < blocks.size()) {
        attentionDies.write(builder, layer, blocks.get(layer).attention(), lastHome);
      }
    }
    if (machine.dies().hasHeadOfItsOwn()) {
      new HeadDies(machine, program).write(builder, 0, lastHome);
    }
    int needed = current + (freeBits < capacityBits ? 1 : 0);
    int[] each = new int[hosts];
    Arrays.setAll(each, host -> host);
    builder.ranks(new int[hosts], each);
    if (reloaded) {
      builder.mapping("filled in %s weight sets".formatted(builder.weightSets()));
    }
    return new Outcome(builder.build(), needed);
  }

  /// Says where the layer's home is.
  private int placeLayer(int layer, TiledLinears[] linears) {
    home = current;
    homeRows = 0;
    rowsHere = 0;
    for (int i = 0; i < linears.length; i++) {
      if (reloaded && linears[i].index() == 0) {
        if (even != null) {
          fillEvenly(even);
        } else {
          makeRoom(step(linears, i));
        }
      }
      placeLinears(layer, linears[i]);
    }
    considerHome();
    int homeDie = at.get(Math.min(home, at.size() - 1));
    builder.home(layer, homeDie);
    return homeDie;
  }

  static List<TiledLinears> step(TiledLinears[] linears, int first) {
    int end = first + 1;
    while (end < linears.length && linears[end].step() == linears[first].step()) {
      end++;
    }
    return Arrays.asList(linears).subList(first, end);
  }

  /// Begins the next weight set where a step fits an empty package, but not what is left of this
  /// one.
  private void makeRoom(List<TiledLinears> step) {
    Placer rest = new Placer(this, false, capacityBits);
    Placer empty = new Placer(this, true, capacityBits);
    if (rest.used(step) > at.size() && empty.used(step) <= at.size()) {
      nextWeightSet();
    }
  }

  /// The next step is at hand: the first of a weight set says how full that fills the chiplets.
  private void fillEvenly(EvenFill even) {
    if (even.beginsSet()) {
      if (even.placedAny()) {
        nextWeightSet();
      }
      levelBits = even.levelBits();
      freeBits = levelBits;
    }
    even.next();
  }

  /// Chiplets that steps take, beginning with an empty one, none filled beyond a level.
  int used(List<TiledLinears> steps, long level) {
    return new Placer(this, true, level).used(steps);
  }

  private int used(List<TiledLinears> steps) {
    for (TiledLinears what : steps) {
      placeLinears(0, what);
    }
    return current + 1;
  }

  private void placeLinears(int layer, TiledLinears what) {
    if (what.fused().copies() == 1) {
      placeOutputs(layer, what);
    } else {
      placeCopies(layer, what);
    }
  }

  /// A layer's home is the chiplet with most of its rows.
  private void considerHome() {
    if (rowsHere > homeRows) {
      home = current;
      homeRows = rowsHere;
    }
  }

  private void placeOutputs(int layer, TiledLinears what) {
    int left = what.fused().outputs();
    if (what.bits() <= freeBits) {
      put(layer, what, left, what.rows(), what.logSplit());
      return;
    }
    RowTiling tiling = what.tiling();
    while (left > 0) {
      int freeRows = tiling.rowsIn(freeBits);
      int logSplit = tiling.roomiestLogSplit(freeRows);
      long fit = tiling.outputsThatFit(freeRows, logSplit);
      if (fit >= left) {
        logSplit = tiling.bestLogSplit(left);
        fit = left;
      }
      if (fit == 0) {
        nextChiplet(what);
      } else {
        put(layer, what, (int) fit, tiling.rows((int) fit, logSplit), logSplit);
        left -= (int) fit;
      }
    }
  }

  private void placeCopies(int layer, TiledLinears what) {
    int left = what.fused().copies();
    while (left > 0) {
      int fit = (int) Math.min(left, freeBits / what.bits());
      if (fit == 0) {
        nextChiplet(what);
      } else {
        put(layer, what, fit, fit * what.rows(), what.logSplit());
        left -= fit;
      }
    }
  }

  private void put(int layer, TiledLinears what, int units, long rows, int logSplit) {
    RowTiling tiling = what.tiling();
    long bits = what.fused().copies() == 1 ? tiling.bits(rows) : units * what.bits();
    if (die >= 0 && !rehearsing) {
      builder.add(
          layer,
          what.step(),
          what.index(),
          die,
          units,
          Math.toIntExact(rows),
          1 << logSplit,
          tiling.rowsPerOutput(logSplit),
          what.fused().inputs(),
          bits);
    }
    freeBits -= bits;
    rowsHere += rows;
  }

  private void nextChiplet(TiledLinears what) {
    if (freeBits == levelBits) {
      throw new LinearsTooLargeException(what, capacityBits);
    }
    if (reloaded && current == at.size() - 1) {
      nextWeightSet();
      return;
    }
    considerHome();
    rowsHere = 0;
    goTo(current + 1);
    freeBits = levelBits;
  }

  private void nextWeightSet() {
    considerHome();
    rowsHere = 0;
    builder.beginWeightSet();
    goTo(0);
    freeBits = levelBits;
  }

  private void goTo(int chiplet) {
    current = chiplet;
    die = chiplet < at.size() ? at.get(chiplet) : -1;
  }
}
