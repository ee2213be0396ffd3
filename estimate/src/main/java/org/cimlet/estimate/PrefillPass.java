package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.estimate.Estimate.Bottleneck;
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
  private double[] attendedS = new double[0];

  private PrefillPass(Plan plan) {
    this.plan = plan;
    shape = PrefillShape.of(plan.scenario());
    parts = PackageParts.of(plan);
    calendars = new Calendar[parts.count()];
    Arrays.setAll(calendars, i -> new Calendar());
    Chiplet.AttentionModule module = plan.machine().chiplet().attention();
    attention = module == null ? HostTiming.of(plan.machine().host()) : HostTiming.of(module);
  }

  static Estimate.Prefill prefill(Plan plan) {
    PrefillPass pass = new PrefillPass(plan);
    TokenPass whole = TokenPass.chunk(plan, pass.shape.chunk());
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
        shape.lastChunk() == shape.chunk() ? whole : TokenPass.chunk(plan, shape.lastChunk()).way();
    return pass(chunks - 1, last, last.stages());
  }

  /// Lets a chunk pass; says when it is through.
  private double pass(int chunk, ChunkWay way, int stages) {
    double bits = (double) way.tokens() * plan.program().hiddenSize() * EMBEDDING_BITS;
    HostTiming host = HostTiming.of(plan.machine().host());
    double time = calendars[parts.hostMemory()].enter(0, host.memoryS(bits));
    for (int stage = 0; stage < stages; stage++) {
      int visit = way.firstVisit(stage);
      double done = time;
      if (way.attends(stage) == ChunkWay.NO_LAYER) {
        for (; visit < way.firstVisit(stage + 1); visit++) {
          double there = time + way.leadS(visit);
          double served = calendars[way.part(visit)].enter(there, way.busyS(visit));
          done = Math.max(done, served + way.restS(visit));
        }
      } else {
        // the keys and values of the chunk before must be there
        double from = Math.max(time, attendedS[stage]);
        attendedS[stage] = from;
        AttentionCost cost =
            AttentionCost.ofChunk(
                plan.program().layers().get(way.attends(stage)).attention(),
                shape,
                chunk,
                attention);
        double computed =
            calendars[way.part(visit)].enter(from, attention.computeS(cost.ops()));
        double read =
            calendars[way.part(visit + 1)].enter(from, attention.memoryS(cost.bits()));
        done = Math.max(computed, read);
      }
      time = done + way.tailS(stage);
    }
    return time;
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
