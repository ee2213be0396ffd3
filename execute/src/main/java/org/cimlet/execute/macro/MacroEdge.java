package org.cimlet.execute.macro;

import java.util.Arrays;
import org.cimlet.execute.skipper.ZeroSkipper;
import org.cimlet.plan.program.Packing;

/// Brings the inputs of a row's words to the multipliers at a macro's edge.
sealed interface MacroEdge {
  /// @param packing how the macro's weights are stored
  /// @param columns words of a row
  /// @param rows rows there are
  /// @param inputs inputs of the linears it will hold
  static MacroEdge of(Packing packing, int columns, int rows, int inputs) {
    return packing.isDense()
        ? new Straight(columns, inputs)
        : new Skipping(packing, columns, rows, inputs);
  }

  /// Stores the masks of a tile's groups in a row.
  ///
  /// @param masks all masks of the tile's output
  void write(int row, int tile, long[] masks);

  /// Brings the inputs of a row's words, zeros where a word only pads.
  ///
  /// @param x the linear's inputs
  /// @param to gets one input a column
  void bring(int row, int tile, byte[] x, byte[] to);

  /// Masks decoded so far.
  long maskDecodes();

  /// Weights so far that masks said are not stored.
  long skippedWeights();

  /// Dense rows meet the inputs in order.
  record Straight(int columns, int inputs) implements MacroEdge {
    @Override
    public void write(int row, int tile, long[] masks) {}

    @Override
    public void bring(int row, int tile, byte[] x, byte[] to) {
      int first = Math.min(tile * columns, inputs);
      int there = Math.min(columns, inputs - first);
      System.arraycopy(x, first, to, 0, there);
      Arrays.fill(to, there, columns, (byte) 0);
    }

    @Override
    public long maskDecodes() {
      return 0;
    }

    @Override
    public long skippedWeights() {
      return 0;
    }
  }

  /// Packed rows bring masks, and the [ZeroSkipper] gathers the inputs they select. A group wider
  /// than a row is gathered with its first row and held for the next ones.
  final class Skipping implements MacroEdge {
    private final Packing packing;
    private final int columns;
    private final int inputs;
    private final ZeroSkipper skipper;

    /// Groups whose masks a row brings.
    private final int groupsPerRow;

    private final long[] masks;

    /// Kept inputs of the group at hand, where it is wider than a row.
    private final byte[] held;

    private long maskDecodes;
    private long skippedWeights;

    private Skipping(Packing packing, int columns, int rows, int inputs) {
      if (columns % packing.kept() != 0 && packing.kept() % columns != 0) {
        throw new IllegalArgumentException(
            "rows of %s columns must hold whole groups of %s kept weights, or groups whole rows"
                .formatted(columns, packing.kept()));
      }
      this.packing = packing;
      this.columns = columns;
      this.inputs = inputs;
      this.skipper = new ZeroSkipper(packing.group(), packing.kept());
      this.groupsPerRow = Math.max(1, columns / packing.kept());
      this.masks = new long[Math.multiplyExact(rows, groupsPerRow)];
      this.held = new byte[packing.kept()];
    }

    private int firstGroup(int tile) {
      return (int) ((long) tile * columns / packing.kept());
    }

    @Override
    public void write(int row, int tile, long[] all) {
      for (int g = 0; g < groupsPerRow; g++) {
        int group = firstGroup(tile) + g;
        masks[row * groupsPerRow + g] = group < all.length ? all[group] : 0;
      }
    }

    @Override
    public void bring(int row, int tile, byte[] x, byte[] to) {
      int within = (int) ((long) tile * columns % packing.kept());
      if (packing.kept() > columns) {
        if (within == 0) {
          gather(row, 0, firstGroup(tile), x, held, 0);
        }
        System.arraycopy(held, within, to, 0, columns);
        return;
      }
      for (int g = 0; g < groupsPerRow; g++) {
        gather(row, g, firstGroup(tile) + g, x, to, g * packing.kept());
      }
    }

    /// Where a row's end holds no group any more, nothing is decoded.
    private void gather(int row, int g, int group, byte[] x, byte[] to, int at) {
      long first = (long) group * packing.group();
      if (first >= inputs) {
        Arrays.fill(to, at, at + packing.kept(), (byte) 0);
        return;
      }
      long mask = masks[row * groupsPerRow + g];
      skipper.gather(mask, x, (int) first, to, at);
      maskDecodes++;
      skippedWeights += Math.min(packing.group(), inputs - first) - Long.bitCount(mask);
    }

    @Override
    public long maskDecodes() {
      return maskDecodes;
    }

    @Override
    public long skippedWeights() {
      return skippedWeights;
    }
  }
}
