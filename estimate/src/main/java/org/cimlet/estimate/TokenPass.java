package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;

/// Walks one token through the placement, layer by layer and step by step, and adds up what it
/// costs: busy time of every resource, time along the way, actions. The last chunk of a prompt is
/// timed along with it.
///
/// A step takes: its input to every chiplet that holds a part of it; the slower of macros and
/// distribution on the slowest of those; its results to where they are read; element-wise work.
final class TokenPass {
  private static final int RESIDUAL_BITS_AT_HOST = 16;

  private final Program program;
  private final Placement placement;
  private final Chiplet chiplet;
  private final int context;
  private final PrefillShape prefill;
  private final int residualBits;
  private final int activationBits;
  private final LinkTiming links;
  private final MacroTiming macros;
  private final HostTiming hostTiming;
  private final double dispatchS;
  private final double distributionSPerBit;

  private final double[] macroBusyS;
  private final double[] vectorBusyS;
  private final PartTimes token = new PartTimes();
  private final PartTimes chunk = new PartTimes();
  private double bufferBits;
  private double vectorOps;
  private double hostOps;
  private double hostMemoryBits;
  private double prefillHostOps;
  private double prefillHostMemoryBits;

  /// Chiplets of the step at hand, and of the one before it, with their share of its results.
  private StepSpread spread;

  private StepSpread previous;

  private TokenPass(Plan plan) {
    program = plan.program();
    placement = plan.placement();
    chiplet = plan.machine().chiplet();
    context = plan.scenario().contextTokens();
    prefill = PrefillShape.of(plan.scenario());
    Chiplet.VectorUnit unit = chiplet.vector();
    residualBits = unit == null ? RESIDUAL_BITS_AT_HOST : unit.residualBits();
    activationBits = chiplet.macro().inputBits();
    links = new LinkTiming(plan.machine().topology(), prefill.lastChunk());
    macros = new MacroTiming(chiplet);
    hostTiming = new HostTiming(plan.machine().host());
    distributionSPerBit = 1 / chiplet.distributionBitsPerS();
    dispatchS = plan.machine().host().dispatchS();
    macroBusyS = new double[plan.machine().chiplets()];
    vectorBusyS = new double[plan.machine().chiplets()];
    spread = new StepSpread(plan.machine().chiplets());
    previous = new StepSpread(plan.machine().chiplets());
  }

  static TokenPass walk(Plan plan) {
    TokenPass pass = new TokenPass(plan);
    pass.walk();
    return pass;
  }

