package org.cimlet.technology.comb;

import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;

/// A macro as a designer draws it.
///
/// @param columns weights in a row, one multiplier each
/// @param depth rows, of which one is multiplied at a time
/// @param datapath multipliers, tree and accumulator of as many columns as it has channels
/// @param adderCircuit its adders, where they are not of standard cells
/// @param operands what it multiplies
/// @param weightsChange whether another row comes with every multiply, rather than staying for many
///   inputs
/// @param cell kind of memory cell
/// @param access how a row reaches the multipliers
/// @param group inputs a mask covers where rows may be packed; 0 without a zero skipper
public record CombShape(
    int columns,
    int depth,
    Datapath datapath,
    AdderCircuit adderCircuit,
    Operands operands,
    boolean weightsChange,
    SramCell cell,
    RowAccess access,
    int group) {
  /// @throws IllegalArgumentException where the numbers do not fit together
  public CombShape {
    if (columns < 1 || depth < 1) {
      throw new IllegalArgumentException("a macro must have columns and rows");
    }
    if (columns % datapath.channels() != 0) {
      throw new IllegalArgumentException(
          "a tree's channels must divide the %s columns, got %s"
              .formatted(columns, datapath.channels()));
    }
    switch (access) {
      case RowAccess.BitLines lines when (long) lines.rows() * lines.columnMux() > depth ->
          throw new IllegalArgumentException(
              "bit lines must pass 1 to %s rows, got %s x %s"
                  .formatted(depth, lines.columnMux(), lines.rows()));
      case RowAccess.Selector selector when selector.rows() != depth ->
          throw new IllegalArgumentException(
              "a selector must choose among all %s rows, got %s".formatted(depth, selector.rows()));
      case RowAccess.BitLines _, RowAccess.Selector _ -> {}
    }
  }

  /// A macro that computes on the memory boundary: another row comes over bit lines with every
  /// multiply, to one tree of standard cells.
  ///
  /// @param bitlineRows rows on one bit line
  public static CombShape onBoundary(
      int depth, Datapath datapath, Operands operands, SramCell cell, int bitlineRows, int group) {
    return new CombShape(
        datapath.channels(),
        depth,
        datapath,
        AdderCircuit.STANDARD_CELLS,
        operands,
        true,
        cell,
        RowAccess.BitLines.usual(bitlineRows, depth),
        group);
  }

  /// How multipliers and adders are built.
  ///
  /// @param energyRatio energy over that of standard cells
  /// @param areaRatio area over that of standard cells
  /// @param stages that flip-flops cut their way into, as long as each other
  public record AdderCircuit(double energyRatio, double areaRatio, int stages) {
    /// Standard cells, in one cycle.
    public static final AdderCircuit STANDARD_CELLS = new AdderCircuit(1, 1, 1);

    /// @throws IllegalArgumentException where a ratio or the number of stages is not positive
    public AdderCircuit {
      if (!(energyRatio > 0) || !(areaRatio > 0) || stages < 1) {
        throw new IllegalArgumentException(
            "ratios and stages must be positive, got %s, %s and %s"
                .formatted(energyRatio, areaRatio, stages));
      }
    }
  }

  /// Bits that flip-flops of a tree's stages hold.
  public double stageBits() {
    return adderCircuit.stages() == 1 ? 0 : datapath.cutBits(adderCircuit.stages());
  }

  /// Adder trees of a row.
  public int trees() {
    return columns / datapath.channels();
  }

  /// Bits of a row.
  public int rowBits() {
    return columns * datapath.weightBitsAtOnce();
  }

  /// Bits stored.
  public long bits() {
    return (long) rowBits() * depth;
  }
}
