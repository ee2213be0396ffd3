package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.simulate.hardware.MacroPass;

/// What shards ask of the macros that hold them: time, rows and bits read, outputs made.
final class ShardWork {
  private final Placement placement;
  private final List<Kind> kinds = new ArrayList<>();

  ShardWork(Plan plan) {
    placement = plan.placement();
    for (DieKind each : plan.machine().dies().kinds()) {
      Chiplet chiplet = each.chiplet();
      kinds.add(new Kind(chiplet.macro(), chiplet.macros(), MacroPass.of(chiplet)));
    }
  }

  /// What a kind of die has.
  private record Kind(Macro macro, int macros, MacroPass pass) {}

  /// Macros of the dies that hold a step.
  Macro macro(ResolvedStep s) {
    return kinds.get(s.kind()).macro();
  }

  /// Adds shards that every token uses.
  void addShared(ResolvedStep s, int from, int to, long tokens, StepWork work) {
    for (int shard = from; shard < to; shard++) {
      if (s.scheduled().linears(shard).copies() == 1) {
        add(s, shard, placement.rows(shard), placement.units(shard), tokens, 1, work);
      }
    }
  }

  /// Adds shards of which some tokens use some copies.
  void addChosen(ResolvedStep s, int from, int to, ExpertChoice choice, StepWork work) {
    for (int shard = from; shard < to; shard++) {
      FusedLinears linears = s.scheduled().linears(shard);
      if (linears.copies() > 1) {
        int first = placement.firstUnit(shard);
        int uses = choice.uses(first, first + placement.units(shard));
        if (uses > 0) {
          int rows = placement.rows(shard) / placement.units(shard);
          int touched = choice.touched(first, first + placement.units(shard));
          add(s, shard, rows, linears.outputs(), uses, touched, work);
        }
      }
    }
  }

  /// @param times that rows are read
  /// @param begun operations among these, before each of which macros wait
  private void add(
      ResolvedStep s, int shard, long rows, long outputs, long times, long begun, StepWork work) {
    Kind kind = kinds.get(s.kind());
    Packing packing = s.scheduled().linears(shard).packing();
    int inputsPerRow = kind.macro().inputsPerRow();
    int split = placement.inputSplit(shard);
    long tiles = Math.ceilDiv(packing.valuesPerRow(placement.inputs(shard)), (long) inputsPerRow);
    long tilesHere = Math.ceilDiv(tiles, (long) split);
    long rowReads = times * outputs * tilesHere * split;
    long masks = times * outputs * packing.masksPerRow(placement.inputs(shard));
    int member = work.member(placement.chiplet(shard));
    long passPs = kind.pass().rowsPs(rows, Math.toIntExact(tilesHere));
    work.addWork(member, times * passPs, times * outputs);
    work.addControl(member, begun * kind.pass().controlPs());
    work.add(Action.ROW_READ, member, rowReads);
    work.add(
        Action.MACRO_READ,
        member,
        rowReads * inputsPerRow * packing.weightBits() + masks * packing.group());
    work.add(Action.MULTIPLY, member, rowReads * inputsPerRow);
    work.add(Action.ZERO_SKIPPER, member, masks);
    work.add(
        Action.SKIPPED_WEIGHT,
        member,
        times * outputs * packing.skippedPerRow(placement.inputs(shard)));
    work.add(Action.ACTIVATE, member, times * kind.macros() * kind.pass().activations(rows));
    work.add(Action.CONVERT, member, rowReads * kind.macro().conversionsPerRow());
    work.add(
        Action.DRIVE, member, times * kind.macros() * tilesHere * kind.macro().drivesPerTile());
  }
}
