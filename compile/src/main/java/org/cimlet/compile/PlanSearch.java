package org.cimlet.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.cimlet.compile.place.MemoryLimits;
import org.cimlet.compile.tile.GroupTiling;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Finds the best of the plans a mapping leaves open: how many replicas, how large the groups, how
/// many stages, which dies. Every candidate is whole; those whose memories do not hold what the
/// scenario's sequences keep are out.
///
/// The choice is one among all candidates: of those that are nearly the fastest in the batch the
/// first by [Merit#PEAK_THEN_ALONE]. Few are measured: the one with the lowest bound comes first,
/// and no other that its bound shows not to be chosen.
final class PlanSearch {
  /// Candidates that are as fast to so small a share need not all be measured to know how fast the
  /// fastest is, as long as nothing turns on it.
  private static final double ROUNDING = 1e-6;

  private final Machine machine;
  private final Program program;
  private final Scenario scenario;
  private final Layouts layouts;
  private final RememberedLayouts.Wiring wiring;
  private final int places;
  private final double linkBitsPerS;
  private final Measure measure;
  private final Map<Integer, List<TiledLinears[]>> dealt = new HashMap<>();
  private final Set<Parallelism> tried = new HashSet<>();
  private final List<Candidate> measured = new ArrayList<>();

  /// Those that are not measured, the one with the lowest bound first.
  private final PriorityQueue<Candidate> open =
      new PriorityQueue<>(
          Comparator.comparingDouble(Candidate::timeS).thenComparingInt(each -> each.order));

  private Measure.Bounds bounds = Measure.Bounds.NONE;
  private double fastestS = Double.POSITIVE_INFINITY;
  private boolean atEdge;
  private @Nullable Merit floor;
  private @Nullable Plan roomiest;
  private long mostSequences = -1;
  private int ofRoomiest;
  private int firstLacking = Integer.MAX_VALUE;
  private @Nullable RuntimeException lacking;

  /// A way to cut the network, on the best walk over the dies or with dies exchanged.
  private static final class Candidate {
    private final Parallelism cut;
    private final int order;

    private static final Comparator<Candidate> IN_TURN =
        Comparator.<Candidate, Merit>comparing(each -> each.merit, Merit.PEAK_THEN_ALONE)
            .thenComparingInt(each -> each.order);

    /// The layout whose dies are exchanged; null where none are.
    private final @Nullable Layout exchanged;

    /// What it is worth, or a bound of that until it is measured.
    private Merit merit;

    /// Where it has been placed.
    private @Nullable Plan plan;

    private Candidate(Parallelism cut, int order, @Nullable Layout exchanged, Merit bound) {
      this.cut = cut;
      this.order = order;
      this.exchanged = exchanged;
      this.merit = bound;
    }

    private double timeS() {
      return merit.timePerTokenS();
    }

    /// Of two alike the first that was thought of is taken.
    private boolean goesBefore(Candidate other) {
      return IN_TURN.compare(this, other) < 0;
    }
  }

  PlanSearch(
      Machine machine,
      Program program,
      Scenario scenario,
      Layouts layouts,
      RememberedLayouts.Wiring wiring,
      Measure measure) {
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
    if (mapping.kind() == Parallelism.Kind.FILLED) {
      Plan plan = plan(filled);
      MemoryLimits.check(plan);
      return plan;
    }
    List<Parallelism> cuts = cuts(mapping, most);
    if (cuts.size() > 1) {
      bounds = measure.bounds(plan(filled));
    }
    if (mapping.kind() == Parallelism.Kind.AUTO) {
      Candidate least = new Candidate(Parallelism.FILLED, 0, null, Merit.BEST);
      least.plan = plan(filled);
      measure(least, least.plan);
      floor = measured.isEmpty() ? null : least.merit;
    }
    open(cuts);
    Candidate best = chosen();
    if (mapping.kind() == Parallelism.Kind.AUTO && !Parallelism.isAllOf(places)) {
      best = withNeighbours(best, mapping.replicas());
    }
    if (best != null && best.plan != null) {
      return best.plan;
    }
    if (roomiest != null) {
      MemoryLimits.check(roomiest);
    }
    throw lacking == null ? new IllegalStateException("no candidate") : lacking;
  }

  /// Ways to cut the network that a mapping leaves open, each with nothing left open.
  private List<Parallelism> cuts(Parallelism mapping, int most) {
    if (mapping.kind() == Parallelism.Kind.AUTO) {
      return layouts.cuts(places, mapping.replicaCounts(most));
    }
    List<Parallelism> cuts = new ArrayList<>();
    for (int count : mapping.replicaCounts(most)) {
      cuts.add(mapping.with(places / count, count));
    }
    return cuts;
  }

  /// Tries cuts near the one chosen, as long as another is chosen.
  @SuppressWarnings("ReferenceEquality") // the same one stays
  private @Nullable Candidate withNeighbours(@Nullable Candidate chosen, int replicas) {
    Candidate best = chosen;
    Candidate before = null;
    while (best != null && best != before) {
      before = best;
      Parallelism cut = best.order == 0 ? Parallelism.of(1, layouts.chipletsUsed(), 1) : best.cut;
      List<Parallelism> near = new ArrayList<>();
      for (Parallelism each : cut.neighbours(places, layouts.leastChiplets())) {
        if (!tried.contains(each) && (replicas == 0 || each.replicas() == replicas)) {
          near.add(each);
        }
      }
      open(near);
      best = chosen();
    }
    return best;
  }

