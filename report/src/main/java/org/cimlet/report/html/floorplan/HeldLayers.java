package org.cimlet.report.html.floorplan;

import java.util.BitSet;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.report.html.page.Ranges;

/// Which layers have a part on which chiplet.
public final class HeldLayers {
  private final int head;
  private final BitSet[] held;
  private BitSet kept = new BitSet();

  private HeldLayers(int head, int chiplets) {
    this.head = head;
    this.held = new BitSet[chiplets];
    for (int c = 0; c < chiplets; c++) {
      held[c] = new BitSet();
    }
  }

  public static HeldLayers of(Plan plan) {
    HeldLayers layers = new HeldLayers(plan.program().layers().size(), plan.machine().chiplets());
    Placement placement = plan.placement();
    for (int shard = 0; shard < placement.shards(); shard++) {
      layers.held[placement.chiplet(shard)].set(placement.layer(shard));
    }
    layers.kept = keepers(plan);
    return layers;
  }

  private static BitSet keepers(Plan plan) {
    BitSet keepers = new BitSet();
    DieKind kind = plan.machine().dies().of(DieKind.Use.KV_CACHE);
    for (int die : kind == null ? List.<Integer>of() : kind.at()) {
      keepers.set(die);
    }
    return keepers;
  }

  /// `layer 3`, `layers 3 to 5`, `layers 30, 31 and the head`, `nothing`.
  public String of(int chiplet) {
    if (kept.get(chiplet)) {
      return "KV cache";
    }
    BitSet set = held[chiplet];
    int layers = set.get(head) ? set.cardinality() - 1 : set.cardinality();
    String text = layers == 0 ? "" : layers == 1 ? "layer " : "layers ";
    if (layers > 0) {
      text += Ranges.of(set, head);
    }
    if (set.get(head)) {
      text += layers == 0 ? "the head" : " and the head";
    }
    return text.isEmpty() ? "nothing" : text;
  }
}
