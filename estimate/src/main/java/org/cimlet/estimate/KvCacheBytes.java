package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.Block;

/// Bytes of keys and values on each die that is there to keep them, for all sequences of the
/// scenario.
final class KvCacheBytes {
  private KvCacheBytes() {}

  static double[] of(Plan plan) {
    double[] bytes = new double[plan.machine().chiplets()];
    DieKind kind = plan.machine().dies().of(DieKind.Use.KV_CACHE);
    if (kind == null) {
      return bytes;
    }
    Placement placement = plan.placement();
    List<Block> layers = plan.program().layers();
    int context = plan.scenario().contextTokens();
    double sequences = (double) plan.scenario().batch() / placement.replicas();
    for (int replica = 0; replica < placement.replicas(); replica++) {
      for (int layer = 0; layer < layers.size(); layer++) {
        int sharing = placement.attentionDies(replica, layer);
        for (int i = 0; i < sharing; i++) {
          long elements = layers.get(layer).attention().part(i, sharing).cachedElements(context);
          bytes[placement.attentionDie(replica, layer, i)] +=
              sequences * elements * kind.chiplet().cacheBits() / 8;
        }
      }
    }
    return bytes;
  }
}
