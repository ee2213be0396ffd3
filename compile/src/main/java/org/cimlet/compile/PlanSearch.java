package org.cimlet.compile;

import java.util.List;
import java.util.function.Function;
import org.cimlet.compile.place.MemoryLimits;
import org.cimlet.compile.tile.GroupTiling;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Finds the best of the plans a mapping leaves open: how many replicas, how large the groups,
/// which dies. Every candidate is whole; those whose memories do not hold what the scenario's
/// sequences keep are out.
final class PlanSearch {
  private final Machine machine;
  private final Program program;
  private final Scenario scenario;
  private final Layouts layouts;
  private final RememberedLayouts.Wiring wiring;
  private final int places;
  private final double linkBitsPerS;
  private final Function<Plan, Merit> measure;
  private @Nullable Candidate best;
  private @Nullable Merit floor;
  private @Nullable Plan roomiest;
  private long mostSequences;
  private @Nullable RuntimeException lacking;

  /// A plan with what it is worth.
  private record Candidate(Plan plan, Merit merit, @Nullable Layout layout) {}

  PlanSearch(
      Machine machine,
      Program program,
      Scenario scenario,
      Layouts layouts,
      RememberedLayouts.Wiring wiring,
      Function<Plan, Merit> measure) {
    this.machine = machine;
    this.program = program;
    this.scenario = scenario;
    this.layouts = layouts;
    this.wiring = wiring;
    this.places = machine.dies().linears().count();
    this.linkBitsPerS = GroupTiling.slowest(machine.topology());
    this.measure = measure;
  }

  /// The best plan; where the mapping is left open, none that is worse than `filled`, if that has
  /// room for what sequences keep.
  ///
  /// @param filled one chiplet after the other filled
  /// @param most replicas that fit
  /// @throws StageCut.TooFewStagesException where a mapping given holds the program in no way
  /// @throws LinearsTooLargeException where a chiplet does not hold what its group deals out
  /// @throws InvalidInputException where it has no room for what sequences keep
  Plan search(Parallelism mapping, Placement filled, int most) {
    List<Integer> counts = mapping.replicaCounts(most, machine.topology().hosts());
    switch (mapping.kind()) {
      case FILLED -> {
        Plan plan = plan(filled);
        MemoryLimits.check(plan);
        return plan;
      }
      case PIPELINED, SPREAD, MIXED -> counts.forEach(count -> tryOut(mapping, count));
      case AUTO -> open(filled, counts);
    }
    Candidate found = best;
    if (found != null) {
      return improved(found);
    }
    Plan plan = roomiest;
    if (plan != null) {
      MemoryLimits.check(plan);
    }
    throw lacking == null ? new IllegalStateException("no candidate") : lacking;
  }

  private void open(Placement filled, List<Integer> counts) {
    Candidate least = considered(plan(filled), null);
    floor = least == null ? null : least.merit();
    int replicas = 1;
    for (int count : counts) {
      if (tryOut(Parallelism.of(1, 0, count), count)) {
        replicas = count;
      }
    }
    for (int count : replicas == 1 ? List.of(1) : List.of(1, replicas)) {
      for (int group : Parallelism.groupSizes(places / count)) {
        tryOut(Parallelism.of(group, 0, count), count);
      }
    }
  }

  private Plan plan(Placement placement) {
    return new Plan(machine, program, placement, scenario);
  }

  /// Whether a mapping is the best so far.
  private boolean tryOut(Parallelism mapping, int replicas) {
    try {
      Parallelism closed = mapping.with(places / replicas, replicas);
      GroupTiling tiling = new GroupTiling(machine, closed.group(), linkBitsPerS);
      Layout layout = layouts.layout(machine, tiling, closed, wiring::dies);
      return considered(plan(layout.placement(machine)), layout) != null;
    } catch (StageCut.TooFewStagesException | LinearsTooLargeException e) {
      lacking = lacking == null ? e : lacking;
      return false;
    }
  }

  /// The plan, where it is the best so far.
  private @Nullable Candidate considered(Plan plan, @Nullable Layout layout) {
    long sequences = SequenceMemory.of(plan).sequences();
    if (sequences < scenario.batch()) {
      roomiest = roomiest == null || sequences > mostSequences ? plan : roomiest;
      mostSequences = Math.max(mostSequences, sequences);
      return null;
    }
    Merit merit = measure.apply(plan);
    if ((floor != null && !merit.isNoWorseThan(floor))
        || (best != null && !merit.isBetterThan(best.merit()))) {
      return null;
    }
    best = new Candidate(plan, merit, layout);
    return best;
  }

  /// The plan found, its dies exchanged where that is no worse.
  private Plan improved(Candidate so) {
    Placement more = so.layout() == null ? null : so.layout().improved(machine);
    if (more != null) {
      Plan plan = plan(more);
      if (measure.apply(plan).isNoWorseThan(so.merit())) {
        return plan;
      }
    }
    return so.plan();
  }
}
