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
    for (DieKind each : plan.machine().dies().tallied()) {
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
        long passes = macro(s).passes(tokens);
        add(s, shard, placement.rows(shard), placement.units(shard), tokens, passes, 1, work);
      }
    }
  }

  /// Adds shards of which some tokens use some copies.
  void addChosen(ResolvedStep s, int from, int to, ExpertChoice choice, StepWork work) {
    for (int shard = from; shard < to; shard++) {
      FusedLinears linears = s.scheduled().linears(shard);
      if (linears.copies() > 1) {
        int first = placement.firstUnit(shard);
        int end = first + placement.units(shard);
        int uses = choice.uses(first, end);
        if (uses > 0) {
          int rows = placement.rows(shard) / placement.units(shard);
          int touched = choice.touched(first, end);
          int vectors = macro(s).inputVectors();
          long passes = vectors == 1 ? uses : choice.passes(first, end, vectors);
          add(s, shard, rows, linears.outputs(), uses, passes, touched, work);
        }
      }
    }
  }

  /// @param times that rows meet an input vector
  /// @param passes in which they do, each of which reads them
  /// @param begun operations among these, before each of which macros wait
  private void add(
      ResolvedStep s,
      int shard,
      long rows,
      long outputs,
      long times,
      long passes,
      long begun,
      StepWork work) {
    Kind kind = kinds.get(s.kind());
    Packing packing = s.scheduled().linears(shard).packing();
    int inputsPerRow = kind.macro().inputsPerRow();
    int split = placement.inputSplit(shard);
    long tiles = Math.ceilDiv(packing.valuesPerRow(placement.inputs(shard)), (long) inputsPerRow);
    long tilesHere = Math.ceilDiv(tiles, (long) split);
    long rowsRead = passes * outputs * tilesHere * split;
    long masks = outputs * packing.masksPerRow(placement.inputs(shard));
    int member = work.member(placement.chiplet(shard));
    long passPs = kind.pass().rowsPs(rows, Math.toIntExact(tilesHere));
    work.addWork(member, passes * passPs, times * outputs);
    work.addControl(member, begun * kind.pass().controlPs());
    work.add(Action.ROW_READ, member, rowsRead);
    work.add(
        Action.MACRO_READ,
        member,
        rowsRead * inputsPerRow * packing.weightBits() + passes * masks * packing.group());
    long rowsMultiplied = times * outputs * tilesHere * split;
    work.add(Action.MULTIPLY, member, rowsMultiplied * inputsPerRow);
    work.add(Action.ZERO_SKIPPER, member, times * masks);
    work.add(
        Action.SKIPPED_WEIGHT,
        member,
        times * outputs * packing.skippedPerRow(placement.inputs(shard)));
    work.add(Action.ACTIVATE, member, passes * kind.macros() * kind.pass().activations(rows));
    work.add(Action.CONVERT, member, rowsMultiplied * kind.macro().conversionsPerRow());
    work.add(
        Action.DRIVE, member, times * kind.macros() * tilesHere * kind.macro().drivesPerTile());
  }
}
