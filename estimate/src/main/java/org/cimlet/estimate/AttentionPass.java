package org.cimlet.estimate;

import java.util.IdentityHashMap;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What the chiplets' attention modules do for one token: each layer's attention at its home.
final class AttentionPass {
  private final @Nullable HostTiming timing;
  private final int context;
  private final IdentityHashMap<Block, AttentionCost> costs = new IdentityHashMap<>();
  private double ops;
  private double memoryBits;

  AttentionPass(Plan plan) {
    Chiplet.AttentionModule module = plan.machine().chiplet().attention();
    timing = module == null ? null : HostTiming.of(module);
    context = plan.scenario().contextTokens();
  }

  /// Attends for a layer at its home, where chiplets have modules.
  void attend(Block block, int home, PackageLoads loads, PartTimes token) {
    HostTiming at = timing;
    if (at == null) {
      return;
    }
    AttentionCost cost =
        costs.computeIfAbsent(block, b -> AttentionCost.ofToken(b.attention(), context, at));
    ops += cost.ops();
    memoryBits += cost.bits();
    loads.attentionComputeS()[home] += at.computeS(cost.ops());
    loads.attentionMemoryS()[home] += at.memoryS(cost.bits());
    token.addOverlapped(
        1,
        Part.ATTENTION_COMPUTE,
        at.computeS(cost.ops()),
        Part.ATTENTION_MEMORY,
        at.memoryS(cost.bits()));
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
