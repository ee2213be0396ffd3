package org.cimlet.execute.macro;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;

/// What the macros of a machine hold: the whole network, written once, or a weight set of it at a
/// time, written anew whenever tokens come to it. For one thread at a time.
public final class WeightSets {
  private static final int NONE = -1;

  private final Placement placement;
  private final List<List<Loadable>> loadables = new ArrayList<>();
  private int held = NONE;
  private long passes;
  private long bits;

  /// @param plan the network's placement
  public WeightSets(Plan plan) {
    placement = plan.placement();
    for (int weightSet = 0; weightSet < placement.weightSets(); weightSet++) {
      loadables.add(new ArrayList<>());
    }
  }

  /// Weights that lie together in one weight set.
  interface Loadable {
    /// Writes them into their macros; says how many bits of values and masks that were.
    long load();

    /// Overwrites them with zeros.
    void erase();
  }

  /// Takes up weights that belong to a weight set; where all are held at once they are written now.
  void add(int weightSet, Loadable loadable) {
    loadables.get(weightSet).add(loadable);
    if (!placement.isReloaded()) {
      loadable.load();
    }
  }

  /// Sees to it that a weight set is in the macros, and no others.
  void require(int weightSet) {
    if (!placement.isReloaded() || weightSet == held) {
      return;
    }
    if (held != NONE) {
      loadables.get(held).forEach(Loadable::erase);
    }
    for (Loadable loadable : loadables.get(weightSet)) {
      bits += loadable.load();
    }
    held = weightSet;
    passes += weightSet == 0 ? 1 : 0;
  }

  /// How often tokens passed the network together and had it loaded for them.
  public long passes() {
    return passes;
  }

  /// Bits of values and masks loaded so far; 0 where all weights are held at once.
  public long loadedBits() {
    return bits;
  }
}
