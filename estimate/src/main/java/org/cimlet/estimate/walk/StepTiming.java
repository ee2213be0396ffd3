package org.cimlet.estimate.walk;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.MacroTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Schedule;
import org.cimlet.plan.ScheduledStep;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// The steps that a replica, or a weight set, holds, one after the other: which chiplets share
/// each, how long each of them takes, and what they do for a token.
///
/// A decoded token ([TokenPass]) and a chunk of a prompt ([ChunkPass]) walk them alike: [#next]
/// moves on, [#measure] finds out about the step.
final class StepTiming {
  private final Placement placement;
  private final Schedule schedule;
  private final Dies dies;
  private final Program program;
  private final boolean reloaded;
  private final int first;
  private final int end;
  private final DieTiming[] kinds;
  private final int scoreBits;
  private final @Nullable PlacedSteps placed;
  private final List<List<PlacedSteps.Piece>> pieces = new ArrayList<>();
  private final double[] macroS;
  private final double[] wiresS;
  private final int tokens;
  private final int scored;
  private final int replica;
  private final PlacedSteps.@Nullable Times times;
  private final double[] wireBits;
  private boolean counts = true;
  private int unnoted;

  // The step at hand. Plain fields: an object for every step shows in a sweep.
  private int number;
  private int firstShard;
  private int endShard;
  private int layer = -1;
  private boolean head;
  private Block block;
  private int index;
  private Step step;
  private int home;
  private DieTiming kind;
  private StepShards shards;
  private StepShards previous;
  private final StepShards[] found;

  /// @param weightSet number of the set, where the package holds one at a time
  /// @param tokens that pass together
  /// @param scored of them that the head scores: of a prompt the last token alone
  /// @param loads where the busy time of each chiplet's macros and wires is added up, for one token
  StepTiming(Plan plan, int replica, int weightSet, int tokens, int scored, PackageLoads loads) {
    this(plan, replica, weightSet, tokens, scored, loads, null);
  }

  /// @param placed what is known of the replica's steps, of which one token is to pass; null where
  ///   nothing is kept
  StepTiming(
      Plan plan,
      int replica,
      int weightSet,
      int tokens,
      int scored,
      PackageLoads loads,
      @Nullable PlacedSteps placed) {
    this.placed = placed;
    program = plan.program();
    placement = plan.placement();
    schedule = plan.schedule(replica);
    dies = plan.machine().dies();
    this.replica = replica;
    reloaded = placement.isReloaded();
    first = reloaded ? schedule.firstStepOfWeightSet(weightSet) : 0;
    end = reloaded ? schedule.firstStepOfWeightSet(weightSet + 1) : schedule.size();
    kinds = new DieTiming[dies.tallied().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new DieTiming(dies.tallied().get(i).chiplet());
    }
    times = placed == null ? null : placed.on(kinds);
    macroS = loads.macroS();
    wiresS = loads.wiresS();
    wireBits = new double[wiresS.length];
    this.tokens = tokens;
    this.scored = scored;
    scoreBits = plan.machine().scoreBits();
    number = first - 1;
    endShard = schedule.firstShard(first);
    block = program.layers().getFirst();
    step = program.head();
    kind = kinds[0];
    int chiplets = plan.machine().chiplets();
    found = new StepShards[] {new StepShards(chiplets), new StepShards(chiplets)};
    shards = found[number & 1];
    previous = found[first & 1];
  }

  /// Leaves out what dies count and what passes their wires, where all of that is known.
  void leaveCountsOut() {
    counts = false;
  }

  /// Number of the step in the schedule.
  int number() {
    return number;
  }

  /// Moves on to the next step, or to what the weight set has of it; false after the last.
  boolean next() {
    if (number == end - 1) {
      return false;
    }
    number++;
    firstShard = endShard;
    endShard = schedule.firstShard(number + 1);
    index = schedule.index(number);
    if (schedule.layer(number) != layer) {
      enter(schedule.layer(number));
    }
    step = head ? program.head() : block.steps().get(index);
    previous = shards;
    return true;
  }

  private void enter(int next) {
    layer = next;
    head = program.isHead(next);
    if (!head) {
      block = program.layers().get(next);
    }
    home = placement.home(replica, next);
  }

  /// Finds the chiplets of the step, what share of its results each makes and how long it takes,
  /// and counts what they do for a token.
  void measure() {
    if (reloaded && step.source() == Step.Source.PREVIOUS && !holdsStepBefore()) {
      gatherStepBefore();
    }
    kind = kinds[dies.tallyOf(placement.chiplet(firstShard), head)];
    if (counts || placed == null || times == null || !placed.knows(number)) {
      find();
    } else {
      shards = times.shards(number);
    }
    for (int i = 0; i < shards.size(); i++) {
      macroS[shards.chiplet(i)] += shards.busyS(i);
    }
    if (counts) {
      countDistribution();
    }
  }

  /// Finds the shards of the step, one after the other.
  private void find() {
    shards = found[number & 1];
    shards.clear();
    if (placed != null) {
      pieces.clear();
    }
    List<FusedLinears> fused = step.fusedLinears();
    FusedLinears linears = fused.getFirst();
    int at = 0;
    for (int shard = firstShard; shard < endShard; shard++) {
      if (placement.fused(shard) != at) {
        at = placement.fused(shard);
        linears = fused.get(at);
      }
      shard(shard, linears);
    }
    if (reloaded && !at().isWhole()) {
      shards.isPartOf((double) step.outputs());
    }
    if (placed != null && !placed.knows(number)) {
      unnoted += placed.note(number, step, shards, pieces);
    }
  }

