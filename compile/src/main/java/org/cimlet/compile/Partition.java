package org.cimlet.compile;

import java.util.List;
import org.cimlet.compile.place.AttentionDies;
import org.cimlet.compile.place.CollectiveChoice;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.place.HeadDies;
import org.cimlet.compile.place.HomeChiplets;
import org.cimlet.compile.place.StepMembers;
import org.cimlet.compile.place.StepTraffic;
import org.cimlet.compile.tile.GroupTiling;
import org.cimlet.compile.tile.RowTiling;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.compile.tile.StageSlice;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.plan.Placement;
import org.cimlet.plan.PlacementBuilder;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// One replica's share of the program on each of its chiplets, before dies are chosen, and the
/// writing of it once they are.
final class Partition {
  private final Machine machine;
  private final Program program;
  private final Parallelism mapping;
  private final int group;
  private final int each;
  private final List<StageSlice> slices;
  private final int[] home;

  private Partition(
      Machine machine, Program program, Parallelism mapping, List<StageSlice> slices) {
    this.machine = machine;
    this.program = program;
    this.mapping = mapping;
    this.group = mapping.group();
    this.each = mapping.stages() * mapping.group();
    this.slices = slices;
    this.home =
        new HomeChiplets(slices, group)
            .of(program.layers().size() + (machine.dies().hasHeadOfItsOwn() ? 0 : 1));
  }

  /// @param mapping with nothing left open
  /// @throws StageCut.TooFewStagesException where the stages do not hold the program
  static Partition of(
      Machine machine, Program program, List<TiledLinears[]> layers, Parallelism mapping) {
    List<TiledLinears[]> dealt = new GroupTiling(machine, mapping.group()).of(program, layers);
    StageCut cut = new StageCut(dealt, machine.chiplet(), mapping.group());
    return new Partition(machine, program, mapping, cut.balanced(mapping.stages()));
  }

  /// What a token sends from where to where.
  StepTraffic traffic() {
    return StepTraffic.of(program, machine.chiplet(), slices, group, home, each);
  }

  int replicas() {
    return mapping.replicas();
  }

  /// The placement on the dies found.
  Placement on(DieSearch.Found found) {
    Topology topology = machine.topology();
    int layers = program.layers().size();
    int most = mapping.replicas() * slices.size();
    PlacementBuilder builder =
        new PlacementBuilder(
            mapping.words(slices.getLast().stage() + 1),
            topology.chiplets(),
            layers,
            most,
            most * group);
    CollectiveChoice choice = new CollectiveChoice(topology);
    AttentionDies attentionDies = new AttentionDies(machine);
    for (int replica = 0; replica < mapping.replicas(); replica++) {
      builder.beginReplica();
      for (int layer = 0; layer < home.length; layer++) {
        int die = found.die()[replica * each + home[layer]];
        builder.home(layer, die);
        if (layer < layers) {
          attentionDies.write(builder, layer, program.layers().get(layer).attention(), die);
        }
      }
      write(builder, choice, found.die(), replica * each);
      if (machine.dies().hasHeadOfItsOwn()) {
        int lastHome = found.die()[replica * each + home[layers - 1]];
        new HeadDies(machine, program).write(builder, replica, lastHome);
      }
    }
    builder.ranks(found.ranks().replicas(), found.ranks().hosts());
    return builder.build();
  }

  private void write(PlacementBuilder builder, CollectiveChoice choice, int[] die, int first) {
    StepMembers previous = StepMembers.NONE;
    for (int at = 0; at < slices.size(); ) {
      int end = StepMembers.end(slices, at);
      StepMembers members = StepMembers.of(slices.subList(at, end), group);
      for (StageSlice slice : slices.subList(at, end)) {
        add(builder, slice, die, first + slice.stage() * group);
      }
      collectives(builder, choice, slices.get(at), members, previous, die, first);
      previous = members;
      at = end;
    }
  }

  private void add(PlacementBuilder builder, StageSlice slice, int[] die, int first) {
    TiledLinears what = slice.what();
    for (int i = 0; i < group; i++) {
      if (slice.dealt()[i] == 0) {
        continue;
      }
      int inputs = slice.inputCut() ? slice.dealt()[i] : what.fused().inputs();
      int units = slice.inputCut() ? what.fused().outputs() : slice.dealt()[i];
      RowTiling tiling = slice.inputCut() ? what.sliced(inputs) : what.tiling();
      int logSplit = what.isRouted() ? what.logSplit() : tiling.bestLogSplit(units);
      long rows = slice.rows(i);
      builder.add(
          slice.inputCut(),
          slice.layer(),
          what.step(),
          what.index(),
          die[first + i],
          units,
          Math.toIntExact(rows),
          1 << logSplit,
          tiling.rowsPerOutput(logSplit),
          inputs,
          rows * tiling.rowBits());
    }
  }

  /// Steps with routing send what each chiplet needs to it alone.
  private void collectives(
      PlacementBuilder builder,
      CollectiveChoice choice,
      StageSlice slice,
      StepMembers members,
      StepMembers previous,
      int[] die,
      int first) {
    Step step = program.step(slice.layer(), slice.what().step());
    boolean routed = step.isRouted();
    if (group == 1 || routed || members.size() < 2) {
      return;
    }
    Chiplet chiplet = machine.chiplet();
    int[] dies = members.dies(die, first);
    int homeDie = die[first + home[slice.layer()]];
    double bits = (double) step.inputElements() * chiplet.macro().inputBits();
    if (slice.inputCut()) {
      double sumBits = (double) step.toResidualElements() * chiplet.macro().accumulatorBits();
      builder.collectives(CollectiveAlgorithm.DIRECT, choice.sums(homeDie, dies, sumBits));
      return;
    }
    CollectiveAlgorithm inputs =
        switch (step.source()) {
          case RESIDUAL, HOME -> choice.broadcast(homeDie, dies, bits);
          case HOST -> choice.broadcast(machine.topology().host(0), dies, bits);
          case PREVIOUS ->
              choice.exchange(homeDie, previous.dies(die, first), previous.shares(), dies, bits);
        };
    builder.collectives(inputs, CollectiveAlgorithm.DIRECT);
  }
}
