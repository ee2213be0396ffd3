package org.cimlet.plan;

import java.util.Arrays;

/// Which part of which stack sits on which chiplet: pieces in program order, as dense arrays.
///
/// A piece is a run of a stack's units on one chiplet. A unit is an output channel where the stack
/// has one copy, a whole copy where it has several. Each macro of the chiplet gives the piece the
/// same number of rows, padding included. Layer `layers` is the head.
public final class Placement {
  private final int chiplets;
  private final int pieces;
  private final int[] layer;
  private final int[] step;
  private final int[] stack;
  private final int[] chiplet;
  private final int[] units;
  private final int[] rows;
  private final int[] inputSplit;
  private final int[] home;
  private final long[] bitsUsed;

  private Placement(Builder builder) {
    chiplets = builder.chiplets;
    pieces = builder.pieces;
    layer = Arrays.copyOf(builder.layer, pieces);
    step = Arrays.copyOf(builder.step, pieces);
    stack = Arrays.copyOf(builder.stack, pieces);
    chiplet = Arrays.copyOf(builder.chiplet, pieces);
    units = Arrays.copyOf(builder.units, pieces);
    rows = Arrays.copyOf(builder.rows, pieces);
    inputSplit = Arrays.copyOf(builder.inputSplit, pieces);
    home = builder.home.clone();
    bitsUsed = builder.bitsUsed.clone();
  }

  /// Pieces placed.
  public int pieces() {
    return pieces;
  }

  /// Layer of a piece; the number of layers for the head.
  public int layer(int piece) {
    return layer[piece];
  }

  /// Step of a piece within its layer.
  public int step(int piece) {
    return step[piece];
  }

  /// Stack of a piece within its step.
  public int stack(int piece) {
    return stack[piece];
  }

  /// Chiplet a piece sits on.
  public int chiplet(int piece) {
    return chiplet[piece];
  }

  /// Output channels, or copies, of a piece.
  public int units(int piece) {
    return units[piece];
  }

  /// Rows each macro reads for one pass through the piece: all its copies together.
  public int rows(int piece) {
    return rows[piece];
  }

  /// Macros that share one output channel and add their partial sums.
  public int inputSplit(int piece) {
    return inputSplit[piece];
  }

  /// Chiplet that holds the residual stream while a layer runs; the last entry is the head's.
  public int home(int layerIndex) {
    return home[layerIndex];
  }

  /// Bits of each macro that hold values and masks of a chiplet, row padding included.
  public long bitsUsedPerMacro(int chipletIndex) {
    return bitsUsed[chipletIndex];
  }

  /// Chiplets that hold anything.
  public int chipletsUsed() {
    int used = 0;
    for (int c = 0; c < chiplets; c++) {
      used += bitsUsed[c] > 0 ? 1 : 0;
    }
    return used;
  }

  /// Collects pieces in program order.
  public static final class Builder {
    private final int chiplets;
    private final int[] home;
    private final long[] bitsUsed;
    private int pieces;
    private int[] layer = new int[256];
    private int[] step = new int[256];
    private int[] stack = new int[256];
    private int[] chiplet = new int[256];
    private int[] units = new int[256];
    private int[] rows = new int[256];
    private int[] inputSplit = new int[256];

    /// @param chiplets dies in the package
    /// @param layers layers of the program
    public Builder(int chiplets, int layers) {
      this.chiplets = chiplets;
      this.home = new int[layers + 1];
      this.bitsUsed = new long[chiplets];
    }

    /// Adds the next piece; `bitsPerMacro` of its chiplet's macros are taken.
    public void add(
        int layerIndex,
        int stepIndex,
        int stackIndex,
        int chipletIndex,
        int unitCount,
        int rowCount,
        int inputSplitFactor,
        long bitsPerMacro) {
      if (pieces == layer.length) {
        grow();
      }
      layer[pieces] = layerIndex;
      step[pieces] = stepIndex;
      stack[pieces] = stackIndex;
      chiplet[pieces] = chipletIndex;
      units[pieces] = unitCount;
      rows[pieces] = rowCount;
      inputSplit[pieces] = inputSplitFactor;
      bitsUsed[chipletIndex] += bitsPerMacro;
      pieces++;
    }

    /// Says where a layer's residual stream lives.
    public void home(int layerIndex, int chipletIndex) {
      home[layerIndex] = chipletIndex;
    }

    /// The finished placement.
    public Placement build() {
      return new Placement(this);
    }

    private void grow() {
      int size = 2 * layer.length;
      layer = Arrays.copyOf(layer, size);
      step = Arrays.copyOf(step, size);
      stack = Arrays.copyOf(stack, size);
      chiplet = Arrays.copyOf(chiplet, size);
      units = Arrays.copyOf(units, size);
      rows = Arrays.copyOf(rows, size);
      inputSplit = Arrays.copyOf(inputSplit, size);
    }
  }
}
