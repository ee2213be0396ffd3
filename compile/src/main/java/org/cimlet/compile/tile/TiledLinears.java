package org.cimlet.compile.tile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Fused linears with what they take on one kind of chiplet, worked out once however often they are
/// placed.
///
/// @param step the step it belongs to, within its layer
/// @param index its place within the step
/// @param quantum output channels, or copies, that a group of chiplets deals out together
/// @param inputCut whether a group cuts its inputs rather than its outputs
/// @param logSplit logarithm of the split of a whole copy
/// @param rows rows each macro takes for a whole copy
public record TiledLinears(
    int step,
    int index,
    FusedLinears fused,
    Chiplet chiplet,
    int quantum,
    boolean inputCut,
    RowTiling tiling,
    int logSplit,
    long rows) {

  /// The fused linears of every layer, the head last unless it has dies of its own.
  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  public static List<TiledLinears[]> ofAll(Program program, Machine machine) {
    Chiplet chiplet = machine.chiplet();
    IdentityHashMap<Block, TiledLinears[]> tiled = new IdentityHashMap<>();
    List<TiledLinears[]> layers = new ArrayList<>(program.layers().size() + 1);
    Block block = null;
    TiledLinears[] stacks = {};
    for (Block next : program.layers()) {
      if (next != block) {
        block = next;
        stacks = tiled.computeIfAbsent(next, b -> of(b.steps(), chiplet));
      }
      layers.add(stacks);
    }
    if (!machine.dies().hasHeadOfItsOwn()) {
      layers.add(of(List.of(program.head()), machine.dies().headChiplet()));
    }
    return layers;
  }

  /// The fused linears of some steps, in the order they are placed.
  private static TiledLinears[] of(List<Step> steps, Chiplet chiplet) {
    List<TiledLinears> tiled = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      for (int i = 0; i < steps.get(step).fusedLinears().size(); i++) {
        tiled.add(of(steps.get(step), step, i, chiplet));
      }
    }
    return tiled.toArray(TiledLinears[]::new);
  }

  /// Some of the fused linears of one step.
  public static TiledLinears of(Step step, int stepIndex, int index, Chiplet chiplet) {
    FusedLinears fused = step.fusedLinears().get(index);
    RowTiling tiling = RowTiling.of(fused, chiplet);
    int logSplit = tiling.bestLogSplit(fused.outputs());
    long rows = tiling.rows(fused.outputs(), logSplit);
    return new TiledLinears(stepIndex, index, fused, chiplet, 1, false, tiling, logSplit, rows);
  }

  /// The same, dealt out to a group.
  TiledLinears dealt(int by, boolean cutInputs) {
    return new TiledLinears(step, index, fused, chiplet, by, cutInputs, tiling, logSplit, rows);
  }

  /// Output channels that fill all macros once, as finely cut as they can be; one copy of several.
  int outputQuantum() {
    return isRouted() ? 1 : Math.max(1, tiling.macros() >> (tiling.splits() - 1));
  }

  /// Inputs a group deals out together where they are cut: a whole row, or a whole group where
  /// packed.
  int inputQuantum() {
    return fused.packing().isDense() ? chiplet.macro().inputsPerRow() : fused.packing().group();
  }

  /// How all outputs lie with `inputs` of the inputs.
  public RowTiling sliced(int inputs) {
    return RowTiling.of(fused, inputs, chiplet);
  }

  /// Rows each macro takes for all outputs and `inputs` of the inputs.
  long inputCutRows(int inputs) {
    RowTiling slice = sliced(inputs);
    return slice.rows(fused.outputs(), slice.bestLogSplit(fused.outputs()));
  }

  /// Whether a token uses some of several copies.
  public boolean isRouted() {
    return fused.copies() > 1;
  }

  /// Output channels, or copies where there are several.
  int units() {
    return isRouted() ? fused.copies() : fused.outputs();
  }

  /// Rows each macro takes for so many output channels, or copies.
  long rowsOf(int units) {
    if (isRouted()) {
      return units * rows;
    }
    return units == fused.outputs() ? rows : tiling.rows(units, tiling.bestLogSplit(units));
  }

  /// Output channels, or copies, that fit in so many rows of each macro.
  int unitsThatFit(int freeRows) {
    if (isRouted()) {
      return (int) Math.min(units(), freeRows / rows);
    }
    int logSplit = tiling.roomiestLogSplit(freeRows);
    return (int) Math.min(units(), tiling.outputsThatFit(freeRows, logSplit));
  }

  /// Bits each macro takes for a whole copy.
  public long bits() {
    return tiling.bits(rows);
  }

  /// Bits each macro of a chiplet takes for all copies at the least, however they are cut.
  public long leastBits() {
    return (long) fused.outputs()
        * fused.copies()
        * tiling.tiles()
        / tiling.macros()
        * tiling.rowBits();
  }

  /// Bits each macro takes for as little as can be placed.
  public long smallestBits() {
    return isRouted() ? bits() : rowsOf(quantum) * tiling.rowBits();
  }
}
