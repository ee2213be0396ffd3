package org.cimlet.estimate.walk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.HostTiming;
import org.cimlet.estimate.timing.PrefillShape;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Block;

/// The way of a token, or of a chunk of a prompt, as a closed network of queues: parts it visits
/// one after the other, again in every layer and every step of it. Dies that hold the layers serve
/// the sequence that has come farthest, all else first come, first served.
///
/// Two bounds say how fast `N` sequences circulate: none is faster than alone, and no part works
/// longer than there is time. Both are reached together only where a token comes to each part once.
/// Where it comes back, sequences meet even at parts with time to spare.
///
/// Chiplets of a group are visited side by side, and the slowest is waited for. Of the links of a
/// collective one stands for all: that which has most to do in the whole way.
public final class ClosedLoop {
  private static final int WARM_UP = 8;
  private static final int MEASURED = 6;

  /// How far apart sequences set out, over what would space them evenly: as their prompts are read
  /// one behind the other they are bunched at first. Some spacings make sequences meet again and
  /// again, so that the middle one of three counts.
  private static final double[] SPACINGS = {0.37, 0.61, 0.83};

  private static final int WAIT_STEPS = 32;

  private final int parts;
  private final boolean[] ofLayers;
  private final int firstLink;
  private int[] part = new int[256];
  private double[] leadS = new double[256];
  private double[] busyS = new double[256];
  private double[] restS = new double[256];
  private int visits;
  private int[] endOfStage = new int[256];
  private double[] tailS = new double[256];
  private int stages;

  private ClosedLoop(PrefillResources resources) {
    parts = resources.count();
    ofLayers = resources.ofLayers();
    firstLink = resources.link(0);
  }

  /// The way of a decoded token of the first rank, at the plan's context.
  public static ClosedLoop ofToken(Plan plan) {
    int context = plan.scenario().contextTokens();
    return of(plan, new PrefillShape(context, 1), context - 1);
  }

  /// The way of a chunk in the middle of the plan's prompt.
  public static ClosedLoop ofChunk(Plan plan) {
    PrefillShape shape = PrefillShape.of(plan.scenario());
    return of(plan, shape, (shape.chunks() - 1) / 2);
  }

  private static ClosedLoop of(Plan plan, PrefillShape shape, int chunk) {
    Topology topology = plan.machine().topology();
    double[] linkS = TokenPass.walk(plan, 0).loads().linkBits().clone();
    Arrays.setAll(linkS, link -> linkS[link] / topology.bitsPerS(link));
    PrefillProfile profile = ChunkPass.walk(plan, 0, shape.tokens(chunk), linkS).profile();
    PrefillResources resources = PrefillResources.of(plan);
    ClosedLoop loop = new ClosedLoop(resources);
    boolean looksUp = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
    if (!looksUp) {
      double bits = (double) shape.tokens(chunk) * plan.program().embeddingRowBits();
      double seconds = HostTiming.of(plan.machine().host()).memoryS(bits);
      loop.visit(resources.hostMemory(), 0, seconds, 0);
      loop.next(0);
    }
    loop.add(plan, profile, shape, chunk);
    return loop;
  }

  private void add(Plan plan, PrefillProfile profile, PrefillShape shape, int chunk) {
    ChunkAttention attention = ChunkAttention.of(plan);
    for (int stage = 0; stage < profile.stages(); stage++) {
      int first = profile.firstVisit(stage);
      int end = profile.firstVisit(stage + 1);
      if (profile.attends(stage) == PrefillProfile.NO_LAYER) {
        for (int visit = first; visit < end; visit++) {
          visit(
              profile.part(visit),
              profile.leadS(visit),
              profile.busyS(visit),
              profile.restS(visit));
        }
      } else {
        Block block = plan.program().layers().get(profile.attends(stage));
        attend(profile, first, attention, attention.costs(block, (end - first) / 2, shape, chunk));
      }
      next(profile.tailS(stage));
    }
  }

  private void attend(
      PrefillProfile profile, int first, ChunkAttention attention, List<AttentionCost> costs) {
    int visit = first;
    for (AttentionCost cost : costs) {
      int compute = profile.part(visit);
      int memory = profile.part(visit + 1);
      double lead = profile.leadS(visit);
      if (compute == memory) {
        visit(compute, lead, attention.turnS(cost), 0);
      } else {
        visit(compute, lead, cost.computeS(), 0);
        visit(memory, lead, attention.memoryS(cost), 0);
      }
      visit += 2;
    }
  }

  private void visit(int at, double before, double seconds, double after) {
    if (visits == part.length) {
      part = Arrays.copyOf(part, 2 * visits);
      leadS = Arrays.copyOf(leadS, 2 * visits);
      busyS = Arrays.copyOf(busyS, 2 * visits);
      restS = Arrays.copyOf(restS, 2 * visits);
    }
    part[visits] = at;
    leadS[visits] = before;
    busyS[visits] = seconds;
    restS[visits++] = after;
  }

  /// The stage ends so long after the last of its visits.
  private void next(double seconds) {
    if (stages == endOfStage.length) {
      endOfStage = Arrays.copyOf(endOfStage, 2 * stages);
      tailS = Arrays.copyOf(tailS, 2 * stages);
    }
    endOfStage[stages] = visits;
    tailS[stages++] = seconds;
  }

  /// Once round, with nothing to wait for.
  public double aloneS() {
    return Rounds.meanS(alike(), 1, 0, 1, 1);
  }

  /// Busy time of the part that is busy longest.
  public double busiestS() {
    return Arrays.stream(busy()).max().orElse(0);
  }

