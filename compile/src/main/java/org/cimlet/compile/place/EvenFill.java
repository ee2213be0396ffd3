package org.cimlet.compile.place;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.TiledLinears;

/// How full the chiplets are filled in each weight set where every chiplet is loaded from its own
/// memory: as many steps as the package holds, or one step larger than it, and no chiplet fuller
/// than it must be.
final class EvenFill {
  private final Placer placer;
  private final List<List<TiledLinears>> steps = new ArrayList<>();
  private final int chiplets;
  private final long capacityBits;
  private int placed;
  private int left;

  /// @param layers the fused linears of each layer
  /// @param capacityBits of each macro
  EvenFill(Placer placer, List<TiledLinears[]> layers, int chiplets, long capacityBits) {
    this.placer = placer;
    this.chiplets = chiplets;
    this.capacityBits = capacityBits;
    for (TiledLinears[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        if (layer[i].index() == 0) {
          steps.add(Placer.step(layer, i));
        }
      }
    }
  }

  /// Whether the next step is the first of a weight set.
  boolean beginsSet() {
    return left == 0;
  }

  boolean placedAny() {
    return placed > 0;
  }

  void next() {
    placed++;
    left--;
  }

  /// Chooses the steps of the weight set that begins. Returns the least number of bits in each
  /// macro with which they take no more packages than in full ones: one, unless a single step is
  /// larger.
  long levelBits() {
    left = stepsThatFit();
    List<TiledLinears> set = new ArrayList<>();
    steps.subList(placed, placed + left).forEach(set::addAll);
    int packages = Math.ceilDiv(placer.used(set, capacityBits), chiplets);
    long enough = capacityBits;
    long few = set.stream().mapToLong(TiledLinears::smallestBits).max().orElse(capacityBits) - 1;
    while (enough - few > 1) {
      long middle = (few + enough) / 2;
      if (fits(set, middle, packages * chiplets)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return enough;
  }

  /// Whether steps take no more chiplets than so many, each filled to a level that may be too low
  /// for one of their outputs.
  private boolean fits(List<TiledLinears> set, long level, int most) {
    try {
      return placer.used(set, level) <= most;
    } catch (LinearsTooLargeException e) {
      return false;
    }
  }

  /// Steps from here that an empty package holds, at least one.
  private int stepsThatFit() {
    List<TiledLinears> set = new ArrayList<>(steps.get(placed));
    int fit = 1;
    while (placed + fit < steps.size()) {
      set.addAll(steps.get(placed + fit));
      if (placer.used(set, capacityBits) > chiplets) {
        break;
      }
      fit++;
    }
    return fit;
  }
}
