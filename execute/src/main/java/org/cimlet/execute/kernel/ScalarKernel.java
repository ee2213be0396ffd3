package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.QUARTER_ROWS;
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
    int at = matrix.runAt(run);
    int total = 0;
    for (int i = 0; i < matrix.inputsPerSum(); i++) {
      total += w[at + matrix.denseAt(i, row)] * x.at(input + i);
    }
    return total;
  }

  private static int indexed(ResidentMatrix matrix, int run, int row, InputLanes x, int input) {
    byte[] w = matrix.strip(run / matrix.sums());
    int at = matrix.runAt(run);
    Slots slots = matrix.slots(run);
    int total = 0;
    for (int slot = 0; slot < slots.units() * Slots.UNIT; slot++) {
      int unit = slot / Slots.UNIT;
      int within = slot % Slots.UNIT;
      int quarter = row / QUARTER_ROWS;
      int ofQuarter = row % QUARTER_ROWS;
      int place = Places.get(w, at + slots.placesAt(unit, quarter), within, ofQuarter);
      int weights = at + slots.weightsAt(unit, quarter);
      int value = w[weights + ResidentMatrix.weightAt(within, ofQuarter)];
      total += value * x.at(input + slots.tables()[slot / 2] + place);
    }
    return total;
  }
}
