package org.cimlet.estimate;

import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Collective;
import org.cimlet.plan.DieKind;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;
import org.jspecify.annotations.Nullable;

/// Walks one token of a lane through its replica, or through one round of it, layer by layer and
/// step by step, and adds up what it costs: busy time of every resource, time along the way,
/// actions. The last chunk of a prompt is timed along with it.
///
/// A step takes: its input to every chiplet that holds a part of it; the slower of macros and
/// distribution on the slowest of those; its results to where they are read; element-wise work.
/// What the host does in between is in [HostPass].
final class TokenPass {
  private static final int RESIDUAL_BITS_AT_HOST = 16;

  /// Chiplets of a step that are taken to get their inputs together and not to meet on links.
  private static final int FEW = 3;

  private final Plan plan;
  private final Program program;
  private final Placement placement;
  private final int replica;
  private final int firstPiece;
  private final int endPiece;
  private final StepParts parts;
  private final ChipletSpans spans;
  private final Chiplet chiplet;
  private final PrefillShape prefill;
  private final int residualBits;
  private final LinkTiming links;

  /// Of each kind of die, and of that which holds the step at hand.
  private final KindTiming[] kinds;

  private KindTiming kind;
  private final PartTimes token = new PartTimes();
  private final PartTimes chunk = new PartTimes();
  private final HostPass host;
  private final AttentionPass attention;
  private final PackageLoads loads;
  private final int laneHost;
  private PackageLoads prefillLoads;
  private final Machine machine;
  private @Nullable GroupStep group;
  private Estimate.MacroCounts layerMacros = Estimate.MacroCounts.NONE;
  private int chunkTokens;
  private double vectorOps;

  /// Chiplets of the step at hand, and of the one before it, with their share of its results.
  private StepSpread spread;

  private StepSpread previous;

  private TokenPass(Plan plan, int lane, int round) {
    this.plan = plan;
    machine = plan.machine();
    program = plan.program();
    placement = plan.placement();
    replica = placement.laneReplica(lane);
    laneHost = placement.laneHost(lane);
    boolean whole = !placement.isInRounds();
    firstPiece = whole ? placement.firstPiece(replica) : placement.firstPieceOfRound(round);
    endPiece = whole ? placement.firstPiece(replica + 1) : placement.firstPieceOfRound(round + 1);
    chiplet = plan.machine().chiplet();
    prefill = PrefillShape.of(plan.scenario());
    Chiplet.VectorUnit unit = chiplet.vector();
    residualBits = unit == null ? RESIDUAL_BITS_AT_HOST : unit.residualBits();
    chunkTokens = prefill.lastChunk();
    loads = PackageLoads.none(plan.machine().topology());
    prefillLoads = loads;
    links = new LinkTiming(plan.machine().topology(), loads.linkBits(), laneHost);
    kinds = new KindTiming[machine.dies().kinds().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new KindTiming(machine.dies().kinds().get(i).chiplet());
    }
    kind = kinds[0];
    spans = whole ? ChipletSpans.NONE : ChipletSpans.of(machine.chiplets());
    parts = new StepParts(placement, program, firstPiece, endPiece);
    host =
        whole
            ? HostPass.work(plan, prefill, token, chunk)
            : HostPass.ofRound(plan, prefill, token, chunk, round);
    attention = new AttentionPass(plan, prefill, loads, kinds);
    spread = new StepSpread(plan.machine().chiplets());
    previous = new StepSpread(plan.machine().chiplets());
  }

  /// Walks a token of a stream of `lane` through the whole network.
  static TokenPass walk(Plan plan, int lane) {
    return walk(plan, lane, 0);
  }

  /// Walks a token of a stream of `lane` through what the package holds in one round.
  static TokenPass walk(Plan plan, int lane, int round) {
    TokenPass pass = new TokenPass(plan, lane, round);
    pass.walk();
    return pass;
  }