  private void open(List<Parallelism> cuts) {
    for (Parallelism cut : cuts) {
      Merit bound = bounds.ofCut(cut);
      tried.add(cut);
      if (bound.isNearly(fastestS) && isEligible(bound)) {
        open.add(new Candidate(cut, 2 * tried.size(), null, bound));
      }
    }
  }

  private @Nullable Candidate chosen() {
    findFastest(ROUNDING);
    Candidate best = best();
    if (best != null && atEdge) {
      findFastest(0);
      best = best();
    }
    return best;
  }

  /// Where `filled` has room, what is chosen is no worse.
  private boolean isEligible(Merit merit) {
    return floor == null || merit.isNoWorseThan(floor);
  }

  /// Measures candidates, the one with the lowest bound first, until none that is left can be
  /// faster.
  ///
  /// @param rounding by such a share it may be
  private void findFastest(double rounding) {
    while (!open.isEmpty() && open.peek().timeS() < fastestS * (1 - rounding)) {
      Candidate next = open.remove();
      Plan plan = next.plan;
      if (plan != null) {
        measure(next, plan);
      } else {
        open.addAll(placed(next));
      }
    }
  }

  /// Of all that are nearly the fastest the one that goes before the others. Those that their
  /// bounds show not to are not measured.
  private @Nullable Candidate best() {
    atEdge = false;
    Candidate best = null;
    for (Candidate each : measured) {
      best = better(each, best);
    }
    PriorityQueue<Candidate> near = new PriorityQueue<>(Candidate.IN_TURN);
    addNear(near, List.copyOf(open));
    while (!near.isEmpty() && (best == null || near.peek().goesBefore(best))) {
      Candidate next = near.remove();
      open.remove(next);
      Plan plan = next.plan;
      if (plan == null) {
        List<Candidate> placed = placed(next);
        open.addAll(placed);
        addNear(near, placed);
      } else if (measure(next, plan)) {
        best = better(next, best);
      }
    }
    return best;
  }

  /// The one to be taken; notes whether it may be nearly the fastest or not.
  private @Nullable Candidate better(Candidate next, @Nullable Candidate best) {
    if (best != null && !next.goesBefore(best)) {
      return best;
    }
    atEdge |=
        next.merit.isNearly(fastestS * (1 + ROUNDING))
            && !next.merit.isNearly(fastestS * (1 - ROUNDING));
    return next.merit.isNearly(fastestS) ? next : best;
  }

  private void addNear(PriorityQueue<Candidate> near, Iterable<Candidate> those) {
    for (Candidate each : those) {
      if (each.merit.isNearly(fastestS) && isEligible(each.merit)) {
        near.add(each);
      }
    }
  }

  private Plan plan(Placement placement) {
    return new Plan(machine, program, placement, scenario);
  }

  /// The candidate with its dies, and the same with dies exchanged; none where the cut does not
  /// hold the network, or no exchange helps.
  private List<Candidate> placed(Candidate next) {
    Layout before = next.exchanged;
    if (before != null) {
      Placement more = before.improved(machine);
      return more == null ? List.of() : List.of(placed(next, more));
    }
    try {
      Layout layout = layouts.layout(machine, dealt(next.cut.group()), next.cut, wiring::dies);
      Candidate exchanged = new Candidate(next.cut, next.order + 1, layout, next.merit);
      return List.of(placed(next, layout.placement(machine)), exchanged);
    } catch (StageCut.TooFewStagesException | LinearsTooLargeException e) {
      if (next.order < firstLacking) {
        firstLacking = next.order;
        lacking = e;
      }
      return List.of();
    }
  }

  private Candidate placed(Candidate next, Placement placement) {
    Plan plan = plan(placement);
    next.plan = plan;
    next.merit = next.merit.tightened(bounds.ofPlan(plan));
    return next;
  }

  /// The fused linears as groups of a size deal them out.
  private List<TiledLinears[]> dealt(int group) {
    return dealt.computeIfAbsent(
        group, size -> layouts.dealt(new GroupTiling(machine, size, linkBitsPerS)));
  }

  /// Says whether the plan can be chosen at all.
  private boolean measure(Candidate candidate, Plan plan) {
    long sequences = SequenceMemory.of(plan).sequences();
    if (sequences < scenario.batch()) {
      if (sequences > mostSequences
          || (sequences == mostSequences && candidate.order < ofRoomiest)) {
        roomiest = plan;
        ofRoomiest = candidate.order;
        mostSequences = sequences;
      }
      return false;
    }
    candidate.merit = measure.of(plan);
    if (!isEligible(candidate.merit)) {
      return false;
    }
    measured.add(candidate);
    fastestS = Math.min(fastestS, candidate.timeS());
    return true;
  }
}
