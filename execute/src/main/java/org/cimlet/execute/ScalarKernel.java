package org.cimlet.execute;

import static org.cimlet.execute.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.ResidentMatrix.LONGS;
import static org.cimlet.execute.ResidentMatrix.MASK_BYTES;
import static org.cimlet.execute.ResidentMatrix.WORD;

/// The plain loops that the other kernels are held to, and what runs where there are no 512-bit
/// vectors.
final class ScalarKernel implements Kernel {
  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputWords input, int[] sums) {
    for (int band = first; band < last; band++) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        for (int row = 0; row < rowsOf(matrix, band); row++) {
          sums[(band * BAND_ROWS + row) * matrix.sums() + sum] =
              dot(matrix, band, row, sum, input.bytes());
        }
      }
    }
  }

  private static int dot(ResidentMatrix matrix, int band, int row, int sum, byte[] x) {
    byte[] strip = matrix.strip(matrix.stripOf(band));
    int at = matrix.runAt(band, sum);
    int firstInput = sum * matrix.wordsPerSum() * WORD;
    int total = 0;
    for (int word = 0; word < matrix.wordsPerSum(); word++) {
      total +=
          word(matrix, strip, at + word * matrix.blockBytes(), row, x, firstInput + word * WORD);
    }
    return total;
  }

  private static int word(
      ResidentMatrix matrix, byte[] strip, int block, int row, byte[] x, int firstInput) {
    int total = 0;
    if (matrix.pattern().isDense()) {
      for (int i = 0; i < WORD; i++) {
        total += strip[block + row * WORD + i] * x[firstInput + i];
      }
    } else {
      int value = block + MASK_BYTES + row * matrix.keptOfWord();
      long mask = (long) LONGS.get(strip, block + row * Long.BYTES);
      int group = matrix.pattern().group();
      for (int g = 0; g < WORD / group; g++) {
        int k = value + g * matrix.pattern().kept();
        for (int i = g * group; i < (g + 1) * group; i++) {
          if ((mask >>> i & 1) != 0) {
            total += strip[k++] * x[firstInput + i];
          }
        }
      }
    }
    return total;
  }

  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputTiles inputs, int[] sums) {
    byte[] token = new byte[matrix.sums() * matrix.wordsPerSum() * WORD];
    for (int tile = 0; tile < inputs.tiles(); tile++) {
      for (int lane = 0; lane < inputs.tokensOf(tile); lane++) {
        for (int i = 0; i < token.length; i++) {
          token[i] = (byte) inputs.lanes(tile)[i * InputTiles.TOKENS + lane];
        }
        int at = (tile * InputTiles.TOKENS + lane) * matrix.outputs() * matrix.sums();
        for (int band = first; band < last; band++) {
          for (int sum = 0; sum < matrix.sums(); sum++) {
            for (int row = 0; row < rowsOf(matrix, band); row++) {
              sums[at + (band * BAND_ROWS + row) * matrix.sums() + sum] =
                  dot(matrix, band, row, sum, token);
            }
          }
        }
      }
    }
  }

  /// Rows a band really has: the last may be short.
  static int rowsOf(ResidentMatrix matrix, int band) {
    return Math.min(BAND_ROWS, matrix.outputs() - band * BAND_ROWS);
  }
}
