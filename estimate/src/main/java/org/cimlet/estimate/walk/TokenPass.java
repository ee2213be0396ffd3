package org.cimlet.estimate.walk;

import java.util.List;
import org.cimlet.estimate.timing.HomeTiming;
import org.cimlet.estimate.timing.LinkTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// Walks one decoded token of a rank through its replica, or through a weight set of it, step by
/// step, and adds up what it costs: busy time of every resource, time along the way, actions. Where
/// a micro-batch passes together the time is that of all its tokens, all else that of one.
///
/// A step takes: its input to every chiplet that holds a shard of it; the slower of macros and
/// distribution on the slowest of those; its results to where they are read; element-wise work.
/// Before each operation the unit that does it waits ([org.cimlet.plan.machine.Losses]). What the
/// host does in between is in [HostPass].
public final class TokenPass {
  /// Which formulas are used.
  enum Path {
    /// Closed forms wherever there is one: [PointToPointStep] for steps that few chiplets share,
    /// all equal layers at once for the host.
    FAST,
    /// One step after the other, every vector on its links. Takes about two and a half times as
    /// long.
    GENERAL
  }

  private static final int FEW_SETS = 256;

  private final Plan plan;
  private final WalkMemory.@Nullable Walked memory;
  private final WalkMemory.@Nullable Counts counts;
  private final Machine machine;
  private final Path path;
  private final int together;
  private final StepTiming steps;
  private final ChipletSpans spans;
  private final Chiplet chiplet;
  private final double controlS;
  private final int residualBits;
  private final LinkTiming links;
  private final ResourceTimes times = new ResourceTimes();
  private final HostPass host;
  private final AttentionPass attention;
  private final PackageLoads loads;
  private final double[] vectorS;
  private final double vectorOverhead;
  private final int rankHost;
  private final PointToPointStep pointToPoint;
  private @Nullable CollectiveStep collective;
  private double vectorOps;
  private ActionCounts layerActions;
  private ActionCounts actions;

  private TokenPass(
      Plan plan,
      int rank,
      int weightSet,
      int together,
      Path path,
      WalkMemory.@Nullable Walked memory) {
    this.memory = memory;
    this.plan = plan;
    this.path = path;
    this.together = together;
    machine = plan.machine();
    rankHost = plan.placement().rankHost(rank);
    boolean whole = !plan.placement().isReloaded();
    spans = whole ? ChipletSpans.NONE : ChipletSpans.of(machine.chiplets());
    chiplet = machine.chiplet();
    controlS = chiplet.losses().stepControlS();
    residualBits = machine.residualBits();
    loads = PackageLoads.none(machine.topology());
    links =
        memory == null
            ? new LinkTiming(machine.topology(), loads.linkBits(), rankHost, together)
            : new LinkTiming(
                machine.topology(), loads.linkBits(), rankHost, 1, memory.linkS(), FEW_SETS);
    pointToPoint = new PointToPointStep(links, residualBits, times);
    int replica = plan.placement().rankReplica(rank);
    PlacedSteps placed = memory == null ? null : memory.placed();
    steps = new StepTiming(plan, replica, weightSet, together, together, loads, placed);
    vectorS = loads.ofVectorUnits(chiplet);
    vectorOverhead = steps.kinds()[0].vectorOverhead();
    host =
        whole && path == Path.FAST
            ? HostPass.ofEqualLayers(plan, together, times)
            : HostPass.stepByStep(plan, together, times, weightSet);
    attention = new AttentionPass(plan, together, loads, steps.kinds(), PackageLoads.NO_DEMAND);
    counts = memory == null || attention.isOnDies() ? null : memory.counts(plan);
    if (counts != null && counts.isKnown()) {
      steps.leaveCountsOut();
    }
    layerActions = ActionCounts.none(0);
    actions = layerActions;
  }

  /// Walks a token of `rank` through the whole network.
  public static TokenPass walk(Plan plan, int rank) {
    return walk(plan, rank, 0);
  }

  /// Walks a micro-batch of so many tokens of `rank` through the whole network.
  public static TokenPass walkTogether(Plan plan, int rank, int tokens) {
    return walk(plan, rank, 0, tokens, Path.FAST);
  }

  /// Walks a token of `rank` through one weight set.
  public static TokenPass walk(Plan plan, int rank, int weightSet) {
    return walk(plan, rank, weightSet, Path.FAST);
  }

  public static TokenPass walk(Plan plan, int rank, int weightSet, Path path) {
    return walk(plan, rank, weightSet, 1, path);
  }

  /// Walks a token of `rank` through a network that the package holds whole, with what is known of
  /// walks that send the same vectors. The answer is the same to the last digit.
  public static TokenPass walk(Plan plan, int rank, WalkMemory memory) {
    TokenPass pass = new TokenPass(plan, rank, 0, 1, Path.FAST, memory.of(plan, rank));
    pass.walk();
    return pass;
  }

  private static TokenPass walk(Plan plan, int rank, int weightSet, int together, Path path) {
    TokenPass pass = new TokenPass(plan, rank, weightSet, together, path, null);
    pass.walk();
    return pass;
  }

