package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.PLACES_BYTES;
import static org.cimlet.execute.kernel.ResidentMatrix.PLACE_BITS;
import static org.cimlet.execute.kernel.ResidentMatrix.UNIT_BYTES;
import static org.cimlet.execute.kernel.ResidentMatrix.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

/// The plain loops that the other kernels are held to, and what runs where there are no 512-bit
/// vectors.
final class ScalarKernel implements Kernel {
  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums) {
    int sumsOfToken = matrix.outputs() * matrix.sums();
    for (int token = 0; token < inputs.tokens(); token++) {
      for (int output = first * BAND_ROWS; output < rowsEnd(matrix, last); output++) {
        for (int sum = 0; sum < matrix.sums(); sum++) {
          int run = output / BAND_ROWS * matrix.sums() + sum;
          int lane = matrix.runAt(run) + 2 * (output % BAND_ROWS);
          int input = token * inputs.stride() + sum * matrix.wordsPerSum() * WORD;
          sums[token * sumsOfToken + output * matrix.sums() + sum] =
              matrix.isIndexed()
                  ? indexed(matrix, run, lane, inputs.lanes(), input)
                  : dense(matrix, run, lane, inputs.lanes(), input);
        }
      }
    }
  }

  private static int rowsEnd(ResidentMatrix matrix, int lastBand) {
    return Math.min(lastBand * BAND_ROWS, matrix.outputs());
  }

  private static int dense(ResidentMatrix matrix, int run, int lane, short[] x, int input) {
    byte[] w = matrix.strip(run / matrix.sums());
    int total = 0;
    for (int i = 0; i < matrix.inputsPerSum(); i++) {
      total += w[lane + i / 2 * VECTOR + i % 2] * x[input + i];
    }
    return total;
  }

  private static int indexed(ResidentMatrix matrix, int run, int lane, short[] x, int input) {
    byte[] w = matrix.strip(run / matrix.sums());
    int[] tables = matrix.slots(run).tables();
    int total = 0;
    for (int slot = 0; slot < 2 * tables.length; slot++) {
      int unit = lane + slot / Slots.UNIT * UNIT_BYTES;
      int within = slot % Slots.UNIT;
      int places = unit + within / 3 * VECTOR;
      int bits = ((w[places] & 0xFF) | (w[places + 1] << Byte.SIZE)) >> ((within % 3) * PLACE_BITS);
      int place = bits & (WORD - 1);
      int value = w[unit + PLACES_BYTES + within / 2 * VECTOR + within % 2];
      total += value * x[input + tables[slot / 2] + place];
    }
    return total;
  }
}
