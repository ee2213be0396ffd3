package org.cimlet.plan;

import java.util.Arrays;

/// Which part of which stack sits on which chiplet: pieces in program order, as dense arrays.
///
/// A piece is a run of a stack's units on one chiplet. A unit is an output channel where the stack
/// has one copy, a whole copy where it has several. Each macro of the chiplet gives the piece the
/// same number of rows, padding included. Layer `layers` is the head.
public final class Placement {
  /// A piece's figures lie side by side: layer, step, stack, chiplet, units, rows, input split,
  /// rows of an output.
  private static final int FIGURES = 8;

  private final int pieces;
  private final int[] figures;
  private final int[] home;
  private final long[] bitsUsed;

  private Placement(int pieces, int[] figures, int[] home, long[] bitsUsed) {
    this.pieces = pieces;
    this.figures = figures;
    this.home = home;
    this.bitsUsed = bitsUsed;
  }

  /// Pieces placed.
  public int pieces() {
    return pieces;
  }

  /// Layer of a piece; the number of layers for the head.
  public int layer(int piece) {
    return figures[piece * FIGURES];
  }

  /// Step of a piece within its layer.
  public int step(int piece) {
    return figures[piece * FIGURES + 1];
  }

  /// Stack of a piece within its step.
  public int stack(int piece) {
    return figures[piece * FIGURES + 2];
  }

  /// Chiplet a piece sits on.
  public int chiplet(int piece) {
    return figures[piece * FIGURES + 3];
  }

  /// Output channels, or copies, of a piece.
  public int units(int piece) {
    return figures[piece * FIGURES + 4];
  }

  /// Rows each macro reads for one pass through the piece: all its copies together.
  public int rows(int piece) {
    return figures[piece * FIGURES + 5];
  }

  /// Macros that share one output channel and add their partial sums.
  public int inputSplit(int piece) {
    return figures[piece * FIGURES + 6];
  }

  /// Rows that hold one output channel, on all the macros that share it.
  public int rowsPerOutput(int piece) {
    return figures[piece * FIGURES + 7];
  }

  /// Chiplet that holds the residual stream while a layer runs; the last entry is the head's.
  public int home(int layer) {
    return home[layer];
  }

  /// Bits of each macro that hold values and masks of a chiplet, row padding included.
  public long bitsUsedPerMacro(int chiplet) {
    return bitsUsed[chiplet];
  }

  /// Chiplets that hold anything.
  public int chipletsUsed() {
    int used = 0;
    for (long bits : bitsUsed) {
      used += bits > 0 ? 1 : 0;
    }
    return used;
  }

  /// Collects pieces in program order; good for one placement.
  public static final class Builder {
    private int pieces;
    private int[] figures = new int[256 * FIGURES];
    private final int[] home;
    private final long[] bitsUsed;

    /// @param chiplets dies in the package
    /// @param layers layers of the program
    public Builder(int chiplets, int layers) {
      this.home = new int[layers + 1];
      this.bitsUsed = new long[chiplets];
    }

    /// Adds the next piece; `bitsPerMacro` of its chiplet's macros are taken.
    public void add(
        int layer,
        int step,
        int stack,
        int chiplet,
        int units,
        int rows,
        int inputSplit,
        int rowsPerOutput,
        long bitsPerMacro) {
      int at = pieces * FIGURES;
      if (at == figures.length) {
        figures = Arrays.copyOf(figures, 2 * at);
      }
      figures[at] = layer;
      figures[at + 1] = step;
      figures[at + 2] = stack;
      figures[at + 3] = chiplet;
      figures[at + 4] = units;
      figures[at + 5] = rows;
      figures[at + 6] = inputSplit;
      figures[at + 7] = rowsPerOutput;
      bitsUsed[chiplet] += bitsPerMacro;
      pieces++;
    }

    /// Says where a layer's residual stream lives.
    public void home(int layer, int chiplet) {
      home[layer] = chiplet;
    }

    /// The finished placement, which takes the builder's arrays: the builder must not be used
    /// again.
    public Placement build() {
      return new Placement(pieces, figures, home, bitsUsed);
    }
  }
}