  private void walk() {
    while (steps.next() && !steps.isHead()) {
      step();
    }
    links.settle();
    if (counts != null) {
      counts.ofLayers(steps.kinds());
    }
    layerActions = actionsOfDies().build();
    if (steps.isHead()) {
      step();
      links.settle();
    }
    if (memory != null) {
      memory.settle(loads.linkBits(), links.noted());
      memory.grew(steps.noted());
    }
    if (counts != null) {
      counts.ofAll(steps.kinds(), steps.wireBits());
    }
    steps.settle();
    loads.hostComputeS()[rankHost] = host.computeBusyS();
    loads.hostMemoryS()[rankHost] = host.memoryBusyS();
    ActionCounts.Builder counts = actionsOfDies();
    counts.add(Action.HOST_COMPUTE, host.ops());
    counts.add(Action.HOST_MEMORY, host.memoryBits());
    counts.add(Action.LINK, loads.bitsOverLinks());
    actions = counts.build();
  }

  private ActionCounts.Builder actionsOfDies() {
    ActionCounts.Builder counts = new ActionCounts.Builder(machine.dies().tallied().size());
    steps.addTo(counts);
    attention.addTo(counts);
    counts.add(Action.VECTOR, vectorOps);
    return counts;
  }

  /// Who gets the results goes on once the last shard is done.
  private void step() {
    spans.begin(times);
    residual();
    steps.measure();
    if (path == Path.FAST && together == 1 && PointToPointStep.covers(steps)) {
      pointToPoint.walk(steps);
      if (memory != null && !memory.isKnown()) {
        memory.known().pointToPoint(steps);
      }
    } else {
      collective().walk(together, steps);
      collective().addTo(times, steps);
      if (memory != null && !memory.isKnown()) {
        memory.known().collective(steps, memory.vectors(steps.number()), collective().totalS());
      }
    }
    if (steps.shards().isInputCut()) {
      vectorOps += (steps.shards().size() - 1.0) * steps.step().toResidualElements();
    }
    if (steps.ends()) {
      end(steps.step());
    }
    spans.at(steps, times);
  }

  /// Moves the residual stream to where the step begins.
  private void residual() {
    double bits = (double) plan.program().hiddenSize() * residualBits;
    switch (steps.residual()) {
      case STAYS -> {
        // nothing to move
      }
      case LOOKED_UP ->
          new EmbeddingLookup(plan, steps, rankHost, loads, PackageLoads.NO_DEMAND)
              .walk(together, loads)
              .addTo(times);
      case FROM_HOST -> {
        if (links.begin()) {
          links.sendFromHost(steps.home(), bits);
        }
        times.add(Resource.HOST_LINK, links.seconds());
      }
      case FROM_HOME_BEFORE -> {
        if (links.begin()) {
          links.send(steps.homeBefore(), steps.home(), bits);
        }
        times.add(Resource.CHIPLET_LINK, links.seconds());
      }
    }
  }

  private void end(Step step) {
    Chiplet.VectorUnit unit = chiplet.vector();
    if (unit != null && step.vectorOps() > 0) {
      double seconds = (double) step.vectorOps() / unit.operationsPerS();
      vectorOps += step.vectorOps();
      vector(controlS, seconds);
    }
    host.after(steps);
    if (attention.isOnDies() || !steps.block().localWork().isEmpty()) {
      followUps();
    }
  }

  /// The home's vector unit waits, then computes for each token.
  private void vector(double waitS, double seconds) {
    vectorS[steps.home()] += (waitS / together + seconds) * vectorOverhead;
    times.add(Resource.STEP_CONTROL, waitS);
    times.add(Resource.VECTOR_UNIT, together * seconds);
    refreshInTurn(waitS + together * seconds);
  }

  /// Refreshes of the macros step in between where the vector unit takes turns with them.
  private void refreshInTurn(double busyS) {
    if (vectorOverhead > 1) {
      times.add(Resource.REFRESH, busyS * (vectorOverhead - 1));
    }
  }

  /// What of a step's follow-ups dies do.
  private void followUps() {
    List<FollowUp> followUps = steps.followUps();
    for (int i = 0; i < followUps.size(); i++) { // an iterator for every step of a sweep is dear
      switch (followUps.get(i)) {
        case AttentionWork _ -> attention.attend(steps, times);
        case LocalWork work -> {
          if (work.at() == LocalWork.At.HOME) {
            atHome(work);
          }
        }
      }
    }
  }

  /// The vector unit of the home computes while its state passes the die's wires: that of each
  /// sequence.
  private void atHome(LocalWork work) {
    HomeTiming timing = HomeTiming.of(chiplet, work);
    vectorOps += work.operations();
    steps.kinds()[0].buffer((double) work.stateBits());
    double unitS = timing.controlS() + together * timing.computeS();
    double wiresS = together * timing.wiresS();
    loads.wiresS()[steps.home()] += timing.wiresS();
    if (unitS * vectorOverhead > wiresS) {
      vector(timing.controlS(), timing.computeS());
    } else {
      vectorS[steps.home()] += unitS / together * vectorOverhead;
      times.add(Resource.MACROS, wiresS);
    }
  }

  private CollectiveStep collective() {
    CollectiveStep walk = collective;
    if (walk == null) {
      int node = machine.topology().host(rankHost);
      walk = new CollectiveStep(machine, loads.linkBits(), node, PackageLoads.NO_DEMAND, memory);
      collective = walk;
    }
    return walk;
  }

  /// Where the token's time goes at batch 1, or that of the micro-batch.
  public ResourceTimes times() {
    return times;
  }

  /// From when to when the token needs each chiplet at batch 1.
  public ChipletSpans spans() {
    return spans;
  }

  /// How long the token keeps every part of the package busy.
  public PackageLoads loads() {
    return loads;
  }

  /// What dies do for a token that is not scored: everything but the head. Hosts and links are left
  /// out.
  public ActionCounts layerActions() {
    return layerActions;
  }

  /// What a token has everything do.
  public ActionCounts actions() {
    return actions;
  }
}
