package org.cimlet.tensor;

import java.lang.foreign.MemorySegment;

/// The stored weights of one linear y = W x: INT8 values with float scales, W being `[outputs,
/// inputs]`.
///
/// A weight is `value * scale`. Immutable; the segments are read-only views in little-endian order
/// that need not be aligned, so read them with the `_UNALIGNED` layouts. They may be heap memory or
/// a mapped file, larger than 2 GiB, and live as long as the arena they came from.
public sealed interface WeightMatrix permits DenseMatrix, PackedMatrix {
  /// Rows of the matrix: what the linear gives.
  int outputs();

  /// Columns of the matrix: what the linear takes.
  int inputs();

  /// Which weights are stored.
  Pattern pattern();

  /// Stored INT8 values, row after row.
  MemorySegment values();

  /// One float32 for each `inputsPerScale` consecutive inputs of a row, row after row: a matrix
  /// `[outputs, scalesPerRow]`. Finite and above 0.
  MemorySegment scales();

  /// Consecutive inputs of a row that share a scale; `inputs` where a row has one scale.
  int inputsPerScale();

  /// Scales of one row; the last may stand for fewer than `inputsPerScale` inputs.
  default int scalesPerRow() {
    return Math.ceilDiv(inputs(), inputsPerScale());
  }

  /// The scale of one weight.
  default float scale(int output, int input) {
    long index = (long) output * scalesPerRow() + input / inputsPerScale();
    return scales().getAtIndex(Layouts.FLOAT, index);
  }

  /// The INT8 value of one weight, 0 where it is not stored.
  byte valueAt(int output, int input);

  /// Bytes of values and masks, without scales: what a macro holds.
  long weightBytes();

  /// Bytes of values, masks and scales.
  default long storedBytes() {
    return weightBytes() + scales().byteSize();
  }
}
