package org.cimlet.compile;

import java.util.IdentityHashMap;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;

/// Fills the chiplets in program order: layer after layer, stack after stack, so that a token
/// visits the chiplets in turn and only vectors move between neighbours.
///
/// A stack that does not fit the rest of a chiplet is cut between output channels (between copies
/// where it has several); the rest goes to the next chiplet. Placing goes on past the last chiplet,
/// to learn how many would be needed.
final class Placer {
  private final Chiplet chiplet;
  private final Program program;
  private final Placement.Builder builder;
  private final int available;
  private final IdentityHashMap<Stack, RowTiling> tilings = new IdentityHashMap<>();
  private final int capacityBits;
  private int current;
  private int freeBits;
  private int layerHome;
  private int layerHomeRows;
  private int rowsHere;

  private Placer(Machine machine, Program program) {
    this.chiplet = machine.chiplet();
    this.program = program;
    this.available = machine.chiplets();
    this.builder = new Placement.Builder(available, program.layers().size());
    this.capacityBits = Math.toIntExact(chiplet.macro().capacityBits());
    this.freeBits = capacityBits;
  }

  /// What placing found.
  ///
  /// @param placement valid only where `chipletsNeeded` is at most the machine's chiplets
  /// @param chipletsNeeded with padding
  record Outcome(Placement placement, int chipletsNeeded) {}

  /// @throws StackTooLargeException where one copy of a stack does not fit a chiplet
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

  private Outcome place() {
    int layers = program.layers().size();
    for (int layer = 0; layer < layers; layer++) {
      Block block = program.layers().get(layer);
      startLayer();
      for (int step = 0; step < block.steps().size(); step++) {
        placeStep(layer, step, block.steps().get(step));
      }
      endLayer(layer);
    }
    startLayer();
    placeStep(layers, 0, program.head());
    endLayer(layers);
    int needed = current + (freeBits < capacityBits ? 1 : 0);
    return new Outcome(builder.build(), needed);
  }

  private void startLayer() {
    layerHome = current;
    layerHomeRows = 0;
    rowsHere = 0;
  }

  private void endLayer(int layer) {
    considerHome();
    builder.home(layer, Math.min(layerHome, available - 1));
  }

  /// A layer's home is the chiplet with most of its rows.
  private void considerHome() {
    if (rowsHere > layerHomeRows) {
      layerHome = current;
      layerHomeRows = rowsHere;
    }
  }

  private void placeStep(int layer, int step, Step what) {
    for (int s = 0; s < what.stacks().size(); s++) {
      Stack stack = what.stacks().get(s);
      RowTiling tiling = tilings.computeIfAbsent(stack, k -> RowTiling.of(k, chiplet));
      if (stack.copies() == 1) {
        placeOutputs(layer, step, s, stack, tiling);
      } else {
        placeCopies(layer, step, s, stack, tiling);
      }
    }
  }

  private void placeOutputs(int layer, int step, int s, Stack stack, RowTiling tiling) {
    int left = stack.outputs();
    while (left > 0) {
      int fit = Math.min(left, tiling.outputsThatFit(freeBits / tiling.rowBits()));
      if (fit == 0) {
        nextChiplet(stack);
        continue;
      }
      int split = tiling.bestSplit(fit);
      put(layer, step, s, fit, tiling.rows(fit, split), split, tiling);
      left -= fit;
    }
  }

  private void placeCopies(int layer, int step, int s, Stack stack, RowTiling tiling) {
    int split = tiling.bestSplit(stack.outputs());
    int rowsPerCopy = tiling.rows(stack.outputs(), split);
    int left = stack.copies();
    while (left > 0) {
      int fit = Math.min(left, freeBits / tiling.rowBits() / rowsPerCopy);
      if (fit == 0) {
        nextChiplet(stack);
        continue;
      }
      put(layer, step, s, fit, fit * rowsPerCopy, split, tiling);
      left -= fit;
    }
  }

  private void put(int layer, int step, int s, int units, int rows, int split, RowTiling tiling) {
    int bits = rows * tiling.rowBits();
    if (current < available) {
      builder.add(layer, step, s, current, units, rows, split, bits);
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