  /// Whether all of the step before has been walked here.
  private boolean holdsStepBefore() {
    return number > first && schedule.step(number - 1).begins();
  }

  /// Finds who made which share of the inputs: all of the step before, whichever weight sets that
  /// lay in.
  private void gatherStepBefore() {
    ScheduledStep before = schedule.step(at().numberBefore());
    previous.clear();
    int endOfBefore = before.endShardOfStep();
    for (int shard = before.firstShardOfStep(); shard < endOfBefore; shard++) {
      double outputs = MacroTiming.activeOutputs(placement, shard, before.linears(shard));
      previous.add(placement.chiplet(shard), outputs, 1, 1);
    }
  }

  private void shard(int shard, FusedLinears linears) {
    MacroTiming macros = kind.macros();
    int at = placement.chiplet(shard);
    double outputs = MacroTiming.activeOutputs(placement, shard, linears);
    double used = macros.passesPerToken(placement, shard, linears, head ? scored : tokens);
    if (counts) {
      macros.count(placement, shard, linears, outputs, used);
    }
    double touched = MacroTiming.copiesTouched(placement, shard, linears, tokens);
    // a chunk's tokens use all copies in turn, each of which waits once
    boolean alone = tokens == 1;
    double waited = alone ? MacroTiming.copiesWaitedFor(placement, shard, linears) : used;
    int rows = MacroTiming.rowsOfCopy(placement, shard, linears);
    int tiles = MacroTiming.tiles(placement, shard);
    double passS = macros.passS(rows, tiles) * kind.refreshOverhead();
    double controlS = kind.controlS() * kind.refreshOverhead();
    int i =
        shards.add(
            at,
            outputs,
            inputShare(shard, linears),
            MacroTiming.useProbability(placement, shard, linears));
    shards.takes(
        i,
        passS * waited,
        controlS * (alone ? waited : touched),
        passS * used + controlS * touched / tokens);
    if (placed != null) {
      if (i == pieces.size()) {
        pieces.add(new ArrayList<>());
      }
      int dieKind = dies.tallyOf(at, head);
      pieces.get(i).add(new PlacedSteps.Piece(dieKind, rows, tiles, used, touched, waited));
    }
  }

  private double inputShare(int shard, FusedLinears linears) {
    int inputs = placement.inputs(shard);
    return inputs == linears.inputs() ? 1 : (double) inputs / linears.inputs();
  }

  private void countDistribution() {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    int resultBits = shards.isInputCut() ? kind.sumBits() : resultBits();
    for (int i = 0; i < shards.size(); i++) {
      double in = inputBits * shards.useProbability(i) * shards.inputShare(i);
      double out = shards.outputs(i) * resultBits;
      kind.buffer(in);
      kind.buffer(out);
      wireBits[shards.chiplet(i)] += in + out;
    }
  }

  /// Bits that have passed each chiplet's wires since [#settle].
  double[] wireBits() {
    return wireBits;
  }

  /// Charges each chiplet's wires with what has passed them since the last time.
  void settle() {
    for (int chiplet = 0; chiplet < wireBits.length; chiplet++) {
      wiresS[chiplet] += wireBits[chiplet] * kinds[dies.kindOf(chiplet)].distributionSPerBit();
      wireBits[chiplet] = 0;
    }
  }

  /// Numbers that were remembered on the way.
  int noted() {
    return unnoted;
  }

  /// The step at hand with all there is to ask about it, which is seldom asked.
  private ScheduledStep at() {
    return schedule.step(number);
  }

  Step step() {
    return step;
  }

  int replica() {
    return replica;
  }

  int layer() {
    return layer;
  }

  /// What follows on the step's results.
  List<FollowUp> followUps() {
    return head ? List.of() : block.followUps(index);
  }

  /// Whether the step is the head. Of several weight sets only the last has it.
  boolean isHead() {
    return head;
  }

  /// The step's layer; the head has none.
  Block block() {
    return block;
  }

  /// How the residual stream comes to the layer's home before the step.
  ScheduledStep.Residual residual() {
    return index > 0 || (reloaded && !at().begins())
        ? ScheduledStep.Residual.STAYS
        : schedule.residual(layer);
  }

  /// Bits of one result on its way to the host, to the home or to the next step; the residual
  /// stream has its own.
  int resultBits() {
    return isHead() ? scoreBits : kind.activationBits();
  }

  /// Whether the step is done once the chiplets of [#shards] are: the rest of it is in no later
  /// weight set.
  boolean ends() {
    return !reloaded || at().ends();
  }

  /// Chiplet that holds the residual stream of the step's layer.
  int home() {
    return home;
  }

  /// Chiplet that held the residual stream of the layer before.
  int homeBefore() {
    return placement.home(replica, layer - 1);
  }

  /// Dies of the kind that holds the step.
  DieTiming kind() {
    return kind;
  }

  /// Adds what dies did so far.
  void addTo(ActionCounts.Builder counts) {
    for (int i = 0; i < kinds.length; i++) {
      kinds[i].addTo(counts, i);
    }
  }

  /// Every kind of die, in the order of [Dies#tallied].
  DieTiming[] kinds() {
    return kinds;
  }

  /// Chiplets of the step, with their shares of its results.
  StepShards shards() {
    return shards;
  }

  /// Chiplets of the step before.
  StepShards previous() {
    return previous;
  }

  /// How inputs reach the chiplets of the step.
  CollectiveAlgorithm inputCollective() {
    return schedule.inputCollective(number);
  }

  /// How partial sums of the step are added, where its inputs are cut.
  CollectiveAlgorithm sumCollective() {
    return schedule.sumCollective(number);
  }
}
