package org.cimlet.estimate;

import java.util.IdentityHashMap;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What the chiplets' attention modules do for one token, and for the last chunk of a prompt: each
/// layer's attention at its home.
final class AttentionPass {
  private final @Nullable HostTiming timing;
  private final int context;
  private final PrefillShape prefill;
  private final IdentityHashMap<Block, AttentionCost> costs = new IdentityHashMap<>();
  private final double[] prefillComputeS;
  private final double[] prefillMemoryS;
  private double ops;
  private double memoryBits;

  AttentionPass(Plan plan, PrefillShape prefill) {
    Chiplet.AttentionModule module = plan.machine().chiplet().attention();
    timing = module == null ? null : HostTiming.of(module);
    context = plan.scenario().contextTokens();
    this.prefill = prefill;
    prefillComputeS = new double[plan.machine().chiplets()];
    prefillMemoryS = new double[plan.machine().chiplets()];
  }

  /// Attends for a layer at its home, where chiplets have modules.
  void attend(Block block, int home, PackageLoads loads, PartTimes token, PartTimes chunk) {
    HostTiming at = timing;
    if (at == null) {
      return;
    }
    AttentionCost cost =
        costs.computeIfAbsent(block, b -> AttentionCost.of(b.attention(), context, prefill, at));
    ops += cost.ops();
    memoryBits += cost.bits();
    loads.attentionComputeS()[home] += at.computeS(cost.ops());
    loads.attentionMemoryS()[home] += at.memoryS(cost.bits());
    prefillComputeS[home] += at.computeS(cost.opsBefore());
    prefillMemoryS[home] += at.memoryS(cost.bitsBefore());
    overlapped(at, token, cost.ops(), cost.bits());
    overlapped(at, chunk, cost.opsLast(), cost.bitsLast());
  }

  private static void overlapped(HostTiming at, PartTimes times, double ops, double bits) {
    times.addOverlapped(
        1, Part.ATTENTION_COMPUTE, at.computeS(ops), Part.ATTENTION_MEMORY, at.memoryS(bits));
  }

  /// What the prompt's tokens before its last chunk ask: their contexts differ.
  void prefillLoads(PackageLoads loads) {
    System.arraycopy(prefillComputeS, 0, loads.attentionComputeS(), 0, prefillComputeS.length);
    System.arraycopy(prefillMemoryS, 0, loads.attentionMemoryS(), 0, prefillMemoryS.length);
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
