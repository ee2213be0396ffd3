package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.PLACES_BYTES;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

/// The plain loops that the other kernels are held to, and what runs where there are no vectors.
final class ScalarKernel implements Kernel {
  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums) {
    int sumsOfToken = matrix.outputs() * matrix.sums();
    for (int token = 0; token < inputs.tokens(); token++) {
      for (int output = first * BAND_ROWS; output < rowsEnd(matrix, last); output++) {
        for (int sum = 0; sum < matrix.sums(); sum++) {
          int run = output / BAND_ROWS * matrix.sums() + sum;
          int row = output % BAND_ROWS;
          int input = token * inputs.stride() + sum * matrix.wordsPerSum() * WORD;
          sums[token * sumsOfToken + output * matrix.sums() + sum] =
              matrix.isIndexed()
                  ? indexed(matrix, run, row, inputs, input)
                  : dense(matrix, run, row, inputs, input);
        }
      }
    }
  }

  private static int rowsEnd(ResidentMatrix matrix, int lastBand) {
    return Math.min(lastBand * BAND_ROWS, matrix.outputs());
  }

  private static int dense(ResidentMatrix matrix, int run, int row, InputLanes x, int input) {
    byte[] w = matrix.strip(run / matrix.sums());
    int weights = matrix.weightsAt(run);
    int total = 0;
    for (int i = 0; i < matrix.inputsPerSum(); i++) {
      total += w[weights + ResidentMatrix.weightAt(i, row)] * x.at(input + i);
    }
    return total;
  }

  private static int indexed(ResidentMatrix matrix, int run, int row, InputLanes x, int input) {
    byte[] w = matrix.strip(run / matrix.sums());
    int[] tables = matrix.slots(run).tables();
    int weights = matrix.weightsAt(run);
    int total = 0;
    for (int slot = 0; slot < 2 * tables.length; slot++) {
      int unit = matrix.runAt(run) + slot / Slots.UNIT * PLACES_BYTES;
      int place = Places.get(w, unit, slot % Slots.UNIT, row);
      int value = w[weights + ResidentMatrix.weightAt(slot, row)];
      total += value * x.at(input + tables[slot / 2] + place);
    }
    return total;
  }
}
