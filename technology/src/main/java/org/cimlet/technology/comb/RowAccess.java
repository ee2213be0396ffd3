package org.cimlet.technology.comb;

/// How a stored row reaches the multipliers.
public sealed interface RowAccess {
  /// Over bit lines with sense amplifiers.
  ///
  /// @param rows on one bit line; longer arrays are cut into such segments
  /// @param columnMux bit lines that share a sense amplifier
  record BitLines(int rows, int columnMux) implements RowAccess {
    /// Sense amplifiers are as wide as four cells, and an array has no more than its rows need.
    public static BitLines usual(int rows, int depth) {
      return new BitLines(rows, Math.clamp(depth / rows, 1, 4));
    }

    /// @throws IllegalArgumentException where there are none
    public BitLines {
      if (rows < 1 || columnMux < 1) {
        throw new IllegalArgumentException(
            "a bit line must pass rows and have an amplifier, got %s and %s"
                .formatted(rows, columnMux));
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
