package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.PAIR_BIAS;
import static org.cimlet.execute.kernel.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.kernel.ResidentMatrix.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

/// 512-bit vectors whose 16-bit lanes are output rows; [Lanes] says how they add, [DenseRun] and
/// [IndexedRun] have the loops.
final class VectorKernel implements Kernel {
  /// Tokens that share a reading of the weights.
  static final int TOGETHER = 4;

  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums) {
    int[] lanes = new int[TOGETHER * BAND_ROWS];
    for (int run = first * matrix.sums(); run < last * matrix.sums(); run++) {
      int token = 0;
      for (; token + TOGETHER <= inputs.tokens(); token += TOGETHER) {
        fourTokens(matrix, run, inputs, token, lanes);
        for (int i = 0; i < TOGETHER; i++) {
          scatter(matrix, run, lanes, i * BAND_ROWS, token + i, sums);
        }
      }
      for (; token < inputs.tokens(); token++) {
        oneToken(matrix, run, inputs, token, lanes);
        scatter(matrix, run, lanes, 0, token, sums);
      }
    }
  }

  private static void oneToken(
      ResidentMatrix matrix, int run, InputLanes inputs, int token, int[] lanes) {
    byte[] w = matrix.strip(run / matrix.sums());
    int at = matrix.runAt(run);
    int input = input(matrix, run, inputs, token);
    if (matrix.isIndexed()) {
      IndexedRun.oneToken(w, at, matrix.slots(run).tables(), inputs.lanes(), input, lanes);
    } else {
      DenseRun.oneToken(w, at, at + matrix.runBytes(run), inputs.lanes(), input, lanes);
    }
  }

  private static void fourTokens(
      ResidentMatrix matrix, int run, InputLanes inputs, int token, int[] lanes) {
    byte[] w = matrix.strip(run / matrix.sums());
    int at = matrix.runAt(run);
    int input = input(matrix, run, inputs, token);
    short[] x = inputs.lanes();
    int stride = inputs.stride();
    if (matrix.isIndexed()) {
      IndexedRun.fourTokens(w, at, matrix.slots(run).tables(), x, input, stride, lanes);
    } else {
      DenseRun.fourTokens(w, at, at + matrix.runBytes(run), x, input, stride, lanes);
    }
  }

  private static int input(ResidentMatrix matrix, int run, InputLanes inputs, int token) {
    return token * inputs.stride() + run % matrix.sums() * matrix.wordsPerSum() * WORD;
  }

  /// Puts the rows' sums where they belong, without their bias.
  private static void scatter(
      ResidentMatrix matrix, int run, int[] lanes, int from, int token, int[] sums) {
    int pairs =
        matrix.isIndexed() ? matrix.slots(run).tables().length : matrix.runBytes(run) / VECTOR;
    int bias = pairs * PAIR_BIAS;
    int row = run / matrix.sums() * BAND_ROWS;
    int rows = Math.min(BAND_ROWS, matrix.outputs() - row);
    int to = (token * matrix.outputs() + row) * matrix.sums() + run % matrix.sums();
    for (int i = 0; i < rows; i++) {
      sums[to + i * matrix.sums()] = lanes[from + i % 2 * INTS.length() + i / 2] - bias;
    }
  }
}
