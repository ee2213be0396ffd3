package org.cimlet.execute;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.Lanes.BIAS;
import static org.cimlet.execute.Lanes.BYTES;
import static org.cimlet.execute.Lanes.EIGHT;
import static org.cimlet.execute.Lanes.INTS;
import static org.cimlet.execute.Lanes.PAIRS;
import static org.cimlet.execute.Lanes.PAIR_BIAS;
import static org.cimlet.execute.Lanes.SHORTS;
import static org.cimlet.execute.Lanes.UP_16_BYTES;
import static org.cimlet.execute.Lanes.UP_32_BYTES;
import static org.cimlet.execute.ResidentMatrix.BAND_ROWS;
import static org.cimlet.execute.ResidentMatrix.LONGS;
import static org.cimlet.execute.ResidentMatrix.MASK_BYTES;
import static org.cimlet.execute.ResidentMatrix.WORD;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;

/// 512-bit vectors of integers; [Lanes] says how they add.
///
/// The loops are written out, helpers and all, because the compiler stops inlining helpers in a
/// method with so many vector operations, and then every vector becomes an object.
/// `docs/studies/packed-kernel.md` has what was measured.
final class VectorKernel implements Kernel {
  /// How far ahead of the block at hand memory is touched: the hardware prefetches within a page
  /// only, and a load that nothing waits for costs little.
  private static final int AHEAD = 1024;

