package org.cimlet.execute.macro;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.Packing;

/// The macros of one chiplet that hold a shard of fused linears.
///
/// An output channel is cut over `inputSplit` macros, each with its share of the tiles in
/// successive rows. Slot `output * inputSplit + part` lies on macro `slot % macros`, behind the
/// rows of the slots before it there.
final class PlacedShard {
  private final int units;
  private final int split;
  private final int macrosOfChiplet;
  private final int rowsPerSlot;
  private final List<MacroArray> macros = new ArrayList<>();
  private final Accumulator ofRows;
  private final Accumulator ofMacros;

  /// @throws IllegalArgumentException where the placement gives the shard too few rows
  PlacedShard(Chiplet chiplet, Placement placement, int shard, Packing packing) {
    this.units = placement.units(shard);
    this.split = placement.inputSplit(shard);
    this.macrosOfChiplet = chiplet.macros();
    this.rowsPerSlot = placement.rowsPerOutput(shard) / split;
    this.ofRows = new Accumulator(chiplet.macro().accumulatorBits());
    this.ofMacros = new Accumulator(chiplet.macro().accumulatorBits());
    int inputs = placement.inputs(shard);
    int slots = Math.multiplyExact(units, split);
    int rows = Math.ceilDiv(slots, chiplet.macros()) * rowsPerSlot;
    long tiles = Math.ceilDiv(packing.valuesPerRow(inputs), (long) chiplet.macro().inputsPerRow());
    if (rows > placement.rows(shard)
        || tiles > placement.rowsPerOutput(shard)
        || split > chiplet.partialSumFanIn()) {
      throw new IllegalArgumentException(
          "%s outputs of %s tiles must fit %s rows of each macro, %s rows an output, cut over %s"
              .formatted(
                  units, tiles, placement.rows(shard), placement.rowsPerOutput(shard), split));
    }
    for (int macro = 0; macro < Math.min(slots, chiplet.macros()); macro++) {
      macros.add(MacroArray.of(chiplet.macro(), packing, rows, inputs));
    }
  }

  int units() {
    return units;
  }

  /// Writes one output channel.
  ///
  /// @param stored its stored weights, in order
  /// @param masks its masks, none where dense
  void write(int unit, byte[] stored, long[] masks) {
    for (int part = 0; part < split; part++) {
      int slot = unit * split + part;
      for (int r = 0; r < rowsPerSlot; r++) {
        macro(slot).write(row(slot) + r, part * rowsPerSlot + r, stored, masks);
      }
    }
  }

  /// Writes zeros over everything.
  void erase() {
    for (int unit = 0; unit < units; unit++) {
      write(unit, new byte[0], new long[0]);
    }
  }

  private MacroArray macro(int slot) {
    return macros.get(slot % macrosOfChiplet);
  }

  private int row(int slot) {
    return slot / macrosOfChiplet * rowsPerSlot;
  }

  /// One output channel's sum: each macro adds its rows, and the chiplet adds the macros.
  int read(int unit, byte[] x) {
    ofMacros.clear();
    for (int part = 0; part < split; part++) {
      int slot = unit * split + part;
      ofRows.clear();
      for (int r = 0; r < rowsPerSlot; r++) {
        ofRows.add(macro(slot).read(row(slot) + r, part * rowsPerSlot + r, x));
      }
      ofMacros.add(ofRows.sum());
    }
    return ofMacros.sum();
  }

  MacroActions actions() {
    return macros.stream().map(MacroArray::actions).reduce(MacroActions.NONE, MacroActions::plus);
  }

  OperandCounts operands() {
    return macros.stream()
        .map(MacroArray::operands)
        .reduce(OperandCounts.NONE, OperandCounts::plus);
  }
}
