package org.cimlet.estimate;

import java.util.IdentityHashMap;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Block;
import org.cimlet.plan.DieKind;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What dies that attend do for one token, and for the last chunk of a prompt: each layer's home,
/// or the dies that share its keys and values.
final class AttentionPass {
  private final Placement placement;
  private final @Nullable AttentionTiming timing;
  private final KindTiming kind;
  private final int context;
  private final int activationBits;
  private final PrefillShape prefill;
  private final @Nullable Visit visit;
  private final PackageLoads loads;
  private final IdentityHashMap<Block, AttentionCosts[]> costs = new IdentityHashMap<>();
  private final double[] prefillComputeS;
  private final double[] prefillMemoryS;
  private double ops;
  private double memoryBits;

  /// @param kinds where what banks do is counted
  AttentionPass(Plan plan, PrefillShape prefill, PackageLoads loads, KindTiming[] kinds) {
    DieKind attends = plan.machine().dies().attending();
    placement = plan.placement();
    timing = attends == null ? null : AttentionTiming.of(attends.chiplet());
    kind = kinds[attends == null ? 0 : plan.machine().dies().kindOf(attends.at().getFirst())];
    context = plan.scenario().contextTokens();
    activationBits = kinds[0].activationBits();
    this.prefill = prefill;
    this.loads = loads;
    visit = attends == null ? null : new Visit(plan.machine().topology(), loads.linkBits());
    prefillComputeS = new double[plan.machine().chiplets()];
    prefillMemoryS = new double[plan.machine().chiplets()];
  }

  /// Attends for a layer, where dies do.
  ///
  /// @param chunkTokens tokens of the prompt's last chunk
  void attend(
      Block block, int replica, int layer, int chunkTokens, PartTimes token, PartTimes chunk) {
    AttentionTiming by = timing;
    Visit there = visit;
    if (by == null || there == null) {
      return;
    }
    int sharing = placement.attendants(replica, layer);
    AttentionCosts[] each = costs.computeIfAbsent(block, b -> costs(by, b.attention(), sharing));
    int home = placement.home(replica, layer);
    for (int i = 0; i < sharing; i++) {
      charge(by, each[i], placement.attendant(replica, layer, i));
    }
    there.token(home, shares(block, each, by, replica, layer, false), home);
    add(there, token, each[0].token(), by.stretch());
    there.chunk(chunkTokens, home, shares(block, each, by, replica, layer, true), home);
    add(there, chunk, each[0].last(), by.stretch());
  }

  private AttentionCosts[] costs(AttentionTiming by, AttentionWork work, int sharing) {
    AttentionCosts[] each = new AttentionCosts[sharing];
    for (int i = 0; i < sharing; i++) {
      each[i] = by.costs(work.part(i, sharing), context, prefill);
    }
    return each;
  }

  private void charge(AttentionTiming by, AttentionCosts part, int die) {
    AttentionCosts.Cost token = part.token();
    ops += token.ops();
    memoryBits += token.bits();
    kind.macros().countRows(token.rows());
    kind.macros().countBits(token.writtenBits());
    kind.macros().countActivations(token.activations());
    kind.buffer(token.bufferBits());
    loads.attentionComputeS()[die] += token.computeS();
    loads.attentionMemoryS()[die] += token.memoryS() * by.stretch();
    prefillComputeS[die] += part.before().computeS();
    prefillMemoryS[die] += part.before().memoryS() * by.stretch();
  }

  private Visit.Share[] shares(
      Block block,
      AttentionCosts[] each,
      AttentionTiming by,
      int replica,
      int layer,
      boolean chunk) {
    Visit.Share[] shares = new Visit.Share[each.length];
    for (int i = 0; i < shares.length; i++) {
      AttentionWork part = block.attention().part(i, each.length);
      AttentionCosts.Cost cost = chunk ? each[i].last() : each[i].token();
      shares[i] =
          new Visit.Share(
              placement.attendant(replica, layer, i),
              (double) part.inputElements() * activationBits,
              Math.max(cost.computeS(), cost.memoryS() * by.stretch()),
              (double) part.outputElements() * activationBits);
    }
    return shares;
  }

  /// The longest of the dies' work is waited for; the first has as much as any.
  private static void add(
      Visit visit, PartTimes times, AttentionCosts.Cost longest, double stretch) {
    if (longest.computeS() > longest.memoryS() * stretch) {
      times.add(Part.ATTENTION_COMPUTE, visit.workS());
    } else {
      times.add(Part.ATTENTION_MEMORY, visit.workS() / stretch);
      times.add(Part.REFRESH, visit.workS() - visit.workS() / stretch);
    }
    times.add(Part.CHIPLET_LINKS, visit.totalS() - visit.workS());
  }

  /// What the prompt's tokens before its last chunk ask: their contexts differ.
  void prefillLoads(PackageLoads into) {
    System.arraycopy(prefillComputeS, 0, into.attentionComputeS(), 0, prefillComputeS.length);
    System.arraycopy(prefillMemoryS, 0, into.attentionMemoryS(), 0, prefillMemoryS.length);
  }

  /// Operations of one decoded token.
  double ops() {
    return ops;
  }

  /// Bits one decoded token reads and writes.
  double memoryBits() {
    return memoryBits;
  }
}
