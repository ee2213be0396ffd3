package org.cimlet.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;

/// Fills the layers' chiplets in program order: layer after layer, stack after stack, so that a
/// token visits the chiplets in turn and only vectors move between neighbours.
///
/// A stack that does not fit the rest of a chiplet is cut between output channels (between copies
/// where it has several); the rest goes to the next chiplet. Placing goes on past the last chiplet,
/// to learn how many would be needed.
final class Placer {
  private final Chiplet chiplet;
  private final Program program;
  private final Placement.Builder builder;
  private final Machine machine;
  private final List<Integer> at;
  private final Attendants attendants;
  private final int hosts;
  private final long capacityBits;
  private final IdentityHashMap<Block, TiledStack[]> tiled = new IdentityHashMap<>();
  private int current;
  private long freeBits;
  private int home;
  private long homeRows;
  private long rowsHere;

  private Placer(Machine machine, Program program) {
    this.machine = machine;
    this.chiplet = machine.chiplet();
    this.program = program;
    this.at = machine.dies().linears().at();
    this.attendants = new Attendants(machine);
    this.hosts = machine.topology().hosts();
    this.builder = new Placement.Builder("filled", machine.chiplets(), program.layers().size());
    builder.beginReplica();
    this.capacityBits = chiplet.macro().capacityBits();
    this.freeBits = capacityBits;
  }

  /// What placing found.
  ///
  /// @param placement complete only where `chipletsNeeded` is at most the machine's chiplets
  /// @param chipletsNeeded with padding
  record Outcome(Placement placement, int chipletsNeeded) {}

  /// @throws StackTooLargeException where one copy of a routed stack does not fit a chiplet
  static Outcome place(Machine machine, Program program) {
    return new Placer(machine, program).place();
  }

  /// One expert is larger than a chiplet.
  static final class StackTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Stack stack;

    StackTooLargeException(Stack stack) {
      super(stack.linears().getFirst().name());
      this.stack = stack;
    }

    Stack stack() {
      return stack;
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  private Outcome place() {
    List<Block> layers = program.layers();
    Block block = layers.getFirst();
    TiledStack[] stacks = tiled(block);
    int lastHome = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      if (layers.get(layer) != block) {
        block = layers.get(layer);
        stacks = tiled(block);
      }
      int homeOfLayer = placeLayer(layer, stacks);
      attendants.write(builder, layer, block.attention(), homeOfLayer);
      lastHome = homeOfLayer;
    }
    if (HeadDies.on(machine)) {
      new HeadDies(machine, program).write(builder, 0, lastHome);
    } else {
      placeLayer(layers.size(), TiledStack.of(program.head(), 0, chiplet));
    }
    int needed = current + (freeBits < capacityBits ? 1 : 0);
    builder.lanes(new int[hosts], IntStream.range(0, hosts).toArray());
    return new Outcome(builder.build(), needed);
  }

  private TiledStack[] tiled(Block block) {
    return tiled.computeIfAbsent(block, b -> TiledStack.of(b, chiplet));
  }

  /// Says where the layer's home is.
  private int placeLayer(int layer, TiledStack[] stacks) {
    home = current;
    homeRows = 0;
    rowsHere = 0;
    for (TiledStack stack : stacks) {
      if (stack.stack().copies() == 1) {
        placeOutputs(layer, stack);
      } else {
        placeCopies(layer, stack);
      }
    }
    considerHome();
    int homeDie = at.get(Math.min(home, at.size() - 1));
    builder.home(layer, homeDie);
    return homeDie;
  }

  /// A layer's home is the chiplet with most of its rows.
  private void considerHome() {
    if (rowsHere > homeRows) {
      home = current;
      homeRows = rowsHere;
    }
  }

  private void placeOutputs(int layer, TiledStack what) {
    int left = what.stack().outputs();
    if (what.bits() <= freeBits) {
      put(layer, what, left, what.rows(), what.logSplit());
      return;
    }
    RowTiling tiling = what.tiling();
    while (left > 0) {
      int freeRows = (int) (freeBits / tiling.rowBits());
      int logSplit = tiling.roomiestLogSplit(freeRows);
      long fit = tiling.outputsThatFit(freeRows, logSplit);
      if (fit >= left) {
        logSplit = tiling.bestLogSplit(left);
        fit = left;
      }
      if (fit == 0) {
        nextChiplet(what.stack());
      } else {
        put(layer, what, (int) fit, tiling.rows((int) fit, logSplit), logSplit);
        left -= (int) fit;
      }
    }
  }

  private void placeCopies(int layer, TiledStack what) {
    int left = what.stack().copies();
    while (left > 0) {
      int fit = (int) Math.min(left, freeBits / what.bits());
      if (fit == 0) {
        nextChiplet(what.stack());
      } else {
        put(layer, what, fit, fit * what.rows(), what.logSplit());
        left -= fit;
      }
    }
  }

  private void put(int layer, TiledStack what, int units, long rows, int logSplit) {
    RowTiling tiling = what.tiling();
    long bits = what.stack().copies() == 1 ? tiling.bits(rows) : units * what.bits();
    if (current < at.size()) {
      builder.add(
          layer,
          what.step(),
          what.index(),
          at.get(current),
          units,
          Math.toIntExact(rows),
          1 << logSplit,
          tiling.rowsPerOutput(logSplit),
          what.stack().inputs(),
          bits);
    }
    freeBits -= bits;
    rowsHere += rows;
  }

  private void nextChiplet(Stack stack) {
    if (freeBits == capacityBits) {
      throw new StackTooLargeException(stack);
    }
    considerHome();
    rowsHere = 0;
    current++;
    freeBits = capacityBits;
  }
}
