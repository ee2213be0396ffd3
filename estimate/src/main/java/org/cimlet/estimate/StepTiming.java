package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
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
  private final Program program;
  private final Placement placement;
  private final Dies dies;
  private final int replica;
  private final int firstShard;
  private final int endShard;
  private final PartialSteps parts;
  private final DieTiming[] kinds;
  private final double[] macroS;
  private final boolean usesAllCopies;
  private int first;
  private int next;
  private int layer;
  private int index;
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
    dies = plan.machine().dies();
    this.replica = replica;
    boolean whole = !placement.isReloaded();
    firstShard = whole ? placement.firstShard(replica) : placement.firstShardOfWeightSet(weightSet);
    endShard =
        whole ? placement.firstShard(replica + 1) : placement.firstShardOfWeightSet(weightSet + 1);
    parts = new PartialSteps(placement, program, firstShard, endShard);
    kinds = new DieTiming[dies.kinds().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new DieTiming(dies.kinds().get(i).chiplet(), i, counts);
    }
    this.macroS = macroS;
    usesAllCopies = tokens > 1;
    next = firstShard;
    step = program.head();
    kind = kinds[0];
    shards = new StepShards(plan.machine().chiplets());
    previous = new StepShards(plan.machine().chiplets());
  }

  /// Moves on to the next step, or to what the weight set has of it; false after the last.
  boolean next() {
    if (next >= endShard) {
      return false;
    }
    first = next;
    layer = placement.layer(first);
    index = placement.step(first);
    List<Block> layers = program.layers();
    step = layer == layers.size() ? program.head() : layers.get(layer).steps().get(index);
    StepShards done = shards;
    shards = previous;
    previous = done;
    return true;
  }

  /// Finds the chiplets of the step, what share of its results each makes and how long it takes,
  /// and counts what they do for a token.
  void measure() {
    if (step.source() == Step.Source.PREVIOUS && !parts.holdsStepBefore(first)) {
      parts.gatherStepBefore(first, previous);
    }
    shards.clear();
    kind = kinds[dies.kindOf(placement.chiplet(first))];
    do {
      shard(next, step.stacks().get(placement.fused(next)));
      next++;
    } while (next < endShard && placement.step(next) == index && placement.layer(next) == layer);
    if (!parts.begins(first) || !parts.ends(next)) {
      shards.isPartOf(PartialSteps.outputs(step));
    }
    countBuffers();
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

  int layer() {
    return layer;
  }

  int replica() {
    return replica;
  }

  /// The step's layer; the head has none.
  Block block() {
    return program.layers().get(layer);
  }

  /// What follows on the step's results.
  List<FollowUp> followUps() {
    return program.followUps(layer, index);
  }

  /// Whether the step is the head.
  boolean isHead() {
    return layer == program.layers().size();
  }

  /// Whether the step is a layer's first, and begins here.
  boolean beginsLayer() {
    return index == 0 && parts.begins(first);
  }

  /// Whether the step is done once the chiplets of [#shards] are: the rest of it is in no later
  /// weight set. Known once it is measured.
  boolean ends() {
    return parts.ends(next);
  }

  /// Chiplet that holds the residual stream of the step's layer.
  int home() {
    return placement.home(replica, layer);
  }

  /// Chiplet that held the residual stream of the layer before.
  int homeBefore() {
    return placement.home(replica, layer - 1);
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

  /// First of the step's shards in the placement.
  int firstShard() {
    return first;
  }

  /// The one after the last, once the step is measured.
  int endShard() {
    return next;
  }

  /// How inputs reach the chiplets of the step.
  CollectiveAlgorithm inputCollective() {
    return placement.inputCollective(first);
  }

  /// How partial sums of the step are added, where its inputs are cut.
  CollectiveAlgorithm sumCollective() {
    return placement.sumCollective(first);
  }

  /// Chiplet of a shard.
  int chiplet(int shard) {
    return placement.chiplet(shard);
  }
}
