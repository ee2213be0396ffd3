package org.cimlet.execute.macro;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;

/// What the macros of a machine hold: the whole network, written once, or a round of it at a time,
/// written anew whenever tokens come to it. For one thread at a time.
public final class WeightRounds {
  private static final int NONE = -1;

  private final Placement placement;
  private final List<List<Part>> parts = new ArrayList<>();
  private int held = NONE;
  private long passes;
  private long bits;

  /// @param plan the network's placement
  public WeightRounds(Plan plan) {
    placement = plan.placement();
    for (int round = 0; round < placement.weightSets(); round++) {
      parts.add(new ArrayList<>());
    }
  }

  /// Weights that lie together in one round.
  interface Part {
    /// Writes them into their macros; says how many bits of values and masks that were.
    long load();

    /// Overwrites them with zeros.
    void erase();
  }

  /// Round of a piece.
  int roundOf(int piece) {
    int round = 0;
    while (placement.firstShardOfWeightSet(round + 1) <= piece) {
      round++;
    }
    return round;
  }

  /// Takes up weights that belong to a round; where all are held at once they are written now.
  void add(int round, Part part) {
    parts.get(round).add(part);
    if (!placement.isReloaded()) {
      part.load();
    }
  }

  /// Sees to it that a round's weights are in the macros, and no others.
  void require(int round) {
    if (!placement.isReloaded() || round == held) {
      return;
    }
    if (held != NONE) {
      parts.get(held).forEach(Part::erase);
    }
    for (Part part : parts.get(round)) {
      bits += part.load();
    }
    held = round;
    passes += round == 0 ? 1 : 0;
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
