package org.cimlet.compile;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.place.AttentionDies;
import org.cimlet.compile.place.CollectiveChoice;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.place.HeadDies;
import org.cimlet.compile.place.HomeChiplets;
import org.cimlet.compile.place.StepMembers;
import org.cimlet.compile.place.StepTraffic;
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
/// writing of it once they are. It holds for every machine of one structure ([Structure]), however
/// fast its parts are.
final class Partition {
  private final Program program;
  private final Parallelism mapping;
  private final int group;
  private final int each;
  private final List<StageSlice> slices;
  private final List<HeldStep> steps;
  private final int[] home;
  private final StepTraffic traffic;

  /// The slices of one step, with the chiplets that hold them.
  private record HeldStep(List<StageSlice> slices, StepMembers members) {
    StageSlice first() {
      return slices.getFirst();
    }
  }

  private Partition(
      Machine machine, Program program, Parallelism mapping, List<StageSlice> slices) {
    this.program = program;
    this.mapping = mapping;
    this.group = mapping.group();
    this.each = mapping.stages() * mapping.group();
    this.slices = slices;
    this.steps = new ArrayList<>();
    for (int at = 0; at < slices.size(); ) {
      int end = StepMembers.end(slices, at);
      List<StageSlice> step = slices.subList(at, end);
      steps.add(new HeldStep(step, StepMembers.of(step, group)));
      at = end;
    }
    this.home =
        new HomeChiplets(slices, group)
            .of(program.layers().size() + (machine.dies().hasHeadOfItsOwn() ? 0 : 1));
    this.traffic = StepTraffic.of(program, machine.chiplet(), slices, group, home, each);
  }

  /// @param dealt the fused linears of every layer as a group deals them out
  /// @param mapping with nothing left open
  /// @throws StageCut.TooFewStagesException where the stages do not hold the program
  static Partition of(
      Machine machine, Program program, List<TiledLinears[]> dealt, Parallelism mapping) {
    StageCut cut = new StageCut(dealt, machine.chiplet(), mapping.group());
    return new Partition(machine, program, mapping, cut.balanced(mapping.stages()));
  }

  /// What a token sends from where to where.
  StepTraffic traffic() {
    return traffic;
  }

  int replicas() {
    return mapping.replicas();
  }

  /// How the inputs of each step reach its chiplets and how its sums are added, replica after
  /// replica; nothing where every step lies on one chiplet. For the dies found it depends on what
  /// links can do alone.
  List<CollectiveAlgorithm> collectives(Machine machine, DieSearch.Found found) {
    if (group == 1) {
      return List.of();
    }
    CollectiveChoice choice = new CollectiveChoice(machine.topology());
    List<CollectiveAlgorithm> collectives = new ArrayList<>(2 * mapping.replicas() * steps.size());
    for (int replica = 0; replica < mapping.replicas(); replica++) {
      StepMembers previous = StepMembers.NONE;
      for (HeldStep step : steps) {
        choose(collectives, machine, choice, step, previous, found.die(), replica * each);
        previous = step.members();
      }
    }
    return collectives;
  }

  /// The placement on the dies found.
  ///
  /// @param collectives what [#collectives] chose
  Placement on(Machine machine, DieSearch.Found found, List<CollectiveAlgorithm> collectives) {
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
    AttentionDies attentionDies = new AttentionDies(machine);
    int next = 0;
    for (int replica = 0; replica < mapping.replicas(); replica++) {
      builder.beginReplica();
      for (int layer = 0; layer < home.length; layer++) {
        int die = found.die()[replica * each + home[layer]];
        builder.home(layer, die);
        if (layer < layers) {
          attentionDies.write(builder, layer, program.layers().get(layer).attention(), die);
        }
      }
      for (HeldStep step : steps) {
        for (StageSlice slice : step.slices()) {
          add(builder, slice, found.die(), replica * each + slice.stage() * group);
        }
        if (!collectives.isEmpty()) {
          builder.collectives(collectives.get(next), collectives.get(next + 1));
          next += 2;
        }
      }
      if (machine.dies().hasHeadOfItsOwn()) {
        int lastHome = found.die()[replica * each + home[layers - 1]];
        new HeadDies(machine, program).write(builder, replica, lastHome);
      }
    }
    builder.ranks(found.ranks().replicas(), found.ranks().hosts());
    return builder.build();
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
  private void choose(
      List<CollectiveAlgorithm> collectives,
      Machine machine,
      CollectiveChoice choice,
      HeldStep held,
      StepMembers previous,
      int[] die,
      int first) {
    StageSlice slice = held.first();
    StepMembers members = held.members();
    Step step = program.step(slice.layer(), slice.what().step());
    CollectiveAlgorithm inputs = CollectiveAlgorithm.DIRECT;
    CollectiveAlgorithm sums = CollectiveAlgorithm.DIRECT;
    if (!step.isRouted() && members.size() > 1) {
      Chiplet chiplet = machine.chiplet();
      int[] dies = members.dies(die, first);
      int homeDie = die[first + home[slice.layer()]];
      double bits = (double) step.inputElements() * chiplet.macro().inputBits();
      if (slice.inputCut()) {
        double sumBits = (double) step.toResidualElements() * chiplet.macro().accumulatorBits();
        sums = choice.sums(homeDie, dies, sumBits);
      } else {
        inputs =
            switch (step.source()) {
              case RESIDUAL, HOME -> choice.broadcast(homeDie, dies, bits);
              case HOST -> choice.broadcast(machine.topology().host(0), dies, bits);
              case PREVIOUS ->
                  choice.exchange(
                      homeDie, previous.dies(die, first), previous.shares(), dies, bits);
            };
      }
    }
    collectives.add(inputs);
    collectives.add(sums);
  }
}