  private void walk() {
    List<Block> layers = program.layers();
    boolean residualOnPackage = chiplet.vector() != null;
    hostMemoryBits += (double) program.hiddenSize() * RESIDUAL_BITS_AT_HOST; // the embedding's row
    int piece = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      if (residualOnPackage) {
        residualTo(layer);
      }
      Block block = layers.get(layer);
      List<Step> steps = block.steps();
      for (int s = 0; s < steps.size(); s++) {
        piece = step(piece, layer, s, steps.get(s));
        if (steps.get(s).attends()) {
          attend(block.attention());
        }
      }
    }
    if (residualOnPackage) {
      residualTo(layers.size());
    }
    step(piece, layers.size(), 0, program.head());
    links.settle();
  }

  /// Moves the residual stream to a layer's home.
  private void residualTo(int layer) {
    double bits = (double) program.hiddenSize() * residualBits;
    links.begin();
    if (layer == 0) {
      links.sendFromHost(placement.home(layer), bits);
      takeLinks(Part.HOST_LINKS);
    } else {
      links.send(placement.home(layer - 1), placement.home(layer), bits);
      takeLinks(Part.CHIPLET_LINKS);
    }
  }

  /// Walks one step; returns the first piece after it.
  private int step(int first, int layer, int index, Step step) {
    int next = gather(first, layer, index, step);
    input(layer, step);
    compute(first, next, step);
    results(layer, step);
    elementwise(layer, step);
    StepSpread done = spread;
    spread = previous;
    previous = done;
    return next;
  }

  /// Finds the chiplets of a step and what share of its results each makes.
  private int gather(int first, int layer, int index, Step step) {
    spread.clear();
    int piece = first;
    while (piece < placement.pieces()
        && placement.layer(piece) == layer
        && placement.step(piece) == index) {
      Stack stack = step.stacks().get(placement.stack(piece));
      spread.add(
          placement.chiplet(piece),
          MacroTiming.activeOutputs(placement, piece, stack),
          presence(piece, stack));
      piece++;
    }
    return piece;
  }

  /// Chance that a token uses a piece: with routing, that at least one of its copies is chosen.
  private double presence(int piece, Stack stack) {
    return stack.copies() == 1 ? 1 : 1 - Math.pow(1 - stack.activity(), placement.units(piece));
  }

  private void input(int layer, Step step) {
    double bits = (double) step.inputElements() * activationBits;
    links.begin();
    for (int i = 0; i < spread.size(); i++) {
      int to = spread.chiplet(i);
      bufferBits += bits * spread.presence(i);
      switch (step.source()) {
        case RESIDUAL -> links.send(placement.home(layer), to, bits * spread.presence(i));
        case HOST -> links.sendFromHost(to, bits * spread.presence(i));
        case PREVIOUS -> {
          for (int j = 0; j < previous.size(); j++) {
            links.send(previous.chiplet(j), to, bits * previous.share(j));
          }
        }
      }
    }
    takeLinks(step.source() == Step.Source.HOST ? Part.HOST_LINKS : Part.CHIPLET_LINKS);
  }

  private void compute(int first, int next, Step step) {
    double inputBits = (double) step.inputElements() * activationBits;
    for (int piece = first; piece < next; piece++) {
      Stack stack = step.stacks().get(placement.stack(piece));
      int at = placement.chiplet(piece);
      macroBusyS[at] += macros.busyS(placement, piece, stack);
      spread.addMacroS(at, macros.waitS(placement, piece, stack));
      macros.count(placement, piece, stack);
    }
    double slowest = 0;
    for (int i = 0; i < spread.size(); i++) {
      double resultBits = spread.outputs(i) * activationBits;
      double distribution = (inputBits + resultBits) * distributionSPerBit;
      bufferBits += resultBits;
      double here = Math.max(spread.macroS(i), distribution);
      slowest = Math.max(slowest, here);
    }
    take(Part.MACROS, slowest);
  }

  private void results(int layer, Step step) {
    if (step.toHostElements() > 0) {
      double bits = (double) step.toHostElements() * activationBits;
      links.begin();
      for (int i = 0; i < spread.size(); i++) {
        links.sendToHost(spread.chiplet(i), bits * spread.share(i));
      }
      takeLinks(Part.HOST_LINKS);
    }
    if (step.toResidualElements() > 0) {
      double bits = (double) step.toResidualElements() * residualBits;
      links.begin();
      for (int i = 0; i < spread.size(); i++) {
        links.send(spread.chiplet(i), placement.home(layer), bits * spread.share(i));
      }
      takeLinks(Part.CHIPLET_LINKS);
    }
  }

  private void elementwise(int layer, Step step) {
    Chiplet.VectorUnit unit = chiplet.vector();
    if (unit != null) {
      double seconds = (double) step.vectorOps() / unit.operationsPerS();
      vectorOps += step.vectorOps();
      vectorBusyS[placement.home(layer)] += seconds;
      take(Part.VECTOR_UNIT, seconds);
    }
    if (step.toHostElements() > 0) {
      double seconds = hostTiming.computeS((double) step.hostOps());
      hostOps += step.hostOps();
      prefillHostOps += (double) step.hostOps() * prefill.before();
      token.add(Part.HOST_DISPATCH, dispatchS);
      chunk.add(Part.HOST_DISPATCH, dispatchS);
      take(Part.HOST_COMPUTE, seconds);
    }
  }

  private void attend(AttentionWork work) {
    double positions = work.positions(context);
    double ops = hostTiming.attentionOps(work, positions);
    double written = (double) work.cacheElements() * hostTiming.host().cacheBits();
    double bits = hostTiming.cacheBits(work, positions) + written;
    hostOps += ops;
    hostMemoryBits += bits;
    token.addOverlapped(hostTiming.computeS(ops), hostTiming.memoryS(bits));

    int chunksBefore = prefill.chunks() - 1;
    double attendedBefore = PrefillShape.attended(prefill.before(), work.window());
    double readBefore = prefill.read(chunksBefore, work.window());
    double opsBefore = hostTiming.attentionOps(work, attendedBefore);
    prefillHostOps += opsBefore;
    prefillHostMemoryBits += hostTiming.cacheBits(work, readBefore) + written * prefill.before();
    double lastOps =
        hostTiming.attentionOps(
            work, PrefillShape.attended(prefill.tokens(), work.window()) - attendedBefore);
    double lastBits =
        hostTiming.cacheBits(work, prefill.read(prefill.chunks(), work.window()) - readBefore)
            + written * prefill.lastChunk();
    chunk.addOverlapped(hostTiming.computeS(lastOps), hostTiming.memoryS(lastBits));
  }

  private void take(Part part, double seconds) {
    token.add(part, seconds);
    chunk.add(part, seconds * prefill.lastChunk());
  }

  private void takeLinks(Part part) {
    token.add(part, links.tokenS());
    chunk.add(part, links.chunkS());
  }

  /// Time of a lone stream's token.
  PartTimes token() {
    return token;
  }

  /// Time of the prompt's last chunk through the empty pipeline.
  PartTimes chunk() {
    return chunk;
  }

  double macroBusyS(int chipletIndex) {
    return macroBusyS[chipletIndex];
  }

  double vectorBusyS(int chipletIndex) {
    return vectorBusyS[chipletIndex];
  }

  LinkTiming links() {
    return links;
  }

  /// Host compute time of one decoded token.
  double hostComputeBusyS() {
    return hostTiming.computeS(hostOps);
  }

  /// Host memory time of one decoded token.
  double hostMemoryBusyS() {
    return hostTiming.memoryS(hostMemoryBits);
  }

  /// Host compute time of all the prompt's tokens before its last chunk.
  double prefillHostComputeS() {
    return hostTiming.computeS(prefillHostOps);
  }

  /// Host memory time of all the prompt's tokens before its last chunk.
  double prefillHostMemoryS() {
    return hostTiming.memoryS(prefillHostMemoryBits);
  }

  PrefillShape prefill() {
    return prefill;
  }

  Estimate.ActionCounts actions() {
    double linkBits = 0;
    for (double bits : links.bitsPerToken()) {
      linkBits += bits;
    }
    return new Estimate.ActionCounts(
        macros.rowReads(),
        macros.bitsRead(),
        macros.multiplies(),
        macros.maskDecodes(),
        bufferBits,
        vectorOps,
        linkBits,
        hostOps,
        hostMemoryBits);
  }
}