  /// Where touched bytes go, so that the loads are not optimised away. Nobody reads it.
  @SuppressWarnings("unused")
  private int touched;

  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputWords input, int[] sums) {
    byte[] strip = matrix.strip(matrix.stripOf(first));
    int at = matrix.runAt(first, 0);
    int runs = (last - first) * matrix.sums();
    int words = matrix.wordsPerSum();
    int kept = matrix.keptOfWord();
    int[] lanes = new int[runs * lanesOfRun(matrix)];
    if (matrix.pattern().isDense()) {
      touched = dense(strip, at, runs, words, matrix.sums(), input.halves(), lanes);
    } else if (kept == WORD / 4) {
      touched = quarter(strip, at, runs, words, matrix.sums(), input.bytes(), lanes);
    } else if (kept == WORD / 2) {
      touched = half(strip, at, runs, words, matrix.sums(), input.bytes(), lanes);
    } else {
      any(strip, at, runs, words, matrix.sums(), kept, input.bytes(), lanes);
    }
    gather(matrix, first, last, lanes, sums);
  }

  @Override
  public void multiply(ResidentMatrix matrix, int first, int last, InputTiles inputs, int[] sums) {
    for (int tile = 0; tile < inputs.tiles(); tile++) {
      TokenLanes.multiply(matrix, first, last, inputs, tile, sums);
    }
  }

  /// Partial sums a kernel leaves of each run of blocks: those of a row side by side.
  private static int lanesOfRun(ResidentMatrix matrix) {
    if (matrix.pattern().isDense()) {
      return BAND_ROWS;
    }
    int kept = matrix.keptOfWord();
    return kept == WORD / 4 ? INTS.length() : kept == WORD / 2 ? 2 * INTS.length() : BAND_ROWS;
  }

  /// Adds each row's lanes.
  private static void gather(ResidentMatrix matrix, int first, int last, int[] lanes, int[] sums) {
    int lanesOfRow = lanesOfRun(matrix) / BAND_ROWS;
    int lane = 0;
    for (int band = first; band < last; band++) {
      int rows = ScalarKernel.rowsOf(matrix, band);
      for (int sum = 0; sum < matrix.sums(); sum++) {
        for (int row = 0; row < BAND_ROWS; row++) {
          int total = 0;
          for (int end = lane + lanesOfRow; lane < end; lane++) {
            total += lanes[lane];
          }
          if (row < rows) {
            sums[(band * BAND_ROWS + row) * matrix.sums() + sum] = total;
          }
        }
      }
    }
  }

  /// Dense bands: a word's inputs are loaded once for four rows.
  private static int dense(
      byte[] w, int at, int runs, int words, int sums, short[] x, int[] lanes) {
    int touched = 0;
    int bias = words * PAIRS * PAIR_BIAS;
    for (int run = 0; run < runs; run++) {
      int block = at + run * words * (BAND_ROWS * WORD);
      int input = run % sums * words * WORD;
      IntVector all0 = IntVector.zero(INTS);
      IntVector all1 = all0;
      IntVector all2 = all0;
      IntVector all3 = all0;
      IntVector highs0 = all0;
      IntVector highs1 = all0;
      IntVector highs2 = all0;
      IntVector highs3 = all0;
      for (int word = 0; word < words; word++) {
        int b = block + word * (BAND_ROWS * WORD);
        touched += w[b + AHEAD] + w[b + AHEAD + 64] + w[b + AHEAD + 128] + w[b + AHEAD + 192];
        ShortVector even = ShortVector.fromArray(SHORTS, x, input + word * WORD);
        ShortVector odd = ShortVector.fromArray(SHORTS, x, input + word * WORD + WORD / 2);
        ShortVector v0 = ByteVector.fromArray(BYTES, w, b).reinterpretAsShorts();
        ShortVector v1 = ByteVector.fromArray(BYTES, w, b + 64).reinterpretAsShorts();
        ShortVector v2 = ByteVector.fromArray(BYTES, w, b + 128).reinterpretAsShorts();
        ShortVector v3 = ByteVector.fromArray(BYTES, w, b + 192).reinterpretAsShorts();
        IntVector q0 =
            v0.lanewise(LSHL, EIGHT)
                .lanewise(ASHR, EIGHT)
                .mul(even)
                .add(v0.lanewise(ASHR, EIGHT).mul(odd))
                .add(BIAS)
                .reinterpretAsInts();
        IntVector q1 =
            v1.lanewise(LSHL, EIGHT)
                .lanewise(ASHR, EIGHT)
                .mul(even)
                .add(v1.lanewise(ASHR, EIGHT).mul(odd))
                .add(BIAS)
                .reinterpretAsInts();
        IntVector q2 =
            v2.lanewise(LSHL, EIGHT)
                .lanewise(ASHR, EIGHT)
                .mul(even)
                .add(v2.lanewise(ASHR, EIGHT).mul(odd))
                .add(BIAS)
                .reinterpretAsInts();
        IntVector q3 =
            v3.lanewise(LSHL, EIGHT)
                .lanewise(ASHR, EIGHT)
                .mul(even)
                .add(v3.lanewise(ASHR, EIGHT).mul(odd))
                .add(BIAS)
                .reinterpretAsInts();
        all0 = all0.add(q0);
        all1 = all1.add(q1);
        all2 = all2.add(q2);
        all3 = all3.add(q3);
        highs0 = highs0.add(q0.lanewise(LSHR, 16));
        highs1 = highs1.add(q1.lanewise(LSHR, 16));
        highs2 = highs2.add(q2.lanewise(LSHR, 16));
        highs3 = highs3.add(q3.lanewise(LSHR, 16));
      }
      int o = run * BAND_ROWS;
      lanes[o] = all0.sub(highs0.lanewise(LSHL, 16)).add(highs0).reduceLanes(ADD) - bias;
      lanes[o + 1] = all1.sub(highs1.lanewise(LSHL, 16)).add(highs1).reduceLanes(ADD) - bias;
      lanes[o + 2] = all2.sub(highs2.lanewise(LSHL, 16)).add(highs2).reduceLanes(ADD) - bias;
      lanes[o + 3] = all3.sub(highs3.lanewise(LSHL, 16)).add(highs3).reduceLanes(ADD) - bias;
    }
    return touched;
  }

  /// Packed bands that keep a quarter: four rows' kept inputs fill one vector.
  private static int quarter(
      byte[] w, int at, int runs, int words, int sums, byte[] x, int[] lanes) {
    int touched = 0;
    int laneBias = words * 2 * PAIR_BIAS;
    for (int run = 0; run < runs; run++) {
      int block = at + run * words * (MASK_BYTES + WORD);
      int input = run % sums * words * WORD;
      IntVector all = IntVector.zero(INTS);
      IntVector highs = all;
      for (int word = 0; word < words; word++) {
        int b = block + word * (MASK_BYTES + WORD);
        touched += w[b + AHEAD] + w[b + AHEAD + 64];
        ByteVector in = ByteVector.fromArray(BYTES, x, input + word * WORD);
        LongVector row0 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b))).reinterpretAsLongs();
        LongVector row1 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 8)))
                .reinterpretAsLongs();
        LongVector row2 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 16)))
                .reinterpretAsLongs();
        LongVector row3 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 24)))
                .reinterpretAsLongs();
        ShortVector u =
            row0.or(row1.rearrange(UP_16_BYTES))
                .or(row2.or(row3.rearrange(UP_16_BYTES)).rearrange(UP_32_BYTES))
                .reinterpretAsShorts();
        ShortVector v = ByteVector.fromArray(BYTES, w, b + MASK_BYTES).reinterpretAsShorts();
        IntVector q =
            v.lanewise(ASHR, EIGHT)
                .mul(u.lanewise(ASHR, EIGHT))
                .add(
                    v.lanewise(LSHL, EIGHT)
                        .lanewise(ASHR, EIGHT)
                        .mul(u.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT)))
                .add(BIAS)
                .reinterpretAsInts();
        all = all.add(q);
        highs = highs.add(q.lanewise(LSHR, 16));
      }
      all.sub(highs.lanewise(LSHL, 16))
          .add(highs)
          .sub(laneBias)
          .intoArray(lanes, run * INTS.length());
    }
    return touched;
  }

  /// Packed bands that keep a half: two rows' kept inputs fill one vector.
  private static int half(byte[] w, int at, int runs, int words, int sums, byte[] x, int[] lanes) {
    int touched = 0;
    int laneBias = words * 2 * PAIR_BIAS;
    for (int run = 0; run < runs; run++) {
      int block = at + run * words * (MASK_BYTES + 2 * WORD);
      int input = run % sums * words * WORD;
      IntVector all0 = IntVector.zero(INTS);
      IntVector highs0 = all0;
      IntVector all2 = all0;
      IntVector highs2 = all0;
      for (int word = 0; word < words; word++) {
        int b = block + word * (MASK_BYTES + 2 * WORD);
        touched += w[b + AHEAD] + w[b + AHEAD + 64] + w[b + AHEAD + 128];
        ByteVector in = ByteVector.fromArray(BYTES, x, input + word * WORD);
        LongVector row0 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b))).reinterpretAsLongs();
        LongVector row1 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 8)))
                .reinterpretAsLongs();
        LongVector row2 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 16)))
                .reinterpretAsLongs();
        LongVector row3 =
            in.compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, b + 24)))
                .reinterpretAsLongs();
        ShortVector u0 = row0.or(row1.rearrange(UP_32_BYTES)).reinterpretAsShorts();
        ShortVector u2 = row2.or(row3.rearrange(UP_32_BYTES)).reinterpretAsShorts();
        ShortVector v0 = ByteVector.fromArray(BYTES, w, b + MASK_BYTES).reinterpretAsShorts();
        ShortVector v2 =
            ByteVector.fromArray(BYTES, w, b + MASK_BYTES + WORD).reinterpretAsShorts();
        IntVector q0 =
            v0.lanewise(ASHR, EIGHT)
                .mul(u0.lanewise(ASHR, EIGHT))
                .add(
                    v0.lanewise(LSHL, EIGHT)
                        .lanewise(ASHR, EIGHT)
                        .mul(u0.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT)))
                .add(BIAS)
                .reinterpretAsInts();
        IntVector q2 =
            v2.lanewise(ASHR, EIGHT)
                .mul(u2.lanewise(ASHR, EIGHT))
                .add(
                    v2.lanewise(LSHL, EIGHT)
                        .lanewise(ASHR, EIGHT)
                        .mul(u2.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT)))
                .add(BIAS)
                .reinterpretAsInts();
        all0 = all0.add(q0);
        highs0 = highs0.add(q0.lanewise(LSHR, 16));
        all2 = all2.add(q2);
        highs2 = highs2.add(q2.lanewise(LSHR, 16));
      }
      int o = run * 2 * INTS.length();
      all0.sub(highs0.lanewise(LSHL, 16)).add(highs0).sub(laneBias).intoArray(lanes, o);
      all2.sub(highs2.lanewise(LSHL, 16))
          .add(highs2)
          .sub(laneBias)
          .intoArray(lanes, o + INTS.length());
    }
    return touched;
  }

  /// Any other pattern: each row's kept inputs take a vector, whose unused lanes are 0 and so hide
  /// what lies behind the row's values.
  private static void any(
      byte[] w, int at, int runs, int words, int sums, int kept, byte[] x, int[] lanes) {
    int bias = words * PAIRS * PAIR_BIAS;
    int blockBytes = MASK_BYTES + BAND_ROWS * kept;
    for (int row = 0; row < runs * BAND_ROWS; row++) {
      int run = row / BAND_ROWS;
      int mask = at + run * words * blockBytes + row % BAND_ROWS * Long.BYTES;
      int value = at + run * words * blockBytes + MASK_BYTES + row % BAND_ROWS * kept;
      int input = run % sums * words * WORD;
      IntVector all = IntVector.zero(INTS);
      IntVector highs = all;
      for (int word = 0; word < words; word++) {
        ShortVector u =
            ByteVector.fromArray(BYTES, x, input + word * WORD)
                .compress(VectorMask.fromLong(BYTES, (long) LONGS.get(w, mask + word * blockBytes)))
                .reinterpretAsShorts();
        ShortVector v =
            ByteVector.fromArray(BYTES, w, value + word * blockBytes).reinterpretAsShorts();
        IntVector q =
            v.lanewise(ASHR, EIGHT)
                .mul(u.lanewise(ASHR, EIGHT))
                .add(
                    v.lanewise(LSHL, EIGHT)
                        .lanewise(ASHR, EIGHT)
                        .mul(u.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT)))
                .add(BIAS)
                .reinterpretAsInts();
        all = all.add(q);
        highs = highs.add(q.lanewise(LSHR, 16));
      }
      lanes[row] = all.sub(highs.lanewise(LSHL, 16)).add(highs).reduceLanes(ADD) - bias;
    }
  }
}
