package org.cimlet.compile.tile;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;

/// How fused linears lie in the macros of a chiplet.
///
/// Input channels lie across the columns: an output channel takes `tiles` rows of `columns` stored
/// weights. Output channels run down the depth and across the macros. Where that leaves macros
/// idle, an output's tiles are cut over `split` macros, a power of two, whose partial sums the
/// chiplet adds; of the splits that take the fewest rows, the smallest is used.
///
/// Divisions are what placing costs, so the tiles of each split are divided once.
public final class RowTiling {
  private final int macros;
  private final int tiles;
  private final int rowBits;
  private final int opened;

  /// At `i`: rows of one output channel on each of the `2^i` macros it is cut over.
  private final int[] tilesOfSplit;

  /// @param macros macros of the chiplet
  /// @param fanIn macros whose partial sums the chiplet can add
  /// @param tiles rows of one output channel, all splits together
  /// @param together rows that share a mask, where a group is wider than a row: they stay on one
  ///   macro
  /// @param rowBits bits a row takes, masks included
  RowTiling(int macros, int fanIn, int tiles, int together, int rowBits) {
    this(macros, fanIn, tiles, together, rowBits, 1);
  }

  /// @param opened rows that are opened together: what is placed begins at the first of such
  private RowTiling(int macros, int fanIn, int tiles, int together, int rowBits, int opened) {
    this.opened = opened;
    this.macros = macros;
    this.tiles = tiles;
    this.rowBits = rowBits;
    int runs = Math.ceilDiv(tiles, together);
    int largest = Math.min(Integer.highestOneBit(fanIn), Integer.highestOneBit(runs));
    this.tilesOfSplit = new int[Integer.numberOfTrailingZeros(largest) + 1];
    for (int i = 0; i < tilesOfSplit.length; i++) {
      tilesOfSplit[i] = ((runs + (1 << i) - 1) >> i) * together;
    }
  }

  public static RowTiling of(FusedLinears fused, Chiplet chiplet) {
    return of(fused, fused.inputs(), chiplet);
  }

  /// Fused linears of which only some inputs lie on the chiplet.
  public static RowTiling of(FusedLinears fused, int inputs, Chiplet chiplet) {
    Macro macro = chiplet.macro();
    long values = fused.packing().valuesPerRow(inputs);
    int valueBits = macro.inputsPerRow() * fused.packing().weightBits();
    int maskBits =
        fused.packing().isDense()
            ? 0
            : Math.ceilDiv(macro.inputsPerRow() * fused.packing().group(), fused.packing().kept());
    return new RowTiling(
        chiplet.macros(),
        chiplet.partialSumFanIn(),
        Math.toIntExact(Math.ceilDiv(values, (long) macro.inputsPerRow())),
        Math.max(1, fused.packing().kept() / macro.inputsPerRow()),
        valueBits + maskBits,
        macro.rowsPerOpening());
  }

  /// Bits of each macro that so many rows take, those left empty behind them included.
  public long bits(long rows) {
    return opened == 1 ? rows * rowBits : Math.ceilDiv(rows, (long) opened) * opened * rowBits;
  }

  /// Rows that fit so many bits of each macro, openings whole.
  public int rowsIn(long bits) {
    long rows = bits / rowBits;
    return Math.toIntExact(rows - rows % opened);
  }

  int macros() {
    return macros;
  }

  int tiles() {
    return tiles;
  }

  public int rowBits() {
    return rowBits;
  }

  /// Splits there are: 1, 2, 4, ... `2^(splits-1)`.
  int splits() {
    return tilesOfSplit.length;
  }

  /// Rows each macro takes for `outputs` channels cut over `2^logSplit` macros.
  public long rows(int outputs, int logSplit) {
    long all = (long) outputs << logSplit;
    int slots = (int) all;
    long deep = slots == all ? Math.ceilDiv(slots, macros) : Math.ceilDiv(all, (long) macros);
    return deep * tilesOfSplit[logSplit];
  }

  /// Rows that hold one output channel, on all the macros it is cut over.
  public int rowsPerOutput(int logSplit) {
    return tilesOfSplit[logSplit] << logSplit;
  }

  /// Logarithm of the smallest split of those with the fewest rows.
  public int bestLogSplit(int outputs) {
    int best = 0;
    long fewest = rows(outputs, 0);
    for (int logSplit = 1; logSplit < tilesOfSplit.length; logSplit++) {
      long rows = rows(outputs, logSplit);
      if (rows < fewest) {
        fewest = rows;
        best = logSplit;
      }
    }
    return best;
  }

  /// Logarithm of the smallest split of those by which most outputs fit in `rows` rows of each
  /// macro.
  public int roomiestLogSplit(int rows) {
    if (rows < tilesOfSplit[tilesOfSplit.length - 1]) {
      return 0; // nothing fits, however it is cut
    }
    int best = 0;
    long most = outputsThatFit(rows, 0);
    for (int logSplit = 1; logSplit < tilesOfSplit.length; logSplit++) {
      long fit = outputsThatFit(rows, logSplit);
      if (fit > most) {
        most = fit;
        best = logSplit;
      }
    }
    return best;
  }

  /// Output channels that fit in `rows` rows of each macro, cut over `2^logSplit` macros.
  public long outputsThatFit(int rows, int logSplit) {
    return ((long) (rows / tilesOfSplit[logSplit]) * macros) >> logSplit;
  }
}
