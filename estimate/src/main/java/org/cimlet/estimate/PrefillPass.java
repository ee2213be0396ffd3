package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Plan;

/// A prompt read into an empty package. Chunks enter one behind the other; parts serve the older
/// first, so that a chunk gets what those before it leave: each is entered in the parts' calendars
/// in turn, once for every visit it pays them. In which layers a chunk waits, and for what, changes
/// along the prompt: attention takes longer with every chunk, all else does not.
final class PrefillPass {
  private static final int EMBEDDING_BITS = 16;

  private final Plan plan;
  private final PrefillShape shape;
  private final PackageParts parts;
  private final Calendar[] calendars;
  private final HostTiming attention;
  private final double[] wantedS;
  private double[] attendedS = new double[0];

  private PrefillPass(Plan plan, double[] linkBits) {
    this.plan = plan;
    wantedS = linkBits.clone();
    Arrays.setAll(wantedS, link -> linkBits[link] / plan.machine().topology().bitsPerS(link));
    shape = PrefillShape.of(plan.scenario());
    parts = PackageParts.of(plan);
    calendars = new Calendar[parts.count()];
    Arrays.setAll(calendars, i -> new Calendar());
    Chiplet.AttentionModule module = plan.machine().chiplet().attention();
    attention = module == null ? HostTiming.of(plan.machine().host()) : HostTiming.of(module);
  }

  /// @param token of the first lane
  static Estimate.Prefill prefill(Plan plan, TokenPass token) {
    PrefillPass pass = new PrefillPass(plan, token.loads().linkBits());
    TokenPass whole = TokenPass.chunk(plan, pass.shape.chunk(), pass.wantedS);
    double time = pass.time(whole.way());
    PackageLoads loads = whole.layerLoads().times(pass.shape.tokens());
    pass.takeAttention(loads);
    Bottleneck busiest = Resources.busiest(plan.machine().topology(), loads);
    return new Estimate.Prefill(
        pass.shape.tokens(),
        time,
        new Bottleneck(busiest.part(), busiest.name(), true, busiest.share() / time));
  }

  private double time(ChunkWay whole) {
    attendedS = new double[whole.stages()];
    int chunks = shape.chunks();
    for (int chunk = 0; chunk < chunks - 1; chunk++) {
      pass(chunk, whole, whole.layerStages());
    }
    ChunkWay last =
        shape.lastChunk() == shape.chunk()
            ? whole
            : TokenPass.chunk(plan, shape.lastChunk(), wantedS).way();
    return pass(chunks - 1, last, last.stages());
  }

  /// Lets a chunk pass; says when it is through.
  private double pass(int chunk, ChunkWay way, int stages) {
    double bits = (double) way.tokens() * plan.program().hiddenSize() * EMBEDDING_BITS;
    HostTiming host = HostTiming.of(plan.machine().host());
    double time = calendars[parts.hostMemory()].enter(0, host.memoryS(bits));
    for (int stage = 0; stage < stages; stage++) {
      double done =
          way.attends(stage) == ChunkWay.NO_LAYER
              ? visit(way, stage, time)
              : attend(way, stage, chunk, time);
      time = done + way.tailS(stage);
    }
    return time;
  }

  private double visit(ChunkWay way, int stage, double time) {
    double done = time;
    for (int visit = way.firstVisit(stage); visit < way.firstVisit(stage + 1); visit++) {
      double there = time + way.leadS(visit);
      double served = calendars[way.part(visit)].enter(there, way.busyS(visit));
      done = Math.max(done, served + way.restS(visit));
    }
    return done;
  }

  /// The keys and values of the chunk before must be there.
  private double attend(ChunkWay way, int stage, int chunk, double time) {
    double from = Math.max(time, attendedS[stage]);
    attendedS[stage] = from;
    AttentionWork work = plan.program().layers().get(way.attends(stage)).attention();
    AttentionCost cost = AttentionCost.ofChunk(work, shape, chunk, attention);
    int compute = way.part(way.firstVisit(stage));
    int memory = way.part(way.firstVisit(stage) + 1);
    double computed = calendars[compute].enter(from, attention.computeS(cost.ops()));
    double read = calendars[memory].enter(from, attention.memoryS(cost.bits()));
    return Math.max(computed, read);
  }

  private void takeAttention(PackageLoads loads) {
    for (int c = 0; c < parts.chiplets(); c++) {
      loads.attentionComputeS()[c] = calendars[parts.attentionCompute(c)].busyS();
      loads.attentionMemoryS()[c] = calendars[parts.attentionMemory(c)].busyS();
    }
    int host = plan.placement().laneHost(0);
    loads.hostComputeS()[host] = calendars[parts.hostCompute()].busyS();
    loads.hostMemoryS()[host] = calendars[parts.hostMemory()].busyS();
  }
}
