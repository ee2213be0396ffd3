package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.AttentionWork.Reach;
import org.cimlet.plan.Block;
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
  private final PrefillShape prefill;
  private final PartTimes token;
  private final PartTimes chunk;
  private double ops;
  private double memoryBits;
  private double prefillOps;
  private double prefillMemoryBits;

  private HostPass(Plan plan, PrefillShape prefill, PartTimes token, PartTimes chunk) {
    timing = new HostTiming(plan.machine().host());
    dispatchS = plan.machine().host().dispatchS();
    context = plan.scenario().contextTokens();
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

  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  private void work(Program program) {
    memoryBits += (double) program.hiddenSize() * EMBEDDING_BITS; // the embedding's row
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
      if (step.attends()) {
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
    double tokenOps = 0;
    double tokenRead = 0;
    double opsBefore = 0;
    double readBefore = 0;
    double opsLast = 0;
    double readLast = 0;
    List<Reach> reaches = work.reaches();
    for (int i = 0; i < reaches.size(); i++) {
      Reach reach = reaches.get(i);
      int window = reach.window();
      tokenOps += timing.attentionOps(reach, reach.positions(context));
      tokenRead += timing.cacheBits(reach, reach.positions(context));
      double pairsBefore = PrefillShape.attended(prefill.before(), window);
      double pairs = PrefillShape.attended(prefill.tokens(), window);
      opsBefore += timing.attentionOps(reach, pairsBefore);
      opsLast += timing.attentionOps(reach, pairs - pairsBefore);
      double positionsBefore = prefill.read(prefill.chunks() - 1, window);
      double positions = prefill.read(prefill.chunks(), window);
      readBefore += timing.cacheBits(reach, positionsBefore);
      readLast += timing.cacheBits(reach, positions - positionsBefore);
    }
    double written = timing.writtenBits(work);
    ops += layers * tokenOps;
    memoryBits += layers * (tokenRead + written);
    token.addOverlapped(layers, timing.computeS(tokenOps), timing.memoryS(tokenRead + written));
    prefillOps += layers * opsBefore;
    prefillMemoryBits += layers * (readBefore + written * prefill.before());
    double lastBits = readLast + written * prefill.lastChunk();
    chunk.addOverlapped(layers, timing.computeS(opsLast), timing.memoryS(lastBits));
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