  private double[] busy() {
    double[] each = new double[parts];
    for (int visit = 0; visit < visits; visit++) {
      each[part[visit]] += busyS[visit];
    }
    return each;
  }

  /// Once round where so many sequences circulate, in the mean after they have settled.
  public double loopS(int sequences) {
    double evenS = Math.max(aloneS() / sequences, busiestS());
    double[] loopsS = new double[SPACINGS.length];
    Rounds.Way way = alike();
    Arrays.setAll(
        loopsS, i -> Rounds.meanS(way, sequences, SPACINGS[i] * evenS, WARM_UP, MEASURED));
    Arrays.sort(loopsS);
    return loopsS[SPACINGS.length / 2];
  }

  /// The way without visits that others say all about: parts that are visited side by side, and as
  /// long, wherever they are, serve in step. The one on which most is waited for stands for them.
  private Rounds.Way alike() {
    long[] ways = new long[parts];
    double[] takesS = new double[parts];
    for (int stage = 0; stage < stages; stage++) {
      for (int visit = firstVisit(stage); visit < endOfStage[stage]; visit++) {
        int here = part[visit];
        ways[here] = ways[here] * 1_000_003 + ((long) Double.hashCode(busyS[visit]) << 16) + stage;
        takesS[here] += leadS[visit] + restS[visit];
      }
    }
    Map<Long, Integer> standsFor = new HashMap<>();
    for (int here = 0; here < parts; here++) {
      standsFor.merge(ways[here], here, (one, other) -> takesS[one] < takesS[other] ? other : one);
    }
    int[] keptPart = new int[visits];
    double[] keptLeadS = new double[visits];
    double[] keptBusyS = new double[visits];
    double[] keptRestS = new double[visits];
    int[] keptEnd = new int[stages];
    int kept = 0;
    for (int stage = 0; stage < stages; stage++) {
      for (int visit = firstVisit(stage); visit < endOfStage[stage]; visit++) {
        int here = part[visit];
        if (standsFor.getOrDefault(ways[here], here) == here) {
          keptPart[kept] = here;
          keptLeadS[kept] = leadS[visit];
          keptBusyS[kept] = busyS[visit];
          keptRestS[kept++] = restS[visit];
        }
      }
      keptEnd[stage] = kept;
    }
    return new Rounds.Way(keptPart, keptLeadS, keptBusyS, keptRestS, keptEnd, tailS, ofLayers);
  }

  private int firstVisit(int stage) {
    return stage == 0 ? 0 : endOfStage[stage - 1];
  }

  /// What a token waits once round, in the mean, where chunks come one behind the other without
  /// end: at every part, with the probability that it serves a chunk, for what is left of what it
  /// serves in one go. Where it visits several side by side it waits for the last of them. Links
  /// send whole messages in their order, all else stops after a chunk's token.
  ///
  /// That tokens go first leaves chunks less time, and makes tokens wait for each other: at the
  /// part that is busy all the time the two make up for each other (Cobham 1954), so that this
  /// holds beside any number of tokens.
  ///
  /// @param chunk the way of the chunks
  /// @param tokens of a chunk
  /// @param intervalS from one chunk to the next
  public double waitS(ClosedLoop chunk, int tokens, double intervalS) {
    double[] share = new double[parts];
    double[] square = new double[parts];
    for (int visit = 0; visit < chunk.visits; visit++) {
      int at = chunk.part[visit];
      double goes = at >= firstLink ? 1 : tokens;
      share[at] += chunk.busyS[visit] / intervalS;
      square[at] += chunk.busyS[visit] * chunk.busyS[visit] / goes / intervalS;
    }
    double waitS = 0;
    for (int stage = 0; stage < stages; stage++) {
      waitS += longestS(firstVisit(stage), endOfStage[stage], share, square);
    }
    return waitS;
  }

  /// The longest of the waits at some visits, in the mean: each is nothing, or, with the part's
  /// share, as likely as any other up to what the part serves in one go.
  private double longestS(int first, int end, double[] share, double[] square) {
    double mostS = 0;
    for (int visit = first; visit < end; visit++) {
      mostS = Math.max(mostS, goS(part[visit], share, square));
    }
    double stepS = mostS / WAIT_STEPS;
    double meanS = 0;
    for (int step = 0; step < WAIT_STEPS; step++) {
      double waitS = (step + 0.5) * stepS;
      double below = 1;
      for (int visit = first; visit < end; visit++) {
        int at = part[visit];
        double goS = goS(at, share, square);
        below *= waitS < goS ? 1 - Math.min(1, share[at]) * (1 - waitS / goS) : 1;
      }
      meanS += (1 - below) * stepS;
    }
    return meanS;
  }

  /// What a part serves of chunks in one go, as one that comes at any time meets it.
  private static double goS(int at, double[] share, double[] square) {
    return share[at] == 0 ? 0 : square[at] / share[at];
  }

  /// How long the parts that a chunk visits are busy with a token each, in the mean over the
  /// chunk's time.
  ///
  /// @param chunk the way of the chunks
  public double metS(ClosedLoop chunk) {
    double[] busy = busy();
    double metS = 0;
    for (int stage = 0; stage < chunk.stages; stage++) {
      double most = 0;
      for (int visit = stage == 0 ? 0 : chunk.endOfStage[stage - 1];
          visit < chunk.endOfStage[stage];
          visit++) {
        most = Math.max(most, chunk.busyS[visit] * busy[chunk.part[visit]]);
      }
      metS += most;
    }
    return metS / chunk.aloneS();
  }
}
