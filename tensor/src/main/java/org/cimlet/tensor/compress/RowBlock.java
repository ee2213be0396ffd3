package org.cimlet.tensor.compress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Some rows of a matrix on their way into a file, in the layout of
/// [org.cimlet.tensor.PackedMatrix] or [org.cimlet.tensor.DenseMatrix].
final class RowBlock {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  final float[] scales;
  final double[] squaredErrors;
  final double[] squaredNorms;

  private final Pattern pattern;
  private final int valuesPerRow;
  private final int maskBytesPerRow;
  private final int scalesPerRow;
  private final byte[] values;
  private final byte[] masks;

  RowBlock(int rows, int inputs, Pattern pattern, int scalesPerRow) {
    this.pattern = pattern;
    this.valuesPerRow = Math.toIntExact(pattern.valuesPerRow(inputs));
    this.maskBytesPerRow = Math.toIntExact(pattern.maskBytesPerRow(inputs));
    this.scalesPerRow = scalesPerRow;
    this.values = new byte[Math.multiplyExact(rows, valuesPerRow)];
    this.masks = new byte[Math.multiplyExact(rows, maskBytesPerRow)];
    this.scales = new float[Math.multiplyExact(rows, scalesPerRow)];
    this.squaredErrors = new double[rows];
    this.squaredNorms = new double[rows];
  }

  void clear() {
    Arrays.fill(values, (byte) 0);
    Arrays.fill(masks, (byte) 0);
  }

  /// Stores a value.
  ///
  /// @param index its place among the values of the row
  void put(int row, int index, byte value) {
    values[row * valuesPerRow + index] = value;
  }

  /// Stores the mask of a group, where none was stored before.
  void setMask(int row, int group, long mask) {
    int bit = group * pattern.group();
    int at = row * maskBytesPerRow + bit / Byte.SIZE;
    long left = mask << (bit % Byte.SIZE); // half a byte for every other group of 4
    while (left != 0) {
      masks[at++] |= (byte) left;
      left >>>= Byte.SIZE;
    }
  }

  /// The rows as a matrix; the block must not be used any more.
  WeightMatrix matrix(int rows, int inputs, int inputsPerScale) {
    return pattern.isDense()
        ? DenseMatrix.of(rows, inputs, inputsPerScale, values(rows), scales(rows))
        : PackedMatrix.of(
            rows, inputs, pattern, inputsPerScale, values(rows), masks(rows), scales(rows));
  }

  MemorySegment values(int rows) {
    return MemorySegment.ofArray(values).asSlice(0, (long) rows * valuesPerRow);
  }

  MemorySegment masks(int rows) {
    return MemorySegment.ofArray(masks).asSlice(0, (long) rows * maskBytesPerRow);
  }

  MemorySegment scales(int rows) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[rows * scalesPerRow * Float.BYTES]);
    MemorySegment.copy(scales, 0, bytes, FLOAT, 0, rows * scalesPerRow);
    return bytes;
  }
}
