package org.cimlet.compile.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.Chiplet;

/// Cuts the program into stages, each a group of chiplets that share what the stage holds.
///
/// A stage is full where its chiplets are, or where they are busy as long as a token may keep them;
/// the shortest such time with which the stages suffice is found by halving. Routed copies keep a
/// chiplet busy for the share of tokens that use them, so that attention, which all tokens use, is
/// not heaped on few chiplets.
public final class StageCut {
  /// Halvings of the interval between the ideal and no bound; 2^-14 of the ideal is less than a
  /// row.
  private static final int HALVINGS = 14;

  private final List<TiledLinears[]> layers;
  private final int group;
  private final long capacityBits;
  private final List<StageSlice> slices = new ArrayList<>();
  private int stage;

  /// @param layers the fused linears of each layer, the head last
  public StageCut(List<TiledLinears[]> layers, Chiplet chiplet, int group) {
    this.layers = layers;
    this.group = group;
    this.capacityBits = chiplet.macro().capacityBits();
  }

  /// So many stages do not hold the program.
  public static final class TooFewStagesException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int needed;

    public TooFewStagesException(int stages, int needed) {
      super("%s stages do not hold the program, %s would".formatted(stages, needed));
      this.needed = needed;
    }

    public int needed() {
      return needed;
    }
  }

  /// The slices in as equal stages as can be, at most `stages`.
  ///
  /// @throws TooFewStagesException where so many stages do not hold the program
  public List<StageSlice> balanced(int stages) {
    double ideal = totalRows() / ((double) stages * group);
    double low = ideal;
    double high = 2 * ideal;
    while (needed(high) > stages) {
      if (high > 1e12) {
        throw new TooFewStagesException(stages, needed(Double.POSITIVE_INFINITY));
      }
      low = high;
      high *= 4;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (needed(middle) > stages) {
        low = middle;
      } else {
        high = middle;
      }
    }
    needed(high);
    return List.copyOf(slices);
  }

  private double totalRows() {
    double total = 0;
    for (TiledLinears[] layer : layers) {
      for (TiledLinears what : layer) {
        total += what.rows() * what.fused().copies() * what.fused().activity();
      }
    }
    return total;
  }

  /// Stages it takes where no chiplet may be busy for more than `rows` rows of a token.
  public int needed(double rows) {
    slices.clear();
    stage = 0;
    StageRoom room = new StageRoom(group, capacityBits, rows);
    for (int layer = 0; layer < layers.size(); layer++) {
      for (TiledLinears what : layers.get(layer)) {
        if (!what.inputCut() || !slice(room, layer, what)) {
          deal(room, layer, what);
        }
      }
    }
    return stage + 1;
  }

  /// Cuts the inputs of fused linears, where the stage has room for all of them.
  private boolean slice(StageRoom room, int layer, TiledLinears what) {
    StageSlice before = slices.getLast();
    boolean made =
        before.layer() == layer
            && before.what().step() == what.step() - 1
            && before.stage() == stage
            && before.what().quantum() > 1
            && Arrays.stream(before.dealt()).sum() == before.what().fused().outputs();
    int[] inputs =
        room.inputSlices(what, made ? before.dealt() : new int[0], before.what().quantum());
    if (inputs.length == 0) {
      return false;
    }
    slices.add(new StageSlice(stage, layer, what, true, inputs));
    return true;
  }

  private void deal(StageRoom room, int layer, TiledLinears what) {
    int left = what.units();
    while (true) {
      boolean fresh = room.isEmpty();
      int[] dealt = room.deal(what, left);
      int units = Arrays.stream(dealt).sum();
      if (units > 0) {
        slices.add(new StageSlice(stage, layer, what, false, dealt));
        left -= units;
      } else if (fresh) {
        throw new LinearsTooLargeException(what, capacityBits);
      }
      if (left == 0) {
        return;
      }
      stage++;
      room.empty();
    }
  }
}
