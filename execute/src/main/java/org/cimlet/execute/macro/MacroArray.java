package org.cimlet.execute.macro;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;

/// One array with multipliers at its edge: a cycle reads one row, multiplies its words by the
/// inputs that belong to them and adds the products through a tree.
///
/// Rows hold tiles: with `columns` words a row, tile `t` of an output has its stored weights `t *
/// columns` to `t * columns + columns - 1`.
public sealed interface MacroArray permits DigitalMacro, BitSerialMacro {
  /// An empty array.
  ///
  /// @param rows rows there are
  /// @param inputs inputs of the linears it will hold
  /// @throws IllegalArgumentException where the macro has no such arithmetic
  static MacroArray of(Macro macro, Packing packing, int rows, int inputs) {
    return switch (macro.datapath()) {
      case BIT_PARALLEL -> new DigitalMacro(macro, packing, rows, inputs);
      case BIT_SERIAL -> new BitSerialMacro(macro, packing, rows, inputs);
      case LOCKSTEP_BANKS, ANALOG ->
          throw new IllegalArgumentException(
              "rows of whole numbers must lie in SRAM or resistive cells read as bits, got "
                  + macro);
    };
  }

  /// Writes a tile.
  ///
  /// @param row where
  /// @param tile which of its output
  /// @param stored the output's stored weights; beyond their end lie zeros
  /// @param masks the output's masks, none where dense
  /// @throws IllegalArgumentException where a weight does not fit a word
  void write(int row, int tile, byte[] stored, long[] masks);

  /// Reads a row.
  ///
  /// @param tile which tile it holds
  /// @param x the linear's inputs
  /// @return the sum of the row's products
  /// @throws IllegalArgumentException where an input does not fit the multipliers
  int read(int row, int tile, byte[] x);

  /// What it did so far.
  MacroActions actions();

  /// What it multiplied so far.
  OperandCounts operands();

  /// @throws IllegalArgumentException unless the value is a two's complement number of `bits` bits
  static byte fitting(String what, int value, int bits) {
    if (value >> (bits - 1) != value >> (Integer.SIZE - 1)) {
      throw new IllegalArgumentException(
          "%s must fit %s bits, got %s".formatted(what, bits, value));
    }
    return (byte) value;
  }
}