  private void walk() {
    List<Block> layers = program.layers();
    int piece = firstPiece;
    int layer = placement.layer(piece);
    int index = placement.step(piece);
    for (; layer < layers.size() && piece < endPiece; layer++, index = 0) {
      List<Step> steps = layers.get(layer).steps();
      for (; index < steps.size() && piece < endPiece; index++) {
        piece = step(piece, layer, index, steps.get(index));
      }
    }
    links.settle();
    prefillLoads = loads.times(prefill.before());
    attention.prefillLoads(prefillLoads);
    prefillLoads.hostComputeS()[laneHost] = host.prefillComputeS();
    prefillLoads.hostMemoryS()[laneHost] = host.prefillMemoryS();
    loads.hostComputeS()[laneHost] = host.computeBusyS();
    loads.hostMemoryS()[laneHost] = host.memoryBusyS();
    layerMacros = kinds[0].macros().counts();
    if (piece < endPiece) {
      chunkTokens = 1; // of a prompt only the last token is scored
      step(piece, layers.size(), 0, program.head());
      links.settle();
    }
  }

  /// Moves the residual stream to a layer's home, where the package holds it.
  private void residualTo(int layer) {
    DieKind holdsRows = machine.dies().of(DieKind.Use.EMBEDDING_HEAD);
    if (layer == 0 && holdsRows != null) {
      int host = machine.topology().host(laneHost);
      int first = chiplet.vector() == null ? host : placement.home(replica, 0);
      new LookUp(plan, holdsRows, kinds[kinds.length - 1], residualBits)
          .go(chunkTokens, host, first, loads, token, chunk);
      return;
    }
    if (chiplet.vector() == null) {
      return;
    }
    int to = placement.home(replica, layer);
    double bits = (double) program.hiddenSize() * residualBits;
    links.begin(chunkTokens);
    if (layer == 0) {
      links.sendFromHost(to, bits);
      takeLinks(Part.HOST_LINKS);
    } else if (placement.home(replica, layer - 1) != to) {
      links.send(placement.home(replica, layer - 1), to, bits);
      takeLinks(Part.CHIPLET_LINKS);
    }
  }

  /// Walks one step, or what a round has of it; returns the first piece after it. Who gets the
  /// results goes on once the last part is done.
  private int step(int first, int layer, int index, Step step) {
    spans.begin(token);
    boolean begins = parts.begins(first);
    if (begins && index == 0) {
      residualTo(layer);
    }
    if (step.source() == Step.Source.PREVIOUS && !parts.holdsStepBefore(first)) {
      parts.gatherStepBefore(first, previous);
    }
    int next = gather(first, layer, index, step);
    boolean ends = parts.ends(next);
    if (!begins || !ends) {
      spread.isPartOf(StepParts.outputs(step));
    }
    int home = placement.home(replica, layer);
    countBuffers(step);
    if (isGroup(step, first)) {
      group(home, step, first);
    } else {
      input(home, step);
      compute(step);
      results(home, step);
    }
    if (ends) {
      elementwise(home, step);
      host.after(program, layer, step);
      if (step.attends()) {
        attention.attend(program.layers().get(layer), replica, layer, chunkTokens, token, chunk);
      }
    }
    StepSpread done = spread;
    spread = previous;
    previous = done;
    spans.at(placement, first, next, home, token);
    return next;
  }

  /// Finds the chiplets of a step, what share of its results each makes and how long it takes.
  private int gather(int first, int layer, int index, Step step) {
    spread.clear();
    List<Stack> stacks = step.stacks();
    kind = kinds[machine.dies().kindOf(placement.chiplet(first))];
    MacroTiming macros = kind.macros();
    double stretch = kind.stretch();
    int piece = first;
    do {
      Stack stack = stacks.get(placement.stack(piece));
      int at = placement.chiplet(piece);
      double outputs = MacroTiming.activeOutputs(placement, piece, stack);
      macros.count(placement, piece, stack, outputs);
      double passS = macros.passS(placement, piece, stack) * stretch;
      loads.macroS()[at] += passS * MacroTiming.copiesUsed(placement, piece, stack);
      spread.add(
          at,
          outputs,
          inputShare(piece, stack),
          passS * MacroTiming.copiesWaitedFor(placement, piece, stack),
          MacroTiming.presence(placement, piece, stack));
      piece++;
    } while (piece < endPiece && placement.step(piece) == index && placement.layer(piece) == layer);
    return piece;
  }

  private double inputShare(int piece, Stack stack) {
    int inputs = placement.inputs(piece);
    return inputs == stack.inputs() ? 1 : (double) inputs / stack.inputs();
  }

