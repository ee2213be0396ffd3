package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.SHORT_PLACES;
import static org.cimlet.execute.kernel.Lanes.TOGETHER;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.QUARTER_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

import java.util.Arrays;

/// Vectors whose 16-bit lanes are output rows; [Lanes] says how they add. One token is multiplied
/// with the four quarters of a band at once, of several tokens four with each quarter.
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

    /// With vectors of 512 bits four tokens at a time, one that is left over alone; of two or three
    /// that are left over the last is computed more than once. Narrower ones are as fast with each
    /// token alone, while the band's weights lie in a near cache.
    void multiply(int band, int sum) {
      int tokens = inputs.tokens();
      int together = !SHORT_PLACES ? 0 : tokens % TOGETHER == 1 ? tokens - 1 : tokens;
      int rows = Math.min(BAND_ROWS, matrix.outputs() - band * BAND_ROWS);
      for (int quarter = 0; quarter * QUARTER_ROWS < rows; quarter++) {
        for (int token = 0; token < together; token += TOGETHER) {
          fourTokens(band, sum, quarter, token, together);
        }
      }
      for (int token = together; token < tokens; token++) {
        oneToken(band, sum, token);
      }
    }

    private void oneToken(int band, int sum, int token) {
      int start = input(token, sum);
      Arrays.fill(lanes, 0);
      byte[] w = matrix.strip(band);
      int run = band * matrix.sums() + sum;
      int at = matrix.runAt(run);
      if (!matrix.isIndexed()) {
        DenseRun.oneToken(w, at, matrix.pairs(run), inputs.twice(), start, lanes);
      } else {
        int[] tables = matrix.slots(run).tables();
        int apart = matrix.slots(run).quarterBytes();
        if (SHORT_PLACES) {
          ShortPlaces.oneToken(w, at, apart, tables, inputs.shorts(), start, lanes);
        } else {
          BytePlaces.oneToken(w, at, apart, tables, inputs.bytes(), start, Byte.SIZE, lanes);
        }
      }
      for (int quarter = 0; quarter < TOGETHER; quarter++) {
        put(quarter, band, sum, quarter, token);
      }
    }

    private void fourTokens(int band, int sum, int quarter, int token, int tokens) {
      for (int i = 0; i < TOGETHER; i++) {
        starts[i] = input(Math.min(token + i, tokens - 1), sum);
      }
      Arrays.fill(lanes, 0);
      byte[] w = matrix.strip(band);
      int run = band * matrix.sums() + sum;
      int at = matrix.runAt(run);
      if (!matrix.isIndexed()) {
        int pairs = matrix.pairs(run);
        int first = at + quarter * pairs * VECTOR;
        DenseRun.fourTokens(w, first, pairs, inputs.twice(), starts, lanes);
      } else {
        Slots slots = matrix.slots(run);
        int first = at + slots.placesAt(0, quarter);
        ShortPlaces.fourTokens(w, first, slots.tables(), inputs.shorts(), starts, lanes);
      }
      for (int i = 0; i < Math.min(TOGETHER, tokens - token); i++) {
        put(i, band, sum, quarter, token + i);
      }
    }

    private int input(int token, int sum) {
      return token * inputs.stride() + sum * matrix.wordsPerSum() * WORD;
    }

    /// Puts the sums of a quarter's rows where they belong.
    private void put(int index, int band, int sum, int quarter, int token) {
      int row = band * BAND_ROWS + quarter * QUARTER_ROWS;
      int rows = Math.min(QUARTER_ROWS, matrix.outputs() - row);
      int pairs = matrix.pairs(band * matrix.sums() + sum);
      int to = (token * matrix.outputs() + row) * matrix.sums() + sum;
      Lanes.put(lanes, 2 * index * LENGTH, rows, pairs, sums, to, matrix.sums());
    }
  }
}
