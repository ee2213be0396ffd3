package org.cimlet.execute;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.InputTiles.TOKENS;
import static org.cimlet.execute.Lanes.BIAS;
import static org.cimlet.execute.Lanes.INTS;
import static org.cimlet.execute.Lanes.PAIR_BIAS;
import static org.cimlet.execute.Lanes.SHORTS;
import static org.cimlet.execute.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.ResidentMatrix.LONGS;
import static org.cimlet.execute.ResidentMatrix.MASK_BYTES;
import static org.cimlet.execute.ResidentMatrix.WORD;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Many tokens at once: a lane is a token, so that a weight is read once for 32 of them and a
/// packed weight picks its input by address. [Lanes] says how products add.
final class TokenLanes {
  /// Words whose inputs stay in the first cache while all rows of a piece use them: 6 of 4 KiB.
  private static final int WORDS_AT_ONCE = 6;

  private TokenLanes() {}

  /// Sums of one tile's tokens.
  static void multiply(
      ResidentMatrix matrix, int first, int last, InputTiles inputs, int tile, int[] sums) {
    int runs = (last - first) * matrix.sums();
    int[] lanes = new int[runs * BAND_ROWS * TOKENS];
    byte[] strip = matrix.strip(matrix.stripOf(first));
    int words = matrix.wordsPerSum();
    for (int from = 0; from < words; from += WORDS_AT_ONCE) {
      int to = Math.min(words, from + WORDS_AT_ONCE);
      for (int run = 0; run < runs; run++) {
        int block = matrix.runAt(first, 0) + run * words * matrix.blockBytes();
        int input = run % matrix.sums() * words * WORD * TOKENS;
        for (int row = 0; row < BAND_ROWS; row++) {
          int lane = (run * BAND_ROWS + row) * TOKENS;
          short[] x = inputs.lanes(tile);
          if (matrix.pattern().isDense()) {
            dense(strip, block + row * WORD, from, to, x, input, lanes, lane);
          } else {
            packed(strip, block, row, matrix.keptOfWord(), from, to, x, input, lanes, lane);
          }
        }
      }
    }
    scatter(matrix, first, last, inputs.tokensOf(tile), tile, lanes, sums);
  }

  /// Puts each token's sums where they belong. Even tokens lie in the low halves of 32-bit lanes,
  /// whose sums come first.
  private static void scatter(
      ResidentMatrix matrix, int first, int last, int tokens, int tile, int[] lanes, int[] sums) {
    int keptPairs = Math.ceilDiv(matrix.keptOfWord(), 2);
    int bias = matrix.wordsPerSum() * keptPairs * PAIR_BIAS;
    for (int token = 0; token < tokens; token++) {
      int at = (tile * TOKENS + token) * matrix.outputs() * matrix.sums();
      int lane = token % 2 * INTS.length() + token / 2;
      for (int band = first; band < last; band++) {
        int rows = ScalarKernel.rowsOf(matrix, band);
        for (int sum = 0; sum < matrix.sums(); sum++) {
          for (int row = 0; row < rows; row++) {
            int from = (((band - first) * matrix.sums() + sum) * BAND_ROWS + row) * TOKENS;
            sums[at + (band * BAND_ROWS + row) * matrix.sums() + sum] = lanes[from + lane] - bias;
          }
        }
      }
    }
  }

  /// Adds some words of a dense row to the row's lanes.
  private static void dense(
      byte[] w, int block, int from, int to, short[] x, int input, int[] lanes, int lane) {
    IntVector all = IntVector.zero(INTS);
    IntVector highs = all;
    for (int word = from; word < to; word++) {
      int value = block + word * (BAND_ROWS * WORD);
      int in = input + word * WORD * TOKENS;
      for (int i = 0; i < WORD; i += 2) {
        IntVector q =
            ShortVector.fromArray(SHORTS, x, in + i * TOKENS)
                .mul(w[value + i])
                .add(
                    ShortVector.fromArray(SHORTS, x, in + i * TOKENS + TOKENS)
                        .mul(w[value + i + 1]))
                .add(BIAS)
                .reinterpretAsInts();
        all = all.add(q);
        highs = highs.add(q.lanewise(LSHR, 16));
      }
    }
    all.sub(highs.lanewise(LSHL, 16))
        .add(IntVector.fromArray(INTS, lanes, lane))
        .intoArray(lanes, lane);
    highs
        .add(IntVector.fromArray(INTS, lanes, lane + INTS.length()))
        .intoArray(lanes, lane + INTS.length());
  }

  /// Adds some words of a packed row to the row's lanes. Where a mask has fewer ones than values
  /// are stored, the values are 0 and it does not matter which inputs they get.
  private static void packed(
      byte[] w,
      int block,
      int row,
      int kept,
      int from,
      int to,
      short[] x,
      int input,
      int[] lanes,
      int lane) {
    int blockBytes = MASK_BYTES + BAND_ROWS * kept;
    IntVector all = IntVector.zero(INTS);
    IntVector highs = all;
    for (int word = from; word < to; word++) {
      int b = block + word * blockBytes;
      int value = b + MASK_BYTES + row * kept;
      int in = input + word * WORD * TOKENS;
      long mask = (long) LONGS.get(w, b + row * Long.BYTES);
      for (int k = 0; k < kept; k += 2) {
        int i = Long.numberOfTrailingZeros(mask) & (WORD - 1);
        mask &= mask - 1;
        int j = Long.numberOfTrailingZeros(mask) & (WORD - 1);
        mask &= mask - 1;
        // An odd number of kept values ends with half a pair.
        byte second = k + 1 < kept ? w[value + k + 1] : 0;
        IntVector q =
            ShortVector.fromArray(SHORTS, x, in + i * TOKENS)
                .mul(w[value + k])
                .add(ShortVector.fromArray(SHORTS, x, in + j * TOKENS).mul(second))
                .add(BIAS)
                .reinterpretAsInts();
        all = all.add(q);
        highs = highs.add(q.lanewise(LSHR, 16));
      }
    }
    all.sub(highs.lanewise(LSHL, 16))
        .add(IntVector.fromArray(INTS, lanes, lane))
        .intoArray(lanes, lane);
    highs
        .add(IntVector.fromArray(INTS, lanes, lane + INTS.length()))
        .intoArray(lanes, lane + INTS.length());
  }
}
