package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.PAIR_BIAS;
import static org.cimlet.execute.kernel.Lanes.SHORT_PLACES;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;
import static org.cimlet.execute.kernel.Slots.TOGETHER;

import java.util.Arrays;

/// Vectors whose 16-bit lanes are output rows; [Lanes] says how they add. One token is multiplied
/// with four bands at once, of several tokens four with each band.
///
/// Kept weights of a packed matrix first have their inputs looked up, some units at a time so that
/// what is found stays in the first cache, and are then multiplied like dense ones.
final class VectorKernel implements Kernel {
  /// Units of places that are looked up before they are multiplied.
  private static final int UNITS = 8;

  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums) {
    Products products = new Products(matrix, inputs, sums);
    int tokens = inputs.tokens();
    int together = tokens % TOGETHER == 1 ? tokens - 1 : tokens;
    for (int band = first; band < last && together > 0; band++) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        for (int token = 0; token < together; token += TOGETHER) {
          products.fourTokens(band, sum, token, together);
        }
      }
    }
    for (int band = first; band < last && together < tokens; band += TOGETHER) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        products.fourBands(band, last, sum, together);
      }
    }
  }

  /// What one thread works with. Where there are fewer than four bands or tokens, the last is
  /// computed more than once.
  private static final class Products {
    private final ResidentMatrix matrix;
    private final InputLanes inputs;
    private final int[] sums;
    private final int[] lanes = new int[2 * TOGETHER * LENGTH];
    private final byte[] bytes;
    private final short[] shorts;

    Products(ResidentMatrix matrix, InputLanes inputs, int[] sums) {
      this.matrix = matrix;
      this.inputs = inputs;
      this.sums = sums;
      int found = matrix.isIndexed() ? UNITS * Slots.UNIT / 2 * TOGETHER * VECTOR : 0;
      this.bytes = new byte[SHORT_PLACES ? 0 : found];
      this.shorts = new short[SHORT_PLACES ? found : 0];
    }

    void fourBands(int band, int last, int sum, int token) {
      byte[] w = matrix.strip(band);
      int at0 = at(band, sum);
      int at1 = at(Math.min(band + 1, last - 1), sum);
      int at2 = at(Math.min(band + 2, last - 1), sum);
      int at3 = at(Math.min(band + 3, last - 1), sum);
      int run = band * matrix.sums() + sum;
      int input = input(token, sum);
      Arrays.fill(lanes, 0);
      if (matrix.isIndexed()) {
        fourBands(w, at0, at1, at2, at3, matrix.slots(run), input);
      } else {
        DenseRun.fourBands(w, at0, at1, at2, at3, matrix.pairs(run), inputs.twice(), input, lanes);
      }
      for (int i = 0; i < Math.min(TOGETHER, last - band); i++) {
        scatter(i, band + i, sum, token);
      }
    }

    private void fourBands(byte[] w, int at0, int at1, int at2, int at3, Slots slots, int input) {
      int[] tables = slots.tables();
      for (int unit = 0; unit < slots.units(); unit += UNITS) {
        int units = Math.min(UNITS, slots.units() - unit);
        int p = 2 * VECTOR * unit;
        int b = 2 * VECTOR * slots.units() + 3 * VECTOR * unit;
        if (SHORT_PLACES) {
          ShortPlaces.fourBands(
              w,
              at0 + p,
              at1 + p,
              at2 + p,
              at3 + p,
              units,
              tables,
              unit,
              inputs.shorts(),
              input,
              shorts);
          FoundInputs.fourBands(w, at0 + b, at1 + b, at2 + b, at3 + b, 3 * units, shorts, lanes);
        } else {
          byte[] x = inputs.bytes();
          if (VECTOR >= WORD) {
            BytePlaces.fourBands(
                w, at0 + p, at1 + p, at2 + p, at3 + p, units, tables, unit, x, input, bytes);
          } else {
            BytePlaces.lookUp(w, at0 + p, units, tables, unit, x, input, bytes, 0);
            BytePlaces.lookUp(w, at1 + p, units, tables, unit, x, input, bytes, VECTOR);
            BytePlaces.lookUp(w, at2 + p, units, tables, unit, x, input, bytes, 2 * VECTOR);
            BytePlaces.lookUp(w, at3 + p, units, tables, unit, x, input, bytes, 3 * VECTOR);
          }
          FoundInputs.fourBands(w, at0 + b, at1 + b, at2 + b, at3 + b, 3 * units, bytes, lanes);
        }
      }
    }

    void fourTokens(int band, int sum, int token, int tokens) {
      byte[] w = matrix.strip(band);
      int at = at(band, sum);
      int run = band * matrix.sums() + sum;
      int input0 = input(token, sum);
      int input1 = input(Math.min(token + 1, tokens - 1), sum);
      int input2 = input(Math.min(token + 2, tokens - 1), sum);
      int input3 = input(Math.min(token + 3, tokens - 1), sum);
      Arrays.fill(lanes, 0);
      if (!matrix.isIndexed()) {
        int[] x = inputs.twice();
        DenseRun.fourTokens(w, at, matrix.pairs(run), x, input0, input1, input2, input3, lanes);
      } else {
        Slots slots = matrix.slots(run);
        int weights = at + 2 * VECTOR * slots.units();
        if (SHORT_PLACES) {
          short[] x = inputs.shorts();
          ShortPlaces.fourTokens(
              w, at, weights, slots.tables(), x, input0, input1, input2, input3, lanes);
        } else {
          fourTokens(w, at, weights, slots, input0, input1, input2, input3);
        }
      }
      for (int i = 0; i < Math.min(TOGETHER, tokens - token); i++) {
        scatter(i, band, sum, token + i);
      }
    }

    private void fourTokens(
        byte[] w,
        int at,
        int weights,
        Slots slots,
        int input0,
        int input1,
        int input2,
        int input3) {
      int[] tables = slots.tables();
      byte[] x = inputs.bytes();
      for (int unit = 0; unit < slots.units(); unit += UNITS) {
        int units = Math.min(UNITS, slots.units() - unit);
        int p = at + 2 * VECTOR * unit;
        BytePlaces.lookUp(w, p, units, tables, unit, x, input0, bytes, 0);
        BytePlaces.lookUp(w, p, units, tables, unit, x, input1, bytes, VECTOR);
        BytePlaces.lookUp(w, p, units, tables, unit, x, input2, bytes, 2 * VECTOR);
        BytePlaces.lookUp(w, p, units, tables, unit, x, input3, bytes, 3 * VECTOR);
        FoundInputs.fourTokens(w, weights + 3 * VECTOR * unit, 3 * units, bytes, lanes);
      }
    }

    private int at(int band, int sum) {
      return matrix.runAt(band * matrix.sums() + sum);
    }

    private int input(int token, int sum) {
      return token * inputs.stride() + sum * matrix.wordsPerSum() * WORD;
    }

    /// Puts the rows' sums where they belong, without their bias.
    private void scatter(int index, int band, int sum, int token) {
      int bias = matrix.pairs(band * matrix.sums() + sum) * PAIR_BIAS;
      int row = band * BAND_ROWS;
      int rows = Math.min(BAND_ROWS, matrix.outputs() - row);
      int to = (token * matrix.outputs() + row) * matrix.sums() + sum;
      for (int i = 0; i < rows; i++) {
        sums[to + i * matrix.sums()] = Lanes.sum(lanes, 2 * index * LENGTH, i) - bias;
      }
    }
  }
}
