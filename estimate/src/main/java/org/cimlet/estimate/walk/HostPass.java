package org.cimlet.estimate.walk;

import java.util.List;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.HostTiming;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// What the host does for one token. It is the same wherever the weights are placed, so that a run
/// of equal layers has a closed form ([#ofEqualLayers]).
final class HostPass {
  private final HostTiming timing;
  private final double dispatchS;
  private final int context;
  private final boolean looksUp;
  private final int together;
  private final ResourceTimes token;
  private double ops;
  private double memoryBits;
  private boolean stepwise;

  private HostPass(Plan plan, int together, ResourceTimes token) {
    this.together = together;
    timing = HostTiming.of(plan.machine().host());
    dispatchS = plan.machine().host().dispatchS();
    context = plan.scenario().contextTokens();
    looksUp = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
    this.token = token;
  }

  /// What the host does for the whole network: a closed form for equal layers, which are added up
  /// at once.
  ///
  /// @param together tokens that pass together, each with a cache of its own
  /// @param token where their times are added
  static HostPass ofEqualLayers(Plan plan, int together, ResourceTimes token) {
    HostPass pass = new HostPass(plan, together, token);
    pass.work(plan.program());
    return pass;
  }

  /// What the host does for a weight set, or for the whole network: one step after the other, as
  /// [#after] is called.
  ///
  /// @param weightSet number of the set; 0 where the package holds the network
  static HostPass stepByStep(Plan plan, int together, ResourceTimes token, int weightSet) {
    HostPass pass = new HostPass(plan, together, token);
    pass.stepwise = true;
    if (weightSet == 0) {
      pass.embed(plan.program());
    }
    return pass;
  }

  /// A step has ended; nothing is added where equal layers have been.
  void after(StepTiming steps) {
    if (!stepwise) {
      return;
    }
    Step step = steps.step();
    if (steps.isHead()) {
      score(step);
      return;
    }
    results(step, 1);
    followUp(steps.followUps(), step, 1);
  }

  private void embed(Program program) {
    if (!looksUp) { // the embedding's row
      double bits = program.embeddingRowBits();
      memoryBits += bits;
      token.add(Resource.HOST_MEMORY, together * timing.memoryS(bits));
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  private void work(Program program) {
    embed(program);
    List<Block> layers = program.layers();
    int first = 0;
    while (first < layers.size()) {
      Block block = layers.get(first);
      int end = first + 1;
      while (end < layers.size() && layers.get(end) == block) {
        end++;
      }
      work(block, end - first);
      first = end;
    }
    score(program.head());
  }

  private void work(Block block, int layers) {
    for (int index = 0; index < block.steps().size(); index++) {
      Step step = block.steps().get(index);
      results(step, layers);
      followUp(block.followUps(index), step, layers);
    }
  }

  /// What of a step's follow-ups is the host's.
  private void followUp(List<FollowUp> followUps, Step step, int layers) {
    for (FollowUp followUp : followUps) {
      switch (followUp) {
        case AttentionWork work -> {
          if (step.toHostElements() > 0) {
            add(timing.token(work, context), layers);
          }
        }
        case LocalWork work -> {
          if (work.at() == LocalWork.At.HOST) {
            add(timing.local(work, 1), layers);
          }
        }
      }
    }
  }

  /// What the host does with a step's results, follow-ups left out.
  private void results(Step step, int layers) {
    if (step.toHostElements() == 0) {
      return;
    }
    double stepOps = (double) step.hostOps() * layers;
    ops += stepOps;
    token.add(Resource.HOST_DISPATCH, dispatchS * layers);
    token.add(Resource.HOST_COMPUTE, timing.computeS(together * stepOps));
  }

  /// The head's results.
  private void score(Step head) {
    ops += head.hostOps();
    token.add(Resource.HOST_DISPATCH, dispatchS);
    token.add(Resource.HOST_COMPUTE, timing.computeS((double) together * head.hostOps()));
  }

  private void add(AttentionCost cost, int layers) {
    ops += layers * cost.ops();
    memoryBits += layers * cost.bits();
    token.addOverlapped(
        layers * together,
        Resource.HOST_COMPUTE,
        cost.computeS(),
        Resource.HOST_MEMORY,
        cost.memoryS());
  }

  /// Operations of one decoded token.
  double ops() {
    return ops;
  }

  /// Bits one decoded token reads and writes.
  double memoryBits() {
    return memoryBits;
  }

  /// Compute time of one decoded token.
  double computeBusyS() {
    return timing.computeS(ops);
  }

  /// Memory time of one decoded token.
  double memoryBusyS() {
    return timing.memoryS(memoryBits);
  }
}
