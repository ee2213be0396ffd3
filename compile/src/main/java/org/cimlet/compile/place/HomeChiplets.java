package org.cimlet.compile.place;

import java.util.List;
import org.cimlet.compile.tile.StageSlice;

/// Where each layer's residual stream lives: in the stage that holds most of the layer, on a
/// chiplet of the group that differs from layer to layer.
public record HomeChiplets(List<StageSlice> slices, int group) {

  /// The home of each layer, as a chiplet of the replica.
  public int[] of(int layers) {
    int[] home = new int[layers];
    int at = 0;
    for (int layer = 0; layer < layers; layer++) {
      int stage = slices.get(at).stage();
      long rows = 0;
      long most = -1;
      int best = stage;
      while (at < slices.size() && slices.get(at).layer() == layer) {
        StageSlice slice = slices.get(at++);
        if (slice.stage() != stage) {
          stage = slice.stage();
          rows = 0;
        }
        for (int i = 0; i < group; i++) {
          rows += slice.rows(i);
        }
        if (rows > most) {
          most = rows;
          best = stage;
        }
      }
      home[layer] = best * group + layer % group;
    }
    return home;
  }
}
