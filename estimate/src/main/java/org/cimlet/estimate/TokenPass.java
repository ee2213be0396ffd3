package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Collective;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;

/// Walks one token of a lane through its replica, layer by layer and step by step, and adds up what
/// it costs: busy time of every resource, time along the way, actions. The last chunk of a prompt
/// is timed along with it.
///
/// A step takes: its input to every chiplet that holds a part of it; the slower of macros and
/// distribution on the slowest of those; its results to where they are read; element-wise work.
/// What the host does in between is in [HostPass].
final class TokenPass {
  private static final int RESIDUAL_BITS_AT_HOST = 16;

  private final Program program;
  private final Placement placement;
  private final int replica;
  private final int endPiece;
  private final CollectiveTiming collectives;
  private final Chiplet chiplet;
  private final PrefillShape prefill;
  private final int residualBits;
  private final int activationBits;
  private final int sumBits;
  private final double distributionSPerBit;
  private final LinkTiming links;
  private final MacroTiming macros;
  private final PartTimes token = new PartTimes();
  private final PartTimes chunk = new PartTimes();
  private final HostPass host;
  private final PackageLoads loads;
  private final int laneHost;
  private PackageLoads prefillLoads;
  private Estimate.MacroCounts layerMacros = Estimate.MacroCounts.NONE;
  private int chunkTokens;
  private double bufferBits;
  private double vectorOps;

  /// Chiplets of the step at hand, and of the one before it, with their share of its results.
  private StepSpread spread;

  private StepSpread previous;

  private TokenPass(Plan plan, int lane) {
    program = plan.program();
    placement = plan.placement();
    replica = placement.laneReplica(lane);
    laneHost = placement.laneHost(lane);
    endPiece = placement.firstPiece(replica + 1);
    chiplet = plan.machine().chiplet();
    prefill = PrefillShape.of(plan.scenario());
    Chiplet.VectorUnit unit = chiplet.vector();
    residualBits = unit == null ? RESIDUAL_BITS_AT_HOST : unit.residualBits();
    activationBits = chiplet.macro().inputBits();
    sumBits = chiplet.macro().accumulatorBits();
    distributionSPerBit = 1 / chiplet.distributionBitsPerS();
    chunkTokens = prefill.lastChunk();
    loads = PackageLoads.none(plan.machine().topology());
    prefillLoads = loads;
    links = new LinkTiming(plan.machine().topology(), loads.linkBits(), laneHost);
    collectives = new CollectiveTiming(plan.machine().topology(), links);
    macros = new MacroTiming(chiplet);
    host = HostPass.work(plan, prefill, token, chunk);
    spread = new StepSpread(plan.machine().chiplets());
    previous = new StepSpread(plan.machine().chiplets());
  }

  /// Walks a token of a stream of `lane`.
  static TokenPass walk(Plan plan, int lane) {
    TokenPass pass = new TokenPass(plan, lane);
    pass.walk();
    return pass;
  }

  private void walk() {
    List<Block> layers = program.layers();
    int piece = placement.firstPiece(replica);
    for (int layer = 0; layer < layers.size(); layer++) {
      residualTo(layer);
      List<Step> steps = layers.get(layer).steps();
      for (int s = 0; s < steps.size(); s++) {
        piece = step(piece, layer, s, steps.get(s));
      }
    }
    links.settle();
    prefillLoads = loads.times(prefill.before());
    prefillLoads.hostComputeS()[laneHost] = host.prefillComputeS();
    prefillLoads.hostMemoryS()[laneHost] = host.prefillMemoryS();
    loads.hostComputeS()[laneHost] = host.computeBusyS();
    loads.hostMemoryS()[laneHost] = host.memoryBusyS();
    layerMacros = macros.counts();
    chunkTokens = 1; // of a prompt only the last token is scored
    residualTo(layers.size());
    step(piece, layers.size(), 0, program.head());
    links.settle();
  }

  /// Moves the residual stream to a layer's home, where the package holds it.
  private void residualTo(int layer) {
    if (chiplet.vector() == null) {
      return;
    }
    int to = placement.home(replica, layer);
    double bits = (double) program.hiddenSize() * residualBits;
    links.begin(chunkTokens, 1);
    if (layer == 0) {
      links.sendFromHost(to, bits);
      takeLinks(Part.HOST_LINKS);
    } else if (placement.home(replica, layer - 1) != to) {
      links.send(placement.home(replica, layer - 1), to, bits);
      takeLinks(Part.CHIPLET_LINKS);
    }
  }

  /// Walks one step; returns the first piece after it.
  private int step(int first, int layer, int index, Step step) {
    int next = gather(first, layer, index, step);
    int home = placement.home(replica, layer);
    input(home, step, placement.inputCollective(first));
    compute(step);
    results(home, step, placement.sumCollective(first));
    elementwise(home, step);
    StepSpread done = spread;
    spread = previous;
    previous = done;
    return next;
  }

  /// Finds the chiplets of a step, what share of its results each makes and how long it takes.
  private int gather(int first, int layer, int index, Step step) {
    spread.clear();
    List<Stack> stacks = step.stacks();
    int piece = first;
    do {
      Stack stack = stacks.get(placement.stack(piece));
      int at = placement.chiplet(piece);
      double outputs = MacroTiming.activeOutputs(placement, piece, stack);
      macros.count(placement, piece, stack, outputs);
      loads.macroS()[at] += macros.busyS(placement, piece, stack);
      spread.add(
          at,
          outputs,
          (double) placement.inputs(piece) / stack.inputs(),
          macros.waitS(placement, piece, stack),
          presence(placement, piece, stack));
      piece++;
    } while (piece < endPiece && placement.step(piece) == index && placement.layer(piece) == layer);
    return piece;
  }

