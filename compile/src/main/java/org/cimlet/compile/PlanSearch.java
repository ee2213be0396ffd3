package org.cimlet.compile;

import java.util.List;
import java.util.function.Function;
import org.cimlet.compile.place.AttentionLimits;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.place.DieSpace;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Finds the best of the plans a mapping leaves open: how many replicas, how large the groups,
/// which dies. Every candidate is whole and feasible, so that there is always a best one so far.
final class PlanSearch {
  private final Machine machine;
  private final Program program;
  private final Scenario scenario;
  private final List<TiledLinears[]> layers;
  private final int places;
  private final HopCounts hops;
  private final List<int[]> orders;
  private final Function<Plan, Merit> measure;
  private @Nullable Candidate best;
  private @Nullable InvalidInputException refused;

  /// A plan with what it is worth.
  private record Candidate(
      Plan plan, Merit merit, @Nullable Partition partition, DieSearch.@Nullable Found found) {}

  PlanSearch(
      Machine machine,
      Program program,
      Scenario scenario,
      DieSpace dies,
      Function<Plan, Merit> measure) {
    this.machine = machine;
    this.program = program;
    this.scenario = scenario;
    this.layers = TiledLinears.ofAll(program, machine);
    this.places = machine.dies().linears().count();
    this.hops = dies.hops();
    this.orders = dies.orders();
    this.measure = measure;
  }

  /// The best plan; where the mapping is left open, none that is worse than `filled`.
  ///
  /// @param filled one chiplet after the other filled
  /// @param most replicas that fit
  /// @throws StageCut.TooFewStagesException where a mapping given holds the program in no way
  /// @throws LinearsTooLargeException where a chiplet does not hold what its group deals out
  /// @throws InvalidInputException where no plan of the mapping holds the KV cache
  Plan search(Parallelism mapping, Placement filled, int most) {
    if (mapping.kind() == Parallelism.Kind.FILLED) {
      return plan(filled);
    }
    if (mapping.kind() != Parallelism.Kind.AUTO) {
      for (int replicas : mapping.replicaCounts(most, machine.topology().hosts())) {
        tryOut(mapping.with(places / replicas, replicas), null);
      }
      return improved();
    }
    Plan least = plan(filled);
    Candidate floor = new Candidate(least, measure.apply(least), null, null);
    best = floor;
    int replicas = 1;
    for (int count : mapping.replicaCounts(most, machine.topology().hosts())) {
      if (tryOut(Parallelism.groups(1, count), floor.merit())) {
        replicas = count;
      }
    }
    for (int count : replicas == 1 ? List.of(1) : List.of(1, replicas)) {
      for (int group : Parallelism.groupSizes(places / count)) {
        tryOut(Parallelism.groups(group, count), floor.merit());
      }
    }
    return improved();
  }

  private Plan plan(Placement placement) {
    return new Plan(machine, program, placement, scenario);
  }

  /// Whether a mapping is the best so far.
  private boolean tryOut(Parallelism mapping, @Nullable Merit floor) {
    Partition partition;
    try {
      partition = Partition.of(machine, program, layers, mapping);
    } catch (StageCut.TooFewStagesException | LinearsTooLargeException e) {
      if (floor == null && best == null && mapping.replicas() == 1) {
        throw e;
      }
      return false;
    }
    return consider(
        partition,
        DieSearch.best(machine.topology(), hops, partition.traffic(), partition.replicas(), orders),
        floor);
  }

  private boolean consider(Partition partition, DieSearch.Found found, @Nullable Merit floor) {
    Plan plan = plan(partition.on(found));
    try {
      AttentionLimits.check(plan);
    } catch (InvalidInputException e) {
      refused = e;
      return false;
    }
    Merit merit = measure.apply(plan);
    Candidate so = best;
    boolean allowed = floor == null || merit.isNoWorseThan(floor);
    if (allowed && (so == null || merit.isBetterThan(so.merit()))) {
      best = new Candidate(plan, merit, partition, found);
      return true;
    }
    return false;
  }

  /// The best plan so far, its dies exchanged where that is no worse.
  @SuppressWarnings("ReferenceEquality") // the same one comes back where nothing was better
  private Plan improved() {
    Candidate so = best;
    if (so == null) {
      throw refused == null ? new IllegalStateException("no candidate") : refused;
    }
    if (so.partition() != null && so.found() != null) {
      DieSearch.Found more =
          DieSearch.improved(
              machine.topology(),
              hops,
              so.partition().traffic(),
              so.partition().replicas(),
              so.found());
      if (more != so.found()) {
        Plan plan = plan(so.partition().on(more));
        Merit merit = measure.apply(plan);
        if (merit.isNoWorseThan(so.merit())) {
          return plan;
        }
      }
    }
    return so.plan();
  }
}
