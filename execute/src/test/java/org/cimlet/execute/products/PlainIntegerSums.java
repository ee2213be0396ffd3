package org.cimlet.execute.products;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cimlet.execute.floats.RowTasks;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.WeightMatrix;

/// Integer sums by plain loops: each row's weights are laid out with the zeros in their places.
///
/// @param matrix the weights
record PlainIntegerSums(WeightMatrix matrix) implements IntegerSums {
  @Override
  public int[] sum(byte[] in, int tokens) {
    int[] out = new int[tokens * matrix.outputs() * matrix.scalesPerRow()];
    RowTasks.run(
        matrix.outputs(),
        (long) matrix.outputs() * matrix.inputs() * tokens,
        (from, to) -> sum(from, to, in, tokens, out));
    return out;
  }

  private void sum(int from, int to, byte[] in, int tokens, int[] out) {
    int inputs = matrix.inputs();
    int scales = matrix.scalesPerRow();
    byte[] row = new byte[inputs];
    for (int output = from; output < to; output++) {
      read(matrix, output, row);
      for (int token = 0; token < tokens; token++) {
        int at = (token * matrix.outputs() + output) * scales;
        for (int scale = 0; scale < scales; scale++) {
          int first = scale * matrix.inputsPerScale();
          int last = Math.min(inputs, first + matrix.inputsPerScale());
          out[at + scale] = dot(row, in, token * inputs, first, last);
        }
      }
    }
  }

  private static int dot(byte[] row, byte[] in, int inFrom, int first, int last) {
    int sum = 0;
    for (int i = first; i < last; i++) {
      sum += row[i] * in[inFrom + i];
    }
    return sum;
  }

  private static void read(WeightMatrix matrix, int output, byte[] row) {
    switch (matrix) {
      case DenseMatrix dense ->
          MemorySegment.copy(
              dense.values(),
              ValueLayout.JAVA_BYTE,
              (long) output * row.length,
              row,
              0,
              row.length);
      case PackedMatrix packed -> unpack(packed, output, row);
    }
  }

  private static void unpack(PackedMatrix packed, int output, byte[] row) {
    int group = packed.pattern().group();
    Arrays.fill(row, (byte) 0);
    for (int g = 0; g < packed.groups(); g++) {
      int index = 0;
      for (long left = packed.mask(output, g); left != 0; left &= left - 1) {
        row[g * group + Long.numberOfTrailingZeros(left)] = packed.value(output, g, index++);
      }
    }
  }
}
