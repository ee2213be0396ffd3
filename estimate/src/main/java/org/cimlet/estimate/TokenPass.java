package org.cimlet.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// Walks one token of a rank through its replica, or through a round of it, layer by layer and step
/// by step, and adds up what it costs: busy time of every resource, time along the way, actions. A
/// chunk of a prompt walks likewise, and has its way written down.
///
/// A step takes: its input to every chiplet that holds a part of it; the slower of macros and
/// distribution on the slowest of those; its results to where they are read; element-wise work.
/// What the host does in between is in [HostPass].
final class TokenPass {
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
  private final int residualBits;
  private final LinkTiming links;

  /// Of each kind of die, and of that which holds the step at hand.
  private final KindTiming[] kinds;

  private KindTiming kind;
  private final PartTimes token = new PartTimes();
  private final HostPass host;
  private final AttentionPass attention;
  private final PackageLoads loads;
  private final int rankHost;
  private final @Nullable ChunkWay way;
  private final double[] wantedS;
  private PackageLoads layerLoads;
  private final Machine machine;
  private final FewStep few;
  private @Nullable GroupStep group;
  private Estimate.MacroCounts layerMacros = Estimate.MacroCounts.NONE;
  private int tokens;
  private double vectorOps;

  /// Chiplets of the step at hand, and of the one before it, with their share of its results.
  private StepSpread spread;

  private StepSpread previous;

  private TokenPass(
      Plan plan, int rank, int round, int tokens, @Nullable ChunkWay way, double[] wantedS) {
    this.plan = plan;
    this.wantedS = wantedS;
    this.tokens = tokens;
    this.way = way;
    machine = plan.machine();
    program = plan.program();
    placement = plan.placement();
    replica = placement.rankReplica(rank);
    rankHost = placement.rankHost(rank);
    boolean whole = !placement.isReloaded();
    firstPiece = whole ? placement.firstShard(replica) : placement.firstShardOfWeightSet(round);
    endPiece = whole ? placement.firstShard(replica + 1) : placement.firstShardOfWeightSet(round + 1);
    parts = new StepParts(placement, program, firstPiece, endPiece);
    spans = whole ? ChipletSpans.NONE : ChipletSpans.of(machine.chiplets());
    chiplet = plan.machine().chiplet();
    residualBits = machine.residualBits();
    loads = PackageLoads.none(plan.machine().topology());
    layerLoads = loads;
    links = new LinkTiming(plan.machine().topology(), loads.linkBits(), rankHost);
    kinds = new KindTiming[machine.dies().kinds().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new KindTiming(machine.dies().kinds().get(i).chiplet());
    }
    kind = kinds[0];
    few = new FewStep(links, residualBits, token);
    host = whole ? HostPass.work(plan, token) : HostPass.ofRound(plan, token, round);
    attention = new AttentionPass(plan, loads, kinds, wantedS);
    spread = new StepSpread(plan.machine().chiplets());
    previous = new StepSpread(plan.machine().chiplets());
  }

  /// Walks a token of a stream of `rank` through the whole network.
  static TokenPass walk(Plan plan, int rank) {
    return walk(plan, rank, 0);
  }

  /// Walks a token of a stream of `rank` through what the package holds in one round.
  static TokenPass walk(Plan plan, int rank, int round) {
    TokenPass pass = new TokenPass(plan, rank, round, 1, null, new double[0]);
    pass.walk();
    return pass;
  }

  /// Walks a chunk of a prompt of so many tokens, through the first rank and one round; `wantedS`
  /// is how long a token of what the package holds has each link busy.
  static TokenPass chunk(Plan plan, int round, int tokens, double[] wantedS) {
    TokenPass pass = new TokenPass(plan, 0, round, tokens, new ChunkWay(plan, tokens), wantedS);
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
    if (way != null) {
      layerLoads = loads.times(1);
      way.head();
    }
    loads.hostComputeS()[rankHost] = host.computeBusyS();
    loads.hostMemoryS()[rankHost] = host.memoryBusyS();
    layerMacros = kinds[0].macros().counts();
    if (piece < endPiece) {
      tokens = 1; // of a prompt only the last token is scored
      step(piece, layers.size(), 0, program.head());
      links.settle();
    }
  }