  /// Chance that a token uses a piece: with routing, that at least one of its copies is chosen.
  private static double presence(Placement placement, int piece, Stack stack) {
    return stack.copies() == 1 ? 1 : 1 - Math.pow(1 - stack.activity(), placement.units(piece));
  }

  private void input(int home, Step step, Collective collective) {
    double bits = (double) step.inputElements() * activationBits;
    for (int i = 0; i < spread.size(); i++) {
      bufferBits += bits * spread.presence(i) * spread.inputShare(i);
    }
    if (step.source() == Step.Source.PREVIOUS) {
      fromPrevious(home, bits, collective);
      return;
    }
    boolean fromHost = step.source() == Step.Source.HOST;
    links.begin(chunkTokens, spread.size());
    if (collective != Collective.DIRECT) {
      collectives.broadcast(collective, fromHost ? links.hostNode() : home, spread, bits);
    } else {
      for (int i = 0; i < spread.size(); i++) {
        double expected = bits * spread.presence(i) * spread.inputShare(i);
        if (fromHost) {
          links.sendFromHost(spread.chiplet(i), expected);
        } else {
          links.send(home, spread.chiplet(i), expected);
        }
      }
    }
    takeLinks(fromHost ? Part.HOST_LINKS : Part.CHIPLET_LINKS);
  }

  /// Every chiplet gets what the chiplets of the step before made, or the slice it needs of that.
  private void fromPrevious(int home, double bits, Collective collective) {
    links.begin(chunkTokens, previous.size() * spread.size());
    if (spread.isInputCut()) {
      collectives.slices(previous, spread, bits);
    } else if (collective == Collective.TREE) {
      for (int j = 0; j < previous.size(); j++) {
        links.send(previous.chiplet(j), home, bits * previous.share(j));
      }
      takeLinks(Part.CHIPLET_LINKS);
      links.begin(chunkTokens, spread.size());
      collectives.broadcast(Collective.TREE, home, spread, bits);
    } else if (collective != Collective.DIRECT) {
      for (int j = 0; j < previous.size(); j++) {
        collectives.broadcast(collective, previous.chiplet(j), spread, bits * previous.share(j));
      }
    } else {
      for (int i = 0; i < spread.size(); i++) {
        for (int j = 0; j < previous.size(); j++) {
          links.send(previous.chiplet(j), spread.chiplet(i), bits * previous.share(j));
        }
      }
    }
    takeLinks(Part.CHIPLET_LINKS);
  }

  private void compute(Step step) {
    double inputBits = (double) step.inputElements() * activationBits;
    int resultBits = spread.isInputCut() ? sumBits : activationBits;
    double slowest = 0;
    for (int i = 0; i < spread.size(); i++) {
      double results = spread.outputs(i) * resultBits;
      bufferBits += results;
      slowest = longer(slowest, spread.macroS(i));
      slowest = longer(slowest, (inputBits * spread.inputShare(i) + results) * distributionSPerBit);
    }
    take(Part.MACROS, slowest);
  }

  /// What `Math.max` says of times, without its care for signed zeros, which costs as much as a
  /// step.
  private static double longer(double a, double b) {
    return a > b ? a : b;
  }

  private void results(int home, Step step, Collective sums) {
    if (spread.isInputCut()) {
      partialSums(home, step, sums);
      return;
    }
    if (step.toHostElements() > 0) {
      double bits = (double) step.toHostElements() * activationBits;
      links.begin(chunkTokens, spread.size());
      for (int i = 0; i < spread.size(); i++) {
        links.sendToHost(spread.chiplet(i), bits * spread.share(i));
      }
      takeLinks(Part.HOST_LINKS);
    }
    if (step.toResidualElements() > 0) {
      double bits = (double) step.toResidualElements() * residualBits;
      links.begin(chunkTokens, spread.size());
      for (int i = 0; i < spread.size(); i++) {
        links.send(spread.chiplet(i), home, bits * spread.share(i));
      }
      takeLinks(Part.CHIPLET_LINKS);
    }
  }

  /// Sums of slices meet on their way to the home.
  private void partialSums(int home, Step step, Collective sums) {
    links.begin(chunkTokens, spread.size());
    collectives.reduce(sums, home, spread, (double) step.toResidualElements() * sumBits);
    takeLinks(Part.CHIPLET_LINKS);
    vectorOps += (spread.size() - 1.0) * step.toResidualElements();
  }

  private void elementwise(int home, Step step) {
    Chiplet.VectorUnit unit = chiplet.vector();
    if (unit != null && step.vectorOps() > 0) {
      double seconds = (double) step.vectorOps() / unit.operationsPerS();
      vectorOps += step.vectorOps();
      loads.vectorS()[home] += seconds;
      take(Part.VECTOR_UNIT, seconds);
    }
  }

  private void take(Part part, double seconds) {
    token.add(part, seconds);
    chunk.add(part, seconds * chunkTokens);
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

  /// What a token asks of the package.
  PackageLoads loads() {
    return loads;
  }

  /// What all tokens of a prompt before its last chunk ask of it: everything but the head.
  PackageLoads prefillLoads() {
    return prefillLoads;
  }

  /// What the macros do for a token of a prompt.
  Estimate.MacroCounts layerMacros() {
    return layerMacros;
  }

  PrefillShape prefill() {
    return prefill;
  }

  Estimate.ActionCounts actions() {
    double linkBits = 0;
    for (double bits : loads.linkBits()) {
      linkBits += bits;
    }
    return new Estimate.ActionCounts(
        macros.rowReads(),
        macros.bitsRead(),
        macros.multiplies(),
        macros.skippedWeights(),
        macros.maskDecodes(),
        bufferBits,
        vectorOps,
        linkBits,
        host.ops(),
        host.memoryBits());
  }
}
