package org.cimlet.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One array with multipliers at its edge, resolved.
///
/// @param columns weights in a row, one multiplier each
/// @param depth rows of `columns` dense weights
/// @param cyclesPerRow clock cycles from row to row
/// @param skipper present where rows may be packed N:M
public record Macro(
    int columns,
    int depth,
    int weightBits,
    int inputBits,
    int accumulatorBits,
    int cyclesPerRow,
    long clockHz,
    double readFjPerBit,
    double multiplyFj,
    @Nullable ZeroSkipper skipper) {

  /// The butterfly that brings each kept weight its input.
  ///
  /// @param group inputs a mask covers
  public record ZeroSkipper(int group, double decodeFj, double routeFj) {}

  /// The zero skipper, where the macro has one.
  public Optional<ZeroSkipper> zeroSkipper() {
    return Optional.ofNullable(skipper);
  }

  /// Bits the array stores, values and masks alike.
  public long capacityBits() {
    return (long) columns * depth * weightBits;
  }

  /// Seconds from row to row.
  public double rowS() {
    return (double) cyclesPerRow / clockHz;
  }

  /// Multiply-accumulates per second.
  public double macsPerS() {
    return columns / rowS();
  }
}
