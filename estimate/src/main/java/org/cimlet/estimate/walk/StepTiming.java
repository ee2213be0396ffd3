package org.cimlet.estimate.walk;

import java.util.List;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.MacroTiming;
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
  private final double[] macroS;
  private final boolean usesAllCopies;
  private final int replica;
  private int number;
  private ScheduledStep at;
  private Step step;
  private DieTiming kind;
  private StepShards shards;
  private StepShards previous;

  /// @param weightSet number of the set, where the package holds one at a time
  /// @param tokens that pass together
  /// @param macroS where the busy time of each chiplet's macros is added up, for one token
  /// @param counts where what a token has dies do is counted
  StepTiming(
      Plan plan,
      int replica,
      int weightSet,
      int tokens,
      double[] macroS,
      ActionCounts.Builder counts) {
    program = plan.program();
    placement = plan.placement();
    schedule = plan.schedule(replica);
    dies = plan.machine().dies();
    this.replica = replica;
    reloaded = placement.isReloaded();
    first = reloaded ? schedule.firstStepOfWeightSet(weightSet) : 0;
    end = reloaded ? schedule.firstStepOfWeightSet(weightSet + 1) : schedule.size();
    kinds = new DieTiming[dies.kinds().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new DieTiming(dies.kinds().get(i).chiplet(), i, counts);
    }
    this.macroS = macroS;
    usesAllCopies = tokens > 1;
    number = first;
    at = schedule.step(first);
    step = at.step();
    kind = kinds[0];
    shards = new StepShards(plan.machine().chiplets());
    previous = new StepShards(plan.machine().chiplets());
  }

  /// Moves on to the next step, or to what the weight set has of it; false after the last.
  boolean next() {
    if (number == end) {
      return false;
    }
    at = schedule.step(number++);
    step = at.step();
    StepShards done = shards;
    shards = previous;
    previous = done;
    return true;
  }

  /// Finds the chiplets of the step, what share of its results each makes and how long it takes,
  /// and counts what they do for a token.
  void measure() {
    if (reloaded && step.source() == Step.Source.PREVIOUS && !holdsStepBefore()) {
      gatherStepBefore();
    }
    shards.clear();
    kind = kinds[dies.kindOf(placement.chiplet(at.firstShard()))];
    for (int shard = at.firstShard(); shard < at.endShard(); shard++) {
      shard(shard, at.linears(shard));
    }
    if (reloaded && !at.isWhole()) {
      shards.isPartOf((double) step.outputs());
    }
    countBuffers();
  }

  /// Whether all of the step before has been walked here.
  private boolean holdsStepBefore() {
    return at.number() > first && schedule.step(at.number() - 1).begins();
  }

  /// Finds who made which share of the inputs: all of the step before, whichever weight sets that
  /// lay in.
  private void gatherStepBefore() {
    ScheduledStep before = schedule.step(at.numberBefore());
    previous.clear();
    int endShard = before.endShardOfStep();
    for (int shard = before.firstShardOfStep(); shard < endShard; shard++) {
      double outputs = MacroTiming.activeOutputs(placement, shard, before.linears(shard));
      previous.add(placement.chiplet(shard), outputs, 1, 0, 1);
    }
  }

  private void shard(int shard, FusedLinears linears) {
    MacroTiming macros = kind.macros();
    int at = placement.chiplet(shard);
    double outputs = MacroTiming.activeOutputs(placement, shard, linears);
    macros.count(placement, shard, linears, outputs);
    double passS = macros.passS(placement, shard, linears) * kind.refreshOverhead();
    macroS[at] += passS * MacroTiming.copiesUsed(placement, shard, linears);
    shards.add(
        at,
        outputs,
        inputShare(shard, linears),
        passS * copies(shard, linears),
        MacroTiming.useProbability(placement, shard, linears));
  }

  /// Copies a token waits for; a chunk's tokens use all of them in turn.
  private double copies(int shard, FusedLinears linears) {
    return usesAllCopies
        ? MacroTiming.copiesUsed(placement, shard, linears)
        : MacroTiming.copiesWaitedFor(placement, shard, linears);
  }

  private double inputShare(int shard, FusedLinears linears) {
    int inputs = placement.inputs(shard);
    return inputs == linears.inputs() ? 1 : (double) inputs / linears.inputs();
  }

  private void countBuffers() {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    int resultBits = shards.isInputCut() ? kind.sumBits() : kind.activationBits();
    for (int i = 0; i < shards.size(); i++) {
      kind.buffer(inputBits * shards.useProbability(i) * shards.inputShare(i));
      kind.buffer(shards.outputs(i) * resultBits);
    }
  }

  Step step() {
    return step;
  }

  int replica() {
    return replica;
  }

  int layer() {
    return at.layer();
  }

  /// The step's layer; the head has none.
  Block block() {
    return program.layers().get(at.layer());
  }

  /// What follows on the step's results.
  List<FollowUp> followUps() {
    return program.followUps(at.layer(), at.index());
  }

  /// Whether the step is the head. Of several weight sets only the last has it.
  boolean isHead() {
    return at.isHead();
  }

  /// How the residual stream comes to the layer's home before the step.
  ScheduledStep.Residual residual() {
    return at.residual();
  }

  /// Whether the step is done once the chiplets of [#shards] are: the rest of it is in no later
  /// weight set.
  boolean ends() {
    return !reloaded || at.ends();
  }

  /// Chiplet that holds the residual stream of the step's layer.
  int home() {
    return at.home();
  }

  /// Chiplet that held the residual stream of the layer before.
  int homeBefore() {
    return at.homeBefore();
  }

  /// Dies of the kind that holds the step.
  DieTiming kind() {
    return kind;
  }

  /// Every kind of die, in the order of [Dies#kinds].
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
    return at.inputCollective();
  }

  /// How partial sums of the step are added, where its inputs are cut.
  CollectiveAlgorithm sumCollective() {
    return at.sumCollective();
  }
}
