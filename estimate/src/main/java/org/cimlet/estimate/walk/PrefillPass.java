package org.cimlet.estimate.walk;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.timing.HostTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.PrefillShape;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.Block;

/// A prompt read into an empty package. Chunks enter one behind the other; parts serve the older
/// first, so that a chunk gets what those before it leave: each is entered in the parts' calendars
/// in turn, once for every visit it pays them. In which layers a chunk waits, and for what, changes
/// along the prompt: attention takes longer with every chunk, all else does not.
public final class PrefillPass {
  private final Plan plan;
  private final int weightSet;
  private final PrefillShape shape;
  private final PrefillResources parts;
  private final ReservationTable[] calendars;
  private final ChunkAttention attention;
  private final boolean looksUp;

  /// Of the chunk at hand, by kind of layer and attentionDie.
  private final IdentityHashMap<Block, List<AttentionCost>> costs = new IdentityHashMap<>();

  private final double[] linkDemandS;

  /// Attention of each die whose units take turns.
  private final double[] inTurnS;

  private double[] attendedS = new double[0];

  private PrefillPass(Plan plan, double[] linkBits, int weightSet) {
    this.weightSet = weightSet;
    this.plan = plan;
    linkDemandS = linkBits.clone();
    Arrays.setAll(linkDemandS, link -> linkBits[link] / plan.machine().topology().bitsPerS(link));
    shape = PrefillShape.of(plan.scenario());
    parts = PrefillResources.of(plan);
    calendars = new ReservationTable[parts.count()];
    Arrays.setAll(calendars, i -> new ReservationTable());
    attention = ChunkAttention.of(plan);
    inTurnS = new double[parts.chiplets()];
    looksUp = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
  }

  /// Reads the scenario's prompt.
  ///
  /// @param token of the first rank
  /// @param weightSet of a package that is reloaded, all of which the prompt passes one by one; 0
  ///   where it holds the network
  public static PrefillTime prefill(Plan plan, TokenPass token, int weightSet) {
    PrefillPass pass = new PrefillPass(plan, token.loads().linkBits(), weightSet);
    ChunkPass whole = ChunkPass.walk(plan, weightSet, pass.shape.chunk(), pass.linkDemandS);
    double seconds = pass.time(whole.profile());
    PackageLoads loads = whole.layerLoads().times(pass.shape.tokens());
    pass.takeAttention(loads);
    return new PrefillTime(
        pass.shape.tokens(), seconds, BusyResource.longest(plan.machine(), loads), loads);
  }

  /// How much later a second prompt is through that follows on the scenario's, its equal.
  ///
  /// @param token of the first rank
  public static double secondS(Plan plan, TokenPass token) {
    PrefillPass pass = new PrefillPass(plan, token.loads().linkBits(), 0);
    ChunkPass whole = ChunkPass.walk(plan, 0, pass.shape.chunk(), pass.linkDemandS);
    double first = pass.time(whole.profile());
    return pass.time(whole.profile()) - first;
  }

  private double time(PrefillProfile whole) {
    attendedS = new double[whole.stages()];
    int chunks = shape.chunks();
    for (int chunk = 0; chunk < chunks - 1; chunk++) {
      pass(chunk, whole, whole.layerStages());
    }
    PrefillProfile last =
        shape.lastChunk() == shape.chunk()
            ? whole
            : ChunkPass.walk(plan, weightSet, shape.lastChunk(), linkDemandS).profile();
    return pass(chunks - 1, last, last.stages());
  }

  /// Lets a chunk pass; says when it is through.
  private double pass(int chunk, PrefillProfile profile, int stages) {
    costs.clear();
    double time = looksUp || weightSet > 0 ? 0 : embed(profile.tokens());
    for (int stage = 0; stage < stages; stage++) {
      double done =
          profile.attends(stage) == PrefillProfile.NO_LAYER
              ? visit(profile, stage, time)
              : attend(profile, stage, chunk, time);
      time = done + profile.tailS(stage);
    }
    return time;
  }

  /// The host reads the tokens' rows of the embedding.
  private double embed(int tokens) {
    double bits = (double) tokens * plan.program().embeddingRowBits();
    double seconds = HostTiming.of(plan.machine().host()).memoryS(bits);
    return calendars[parts.hostMemory()].enter(0, seconds);
  }

  private double visit(PrefillProfile profile, int stage, double time) {
    double done = time;
    for (int visit = profile.firstVisit(stage); visit < profile.firstVisit(stage + 1); visit++) {
      double there = time + profile.leadS(visit);
      double served = calendars[profile.part(visit)].enter(there, profile.busyS(visit));
      done = Math.max(done, served + profile.restS(visit));
    }
    return done;
  }

  /// The keys and values of the chunk before must be there.
  private double attend(PrefillProfile profile, int stage, int chunk, double time) {
    double from = Math.max(time, attendedS[stage]);
    attendedS[stage] = from;
    double done = from;
    int visit = profile.firstVisit(stage);
    Block block = plan.program().layers().get(profile.attends(stage));
    int sharing = (profile.firstVisit(stage + 1) - visit) / 2;
    for (AttentionCost cost :
        costs.computeIfAbsent(block, b -> attention.costs(b, sharing, shape, chunk))) {
      double there = from + profile.leadS(visit);
      int part = profile.part(visit);
      if (part == profile.part(visit + 1)) {
        double turnS = attention.turnS(cost);
        inTurnS[part] += turnS;
        done = Math.max(done, calendars[part].enter(there, turnS));
      } else {
        done = Math.max(done, calendars[part].enter(there, cost.computeS()));
        done =
            Math.max(
                done, calendars[profile.part(visit + 1)].enter(there, attention.memoryS(cost)));
      }
      visit += 2;
    }
    return done;
  }

  private void takeAttention(PackageLoads loads) {
    for (int c = 0; c < parts.chiplets(); c++) {
      if (plan.machine().dies().at(c).takesTurns()) {
        loads.macroS()[c] += inTurnS[c];
      } else {
        loads.attentionComputeS()[c] = calendars[parts.attentionCompute(c)].busyS();
        loads.attentionMemoryS()[c] = calendars[parts.attentionMemory(c)].busyS();
      }
    }
    int host = plan.placement().rankHost(0);
    loads.hostComputeS()[host] = calendars[parts.hostCompute()].busyS();
    loads.hostMemoryS()[host] = calendars[parts.hostMemory()].busyS();
  }
}
