package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.SHORT_PLACES;
import static org.cimlet.execute.kernel.Lanes.TOGETHER;
import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.QUARTER_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

import java.util.Arrays;

/// Vectors whose 16-bit lanes are output rows; [Lanes] says how they add. One token is multiplied
/// with the four quarters of a band at once where weights are dense, and with one quarter after the
/// other where they are packed.
final class VectorKernel implements Kernel {
  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums) {
    Products products = new Products(matrix, inputs, sums);
    for (int band = first; band < last; band++) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        products.multiply(band, sum);
      }
    }
  }

  /// What one thread works with.
  private static final class Products {
    private final ResidentMatrix matrix;
    private final InputLanes inputs;
    private final int[] sums;
    private final int[] starts = new int[TOGETHER];
    private final int[] lanes = new int[2 * TOGETHER * LENGTH];

    Products(ResidentMatrix matrix, InputLanes inputs, int[] sums) {
      this.matrix = matrix;
      this.inputs = inputs;
      this.sums = sums;
    }

    void multiply(int band, int sum) {
      if (matrix.isIndexed()) {
        for (int quarter = 0; quarter * QUARTER_ROWS < rows(band); quarter++) {
          packed(band, sum, quarter);
        }
      } else {
        for (int token = 0; token < inputs.tokens(); token++) {
          dense(band, sum, token);
        }
      }
    }

    private void dense(int band, int sum, int token) {
      Arrays.fill(lanes, 0);
      int run = run(band, sum);
      DenseRun.oneToken(
          matrix.strip(band),
          matrix.runAt(run),
          matrix.pairs(run),
          inputs.twice(),
          input(token, sum),
          lanes);
      for (int quarter = 0; quarter * QUARTER_ROWS < rows(band); quarter++) {
        put(quarter, band, sum, quarter, token);
      }
    }

    /// A quarter stays in the nearest cache while all tokens pass. Vectors of 512 bits take four of
    /// them at a time, and one that is left over alone; of two or three that are left over the last
    /// is computed more than once.
    private void packed(int band, int sum, int quarter) {
      int tokens = inputs.tokens();
      int together = !SHORT_PLACES ? 0 : tokens % TOGETHER == 1 ? tokens - 1 : tokens;
      byte[] w = matrix.strip(band);
      int run = run(band, sum);
      Slots slots = matrix.slots(run);
      int at = matrix.runAt(run) + slots.placesAt(0, quarter);
      for (int token = 0; token < together; token += TOGETHER) {
        for (int i = 0; i < TOGETHER; i++) {
          starts[i] = input(Math.min(token + i, tokens - 1), sum);
        }
        Arrays.fill(lanes, 0);
        ShortPlaces.fourTokens(w, at, slots.tables(), inputs.shorts(), starts, lanes);
        for (int i = 0; i < Math.min(TOGETHER, tokens - token); i++) {
          put(i, band, sum, quarter, token + i);
        }
      }
      for (int token = together; token < tokens; token++) {
        int start = input(token, sum);
        Arrays.fill(lanes, 0, 2 * LENGTH, 0);
        if (SHORT_PLACES) {
          ShortPlaces.oneToken(w, at, slots.tables(), inputs.shorts(), start, lanes);
        } else {
          BytePlaces.oneToken(w, at, slots.tables(), inputs.bytes(), start, Byte.SIZE, lanes);
        }
        put(0, band, sum, quarter, token);
      }
    }

    private int run(int band, int sum) {
      return band * matrix.sums() + sum;
    }

    private int rows(int band) {
      return Math.min(BAND_ROWS, matrix.outputs() - band * BAND_ROWS);
    }

    private int input(int token, int sum) {
      return token * inputs.stride() + sum * matrix.wordsPerSum() * WORD;
    }

    /// Puts the sums of a quarter's rows where they belong.
    private void put(int index, int band, int sum, int quarter, int token) {
      int row = band * BAND_ROWS + quarter * QUARTER_ROWS;
      int rows = Math.min(QUARTER_ROWS, matrix.outputs() - row);
      int pairs = matrix.pairs(run(band, sum));
      int to = (token * matrix.outputs() + row) * matrix.sums() + sum;
      Lanes.put(lanes, 2 * index * LENGTH, rows, pairs, sums, to, matrix.sums());
    }
  }
}