  /// Moves the residual stream to a layer's home, where the package holds it.
  private void residualTo(int layer) {
    DieKind holdsRows = machine.dies().of(DieKind.Use.EMBEDDING_HEAD);
    if (layer == 0 && holdsRows != null) {
      int host = machine.topology().host(rankHost);
      int first = chiplet.vector() == null ? host : placement.home(replica, 0);
      new LookUp(plan, holdsRows, kinds[kinds.length - 1], residualBits, wantedS)
          .go(tokens, host, first, loads, token, way);
      return;
    }
    if (chiplet.vector() == null) {
      return;
    }
    int to = placement.home(replica, layer);
    double bits = (double) program.hiddenSize() * residualBits;
    if (way != null) {
      int from =
          layer == 0 ? machine.topology().host(rankHost) : placement.home(replica, layer - 1);
      group().move(tokens, from, to, bits, way);
      return;
    }
    links.begin();
    if (layer == 0) {
      links.sendFromHost(to, bits);
      takeLinks(Resource.HOST_LINK);
    } else if (placement.home(replica, layer - 1) != to) {
      links.send(placement.home(replica, layer - 1), to, bits);
      takeLinks(Resource.CHIPLET_LINK);
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
      few.walk(step, home, kind, spread, previous);
    }
    if (ends) {
      end(layer, home, step);
    }
    StepSpread done = spread;
    spread = previous;
    previous = done;
    spans.at(placement, first, next, home, token);
    return next;
  }

  /// What follows when a step is done.
  private void end(int layer, int home, Step step) {
    elementwise(home, step);
    host.after(program, layer, step);
    if (way != null) {
      way.results(step, tokens);
    }
    if (step.attends() && way == null) {
      attention.attend(program.layers().get(layer), replica, layer, token);
    } else if (step.attends() && way != null) {
      attention.write(program.layers().get(layer), replica, layer, tokens, way);
    }
  }

  /// Finds the chiplets of a step, what share of its results each makes and how long it takes.
  private int gather(int first, int layer, int index, Step step) {
    spread.clear();
    List<FusedLinears> stacks = step.stacks();
    kind = kinds[machine.dies().kindOf(placement.chiplet(first))];
    MacroTiming macros = kind.macros();
    double stretch = kind.stretch();
    int piece = first;
    do {
      FusedLinears stack = stacks.get(placement.fused(piece));
      int at = placement.chiplet(piece);
      double outputs = MacroTiming.activeOutputs(placement, piece, stack);
      macros.count(placement, piece, stack, outputs);
      double passS = macros.passS(placement, piece, stack) * stretch;
      loads.macroS()[at] += passS * MacroTiming.copiesUsed(placement, piece, stack);
      spread.add(
          at,
          outputs,
          inputShare(piece, stack),
          passS * copies(piece, stack),
          MacroTiming.presence(placement, piece, stack));
      piece++;
    } while (piece < endPiece && placement.step(piece) == index && placement.layer(piece) == layer);
    return piece;
  }

  /// Copies a token waits for; a chunk's tokens use all of them in turn.
  private double copies(int piece, FusedLinears stack) {
    return tokens > 1
        ? MacroTiming.copiesUsed(placement, piece, stack)
        : MacroTiming.copiesWaitedFor(placement, piece, stack);
  }

  private double inputShare(int piece, FusedLinears stack) {
    int inputs = placement.inputs(piece);
    return inputs == stack.inputs() ? 1 : (double) inputs / stack.inputs();
  }

  private boolean isGroup(Step step, int first) {
    return way != null
        || spread.size() > FEW
        || spread.isInputCut()
        || placement.inputCollective(first) != CollectiveAlgorithm.DIRECT
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
    GroupStep walk = group();
    walk.walk(tokens, kind, step, home, spread, previous, placement, first);
    token.addStep(step, walk, kind.stretch());
    if (way != null) {
      walk.write(way, spread);
    }
  }

  private GroupStep group() {
    GroupStep walk = group;
    if (walk == null) {
      int node = machine.topology().host(rankHost);
      walk = new GroupStep(machine, loads.linkBits(), node, wantedS);
      group = walk;
    }
    return walk;
  }

  private void elementwise(int home, Step step) {
    Chiplet.VectorUnit unit = chiplet.vector();
    if (unit != null && step.vectorOps() > 0) {
      double seconds = (double) step.vectorOps() / unit.operationsPerS();
      vectorOps += step.vectorOps();
      loads.vectorS()[home] += seconds;
      token.add(Resource.VECTOR_UNIT, seconds);
      if (way != null) {
        way.vector(home, tokens * seconds);
        way.next(0);
      }
    }
  }

  private void takeLinks(Resource part) {
    token.add(part, links.seconds());
  }

  /// Time of a lone stream's token.
  PartTimes token() {
    return token;
  }

  /// From when to when a lone stream needs each chiplet.
  ChipletSpans spans() {
    return spans;
  }

  /// What a token asks of the package.
  PackageLoads loads() {
    return loads;
  }

  /// What a token of a prompt asks of it: everything but the head, hosts and attention.
  PackageLoads layerLoads() {
    return layerLoads;
  }

  /// The way of a chunk; a token has none.
  ChunkWay way() {
    return Objects.requireNonNull(way);
  }

  /// What the macros do for a token of a prompt.
  Estimate.MacroCounts layerMacros() {
    return layerMacros;
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
