package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Block;
import org.cimlet.plan.DieKind;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Step;

/// What the host does for one token, and for the last chunk of a prompt: the same wherever the
/// weights are placed, so it is worked out once for each run of equal layers.
final class HostPass {
  private static final int EMBEDDING_BITS = 16;

  private final HostTiming timing;
  private final double dispatchS;
  private final int context;
  private final boolean looksUp;
  private final PrefillShape prefill;
  private final PartTimes token;
  private final PartTimes chunk;
  private double ops;
  private double memoryBits;
  private double prefillOps;
  private double prefillMemoryBits;
  private boolean stepwise;

  private HostPass(Plan plan, PrefillShape prefill, PartTimes token, PartTimes chunk) {
    timing = HostTiming.of(plan.machine().host());
    dispatchS = plan.machine().host().dispatchS();
    context = plan.scenario().contextTokens();
    looksUp = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
    this.prefill = prefill;
    this.token = token;
    this.chunk = chunk;
  }

  /// Adds the host's times to those of the token and of the chunk.
  static HostPass work(Plan plan, PrefillShape prefill, PartTimes token, PartTimes chunk) {
    HostPass pass = new HostPass(plan, prefill, token, chunk);
    pass.work(plan.program());
    return pass;
  }

  /// What the host does between the rounds a package is loaded in, step by step as [#after] is
  /// told.
  static HostPass ofRound(
      Plan plan, PrefillShape prefill, PartTimes token, PartTimes chunk, int round) {
    HostPass pass = new HostPass(plan, prefill, token, chunk);
    pass.stepwise = true;
    if (round == 0) {
      pass.embed(plan.program());
    }
    return pass;
  }

  /// A step has ended; nothing is added where all has been.
  void after(Program program, int layer, Step step) {
    if (!stepwise) {
      return;
    }
    if (layer == program.layers().size()) {
      score(step);
      return;
    }
    results(step, 1);
    if (step.attends() && step.toHostElements() > 0) {
      attend(program.layers().get(layer).attention(), 1);
    }
  }

  private void embed(Program program) {
    if (!looksUp) {
      memoryBits += (double) program.hiddenSize() * EMBEDDING_BITS; // the embedding's row
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
    for (Step step : block.steps()) {
      results(step, layers);
      if (step.attends() && step.toHostElements() > 0) {
        attend(block.attention(), layers);
      }
    }
  }

  /// What the host does with a step's results, attention left out.
  private void results(Step step, int layers) {
    if (step.toHostElements() == 0) {
      return;
    }
    double stepOps = (double) step.hostOps() * layers;
    ops += stepOps;
    prefillOps += stepOps * prefill.before();
    token.add(Part.HOST_DISPATCH, dispatchS * layers);
    chunk.add(Part.HOST_DISPATCH, dispatchS * layers);
    token.add(Part.HOST_COMPUTE, timing.computeS(stepOps));
    chunk.add(Part.HOST_COMPUTE, timing.computeS(stepOps) * prefill.lastChunk());
  }

  /// The head's results. Of a prompt only the last token is scored.
  private void score(Step head) {
    double seconds = timing.computeS((double) head.hostOps());
    ops += head.hostOps();
    for (PartTimes times : List.of(token, chunk)) {
      times.add(Part.HOST_DISPATCH, dispatchS);
      times.add(Part.HOST_COMPUTE, seconds);
    }
  }

  private void attend(AttentionWork work, int layers) {
    AttentionCosts costs = timing.costs(work, context, prefill);
    ops += layers * costs.token().ops();
    memoryBits += layers * costs.token().bits();
    overlapped(token, layers, costs.token());
    prefillOps += layers * costs.before().ops();
    prefillMemoryBits += layers * costs.before().bits();
    overlapped(chunk, layers, costs.last());
  }

  private static void overlapped(PartTimes times, int layers, AttentionCosts.Cost cost) {
    times.addOverlapped(
        layers, Part.HOST_COMPUTE, cost.computeS(), Part.HOST_MEMORY, cost.memoryS());
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

  /// Compute time of all the prompt's tokens before its last chunk.
  double prefillComputeS() {
    return timing.computeS(prefillOps);
  }

  /// Memory time of all the prompt's tokens before its last chunk.
  double prefillMemoryS() {
    return timing.memoryS(prefillMemoryBits);
  }
}
