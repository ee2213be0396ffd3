package org.cimlet.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Every weight stored as INT8: `values` is the matrix `[outputs, inputs]` row after row, one byte
/// a weight.
public final class DenseMatrix implements WeightMatrix {
  private final int outputs;
  private final int inputs;
  private final int inputsPerScale;
  private final MemorySegment values;
  private final MemorySegment scales;

  private DenseMatrix(
      int outputs, int inputs, int inputsPerScale, MemorySegment values, MemorySegment scales) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.inputsPerScale = inputsPerScale;
    this.values = values.asReadOnly();
    this.scales = scales.asReadOnly();
  }

  /// A view of stored weights; nothing is copied, so the caller must not write to them any more.
  ///
  /// @param inputsPerScale consecutive inputs of a row that share a scale, `inputs` for one a row
  /// @param values `outputs * inputs` bytes
  /// @param scales `outputs * ceil(inputs / inputsPerScale)` little-endian floats, finite, above 0
  /// @throws IllegalArgumentException if sizes or scales are not so
  public static DenseMatrix of(
      int outputs, int inputs, int inputsPerScale, MemorySegment values, MemorySegment scales) {
    Layouts.checkShape(outputs, inputs, inputsPerScale);
    Layouts.checkBytes("values", values, (long) outputs * inputs);
    Layouts.checkScales(scales, (long) outputs * Math.ceilDiv(inputs, inputsPerScale));
    return new DenseMatrix(outputs, inputs, inputsPerScale, values, scales);
  }

  /// A copy of small weights with one scale a row.
  ///
  /// @param values `outputs * inputs` values
  /// @param scales `outputs` scales
  public static DenseMatrix copyOf(int outputs, int inputs, byte[] values, float[] scales) {
    return of(
        outputs, inputs, inputs, MemorySegment.ofArray(values.clone()), Layouts.floats(scales));
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public Pattern pattern() {
    return Pattern.DENSE;
  }

  @Override
  public int inputsPerScale() {
    return inputsPerScale;
  }

  @Override
  public MemorySegment values() {
    return values;
  }

  @Override
  public MemorySegment scales() {
    return scales;
  }

  @Override
  public byte valueAt(int output, int input) {
    Objects.checkIndex(output, outputs);
    Objects.checkIndex(input, inputs);
    return values.get(Layouts.BYTE, (long) output * inputs + input);
  }

  @Override
  public long weightBytes() {
    return values.byteSize();
  }

  /// Whether the other is a dense matrix of the same shape with the same bytes.
  @Override
  public boolean equals(Object other) {
    return other instanceof DenseMatrix that
        && outputs == that.outputs
        && inputs == that.inputs
        && inputsPerScale == that.inputsPerScale
        && Layouts.same(values, that.values)
        && Layouts.same(scales, that.scales);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outputs, inputs, inputsPerScale);
  }

  /// `dense INT8 [4096, 11008]`.
  @Override
  public String toString() {
    return "dense INT8 [%s, %s]".formatted(outputs, inputs);
  }
}