  private boolean isGroup(Step step, int first) {
    return spread.size() > FEW
        || spread.isInputCut()
        || placement.inputCollective(first) != Collective.DIRECT
        || (step.source() == Step.Source.PREVIOUS && previous.size() > FEW);
  }

  private void countBuffers(Step step) {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    int resultBits = spread.isInputCut() ? kind.sumBits() : kind.activationBits();
    for (int i = 0; i < spread.size(); i++) {
      kind.buffer(inputBits * spread.presence(i) * spread.inputShare(i));
      kind.buffer(spread.outputs(i) * resultBits);
    }
    if (spread.isInputCut()) {
      vectorOps += (spread.size() - 1.0) * step.toResidualElements();
    }
  }

  /// A step of many chiplets: those that get their inputs first are done first.
  private void group(int home, Step step, int first) {
    GroupStep walk = group;
    if (walk == null) {
      walk = new GroupStep(machine, loads.linkBits(), machine.topology().host(laneHost));
      group = walk;
    }
    walk.walk(1, kind, step, home, spread, previous, placement, first);
    token.addStep(step, walk, kind.stretch());
    if (chunkTokens > 1) {
      walk.walk(chunkTokens, kind, step, home, spread, previous, placement, first);
    }
    chunk.addStep(step, walk, kind.stretch());
  }

  private void input(int home, Step step) {
    double bits = (double) step.inputElements() * kind.activationBits();
    links.begin(chunkTokens);
    for (int i = 0; i < spread.size(); i++) {
      int to = spread.chiplet(i);
      double expected = bits * spread.presence(i);
      switch (step.source()) {
        case RESIDUAL, ATTENTION -> links.send(home, to, expected);
        case HOST -> links.sendFromHost(to, expected);
        case PREVIOUS -> {
          for (int j = 0; j < previous.size(); j++) {
            links.send(previous.chiplet(j), to, bits * previous.share(j));
          }
        }
      }
    }
    takeLinks(step.source() == Step.Source.HOST ? Part.HOST_LINKS : Part.CHIPLET_LINKS);
  }

  private void compute(Step step) {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    double macroS = 0;
    double distributionS = 0;
    for (int i = 0; i < spread.size(); i++) {
      double resultBits = spread.outputs(i) * kind.activationBits();
      macroS = longer(macroS, spread.macroS(i));
      distributionS = longer(distributionS, (inputBits + resultBits) * kind.distributionSPerBit());
    }
    if (macroS < distributionS) {
      take(Part.MACROS, distributionS);
    } else {
      take(Part.MACROS, macroS / kind.stretch());
      take(Part.REFRESH, macroS - macroS / kind.stretch());
    }
  }

  /// What `Math.max` says of times, without its care for signed zeros, which costs as much as a
  /// step.
  private static double longer(double a, double b) {
    return a > b ? a : b;
  }

  private void results(int home, Step step) {
    if (step.toHostElements() > 0) {
      double bits = (double) step.toHostElements() * kind.activationBits();
      links.begin(chunkTokens);
      for (int i = 0; i < spread.size(); i++) {
        links.sendToHost(spread.chiplet(i), bits * spread.share(i));
      }
      takeLinks(Part.HOST_LINKS);
    }
    if (step.toHomeElements() > 0) {
      double bits = (double) step.toHomeElements() * kind.activationBits();
      links.begin(chunkTokens);
      for (int i = 0; i < spread.size(); i++) {
        links.send(spread.chiplet(i), home, bits * spread.share(i));
      }
      takeLinks(Part.CHIPLET_LINKS);
    }
    if (step.toResidualElements() > 0) {
      double bits = (double) step.toResidualElements() * residualBits;
      links.begin(chunkTokens);
      for (int i = 0; i < spread.size(); i++) {
        links.send(spread.chiplet(i), home, bits * spread.share(i));
      }
      takeLinks(Part.CHIPLET_LINKS);
    }
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

  /// From when to when a lone stream needs each chiplet.
  ChipletSpans spans() {
    return spans;
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
    return new Estimate.ActionCounts(
        Arrays.stream(kinds).map(KindTiming::actions).toList(),
        vectorOps,
        attention.ops(),
        attention.memoryBits(),
        loads.bitsOverLinks(),
        host.ops(),
        host.memoryBits(),
        0);
  }
}
