package org.cimlet.estimate.walk;

import java.util.IdentityHashMap;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.AttentionTiming;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.jspecify.annotations.Nullable;

/// What dies that attend do for one token, or for a micro-batch that passes together, each with
/// keys and values of its own: each layer's home, or the dies that share a layer's keys and values.
final class AttentionPass {
  private final Placement placement;
  private final @Nullable AttentionTiming timing;
  private final DieTiming kind;
  private final @Nullable Chiplet die;
  private final double computeOverhead;
  private final double memoryOverhead;
  private final int context;
  private final int together;
  private final int activationBits;
  private final @Nullable RemoteWork visit;
  private final PackageLoads loads;
  private final IdentityHashMap<Block, AttentionCost[]> costs = new IdentityHashMap<>(4);
  private double ops;
  private double memoryBits;

  /// @param together tokens that are decoded together
  /// @param kinds of dies
  /// @param linkDemandS how long a token of the whole network has each link busy; empty where
  ///   nobody asks
  AttentionPass(
      Plan plan, int together, PackageLoads loads, DieTiming[] kinds, double[] linkDemandS) {
    this.together = together;
    DieKind attends = plan.machine().dies().attending();
    placement = plan.placement();
    timing = attends == null ? null : AttentionTiming.of(attends.chiplet());
    kind = kinds[attends == null ? 0 : plan.machine().dies().kindOf(attends.at().getFirst())];
    die = attends == null ? null : attends.chiplet();
    computeOverhead = kind.vectorOverhead();
    memoryOverhead =
        kind.takesTurns() || timing == null ? computeOverhead : timing.refreshOverhead();
    context = plan.scenario().contextTokens();
    activationBits = kinds[0].activationBits();
    this.loads = loads;
    visit =
        attends == null
            ? null
            : new RemoteWork(plan.machine().topology(), loads.linkBits(), linkDemandS);
  }

  /// Whether dies attend, and not the host.
  boolean isOnDies() {
    return timing != null;
  }

  /// Attends for a layer, where dies do.
  void attend(StepTiming steps, ResourceTimes token) {
    AttentionTiming by = timing;
    RemoteWork there = visit;
    if (by == null || there == null) {
      return;
    }
    Block block = steps.block();
    int replica = steps.replica();
    int layer = steps.layer();
    int sharing = placement.attentionDies(replica, layer);
    AttentionCost[] each = costs.computeIfAbsent(block, b -> costs(by, b.attention(), sharing));
    int home = placement.home(replica, layer);
    RemoteWork.Share[] shares = new RemoteWork.Share[sharing];
    for (int i = 0; i < sharing; i++) {
      int die = placement.attentionDie(replica, layer, i);
      charge(each[i], die);
      shares[i] = share(block.attention().part(i, sharing), die, workS(each[i]));
    }
    there.walk(together, home, shares, home);
    add(there, token, each[0], controlS(block.attention()));
  }

  /// Of arithmetic and memory, which overlap, the longer; refreshed as the macros are where a die's
  /// units take turns.
  private double workS(AttentionCost cost) {
    return Math.max(cost.computeS() * computeOverhead, cost.memoryS() * memoryOverhead);
  }

  /// Writes a layer's attention into a chunk's profile, whoever attends; how long it takes depends
  /// on the chunks before.
  void write(StepTiming steps, int tokens, PrefillProfile profile) {
    Block block = steps.block();
    int replica = steps.replica();
    int layer = steps.layer();
    RemoteWork there = visit;
    if (there == null) {
      profile.attendAtHost(layer);
      return;
    }
    RemoteWork.Share[] shares = new RemoteWork.Share[placement.attentionDies(replica, layer)];
    for (int i = 0; i < shares.length; i++) {
      AttentionWork part = block.attention().part(i, shares.length);
      shares[i] = share(part, placement.attentionDie(replica, layer, i), 0);
    }
    int home = placement.home(replica, layer);
    double[] thereS = there.walk(tokens, home, shares, home);
    there.writeThere(profile);
    for (int i = 0; i < shares.length; i++) {
      profile.attendAt(shares[i].die(), thereS[i]);
    }
    profile.attend(layer);
    there.writeBack(profile);
  }

  private RemoteWork.Share share(AttentionWork part, int die, double workS) {
    return new RemoteWork.Share(
        die,
        (double) part.inputElements() * activationBits,
        workS,
        (double) part.outputElements() * activationBits);
  }

  private double controlS(AttentionWork work) {
    return die == null ? 0 : AttentionTiming.controlS(die, work);
  }

  private AttentionCost[] costs(AttentionTiming by, AttentionWork work, int sharing) {
    AttentionCost[] each = new AttentionCost[sharing];
    for (int i = 0; i < sharing; i++) {
      AttentionCost token = by.token(work.part(i, sharing), context);
      each[i] = token.times(together).after(controlS(work));
    }
    return each;
  }

  /// Charges one token with its part of what all of them take.
  private void charge(AttentionCost all, int die) {
    ops += all.ops() / together;
    memoryBits += all.bits() / together;
    kind.macros().countRows(all.rows() / together);
    kind.macros().countBits(all.writtenBits() / together);
    kind.macros().countActivations(all.activations() / together);
    kind.buffer(all.bufferBits() / together);
    if (kind.takesTurns()) {
      loads.macroS()[die] += workS(all) / together;
    } else {
      loads.attentionComputeS()[die] += all.computeS() / together;
      loads.attentionMemoryS()[die] += all.memoryS() * memoryOverhead / together;
    }
  }

  /// Adds what attention modules did so far; arrays and buffers count among their dies'.
  void addTo(ActionCounts.Builder counts) {
    counts.add(Action.ATTENTION_COMPUTE, ops);
    counts.add(Action.ATTENTION_MEMORY, memoryBits);
  }

  /// The longest of the dies' work is waited for; the first has as much as any.
  private void add(RemoteWork visit, ResourceTimes times, AttentionCost longest, double controlS) {
    times.add(Resource.STEP_CONTROL, controlS);
    boolean computes = longest.computeS() * computeOverhead > longest.memoryS() * memoryOverhead;
    double overhead = computes ? computeOverhead : memoryOverhead;
    double worked = visit.workS() / overhead;
    times.add(computes ? Resource.ATTENTION_COMPUTE : Resource.ATTENTION_MEMORY, worked - controlS);
    times.add(Resource.REFRESH, visit.workS() - worked);
    times.add(Resource.CHIPLET_LINK, visit.totalS() - visit.workS());
  }
}
