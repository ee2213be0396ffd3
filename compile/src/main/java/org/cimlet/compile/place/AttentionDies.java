package org.cimlet.compile.place;

import java.util.List;
import org.cimlet.plan.PlacementBuilder;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.AttentionWork;
import org.jspecify.annotations.Nullable;

/// Says which dies attend for each layer: none where the host does, the layer's home where the
/// layers' dies attend, else dies of their own.
///
/// Dies of their own share every layer, so that a single sequence has the banks of all of them:
/// keys with their values are dealt out one by one, and where the dealing stopped it goes on with
/// the next layer.
public final class AttentionDies {
  private final @Nullable DieKind kind;
  private int next;

  public AttentionDies(Machine machine) {
    kind = machine.dies().attending();
  }

  /// Dies that share a layer's attention.
  static int sharing(DieKind kind, AttentionWork work) {
    return kind.use() == DieKind.Use.KV_CACHE ? Math.min(kind.count(), work.caches()) : 1;
  }

  /// Writes those of the next layer.
  ///
  /// @param home chiplet that holds the layer's residual stream
  public void write(PlacementBuilder builder, int layer, AttentionWork work, int home) {
    DieKind attends = kind;
    if (attends == null || !work.attends()) {
      return;
    }
    if (attends.use() != DieKind.Use.KV_CACHE) {
      builder.attentionDies(layer, home);
      return;
    }
    List<Integer> at = attends.at();
    int[] dies = new int[sharing(attends, work)];
    for (int i = 0; i < dies.length; i++) {
      dies[i] = at.get((next + i) % at.size());
    }
    next = (next + work.caches()) % at.size();
    builder.attentionDies(layer, dies);
  }
}
