package org.cimlet.technology.comb;

/// How a stored row reaches the multipliers.
public sealed interface RowAccess {
  /// Over bit lines with sense amplifiers.
  ///
  /// @param rows on one bit line; longer arrays are cut into such segments
  record BitLines(int rows) implements RowAccess {
    /// @throws IllegalArgumentException where there are none
    public BitLines {
      if (rows < 1) {
        throw new IllegalArgumentException("a bit line must pass rows, got " + rows);
      }
    }
  }

  /// Through a selector next to its cells; a single row needs none.
  ///
  /// @param rows that share a multiplier
  record Selector(int rows) implements RowAccess {
    /// @throws IllegalArgumentException where there are none
    public Selector {
      if (rows < 1) {
        throw new IllegalArgumentException("a selector must choose among rows, got " + rows);
      }
    }
  }
}
