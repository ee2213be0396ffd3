package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.kernel.Lanes.BIAS;
import static org.cimlet.execute.kernel.Lanes.HALF;
import static org.cimlet.execute.kernel.Lanes.HALF_VECTOR;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.SHORTS;
import static org.cimlet.execute.kernel.Lanes.VECTOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Runs of dense weights: every vector brings two inputs' weights of a quarter's rows, and four
/// vectors make a block.
///
/// The loops are written out, here and in the other classes with vectors: the compiler expands
/// every vector operation into many small ones, after some fifty it stops inlining methods that are
/// not the vectors' own, and then every vector becomes an object. Sums wait in memory between
/// blocks for the same reason: of a vector that a loop hands on, the compiler at times fails to see
/// the shape, and then makes an object of it each time round.
final class DenseRun {
  /// Inputs of a block.
  static final int BLOCK = 8;

  private static final int PAIRS = BLOCK / 2;

  private DenseRun() {}

  /// One token, the four quarters of a band, from four places at once: an input is broadcast once
  /// for all, and memory has four streams to run ahead in.
  ///
  /// @param w weights, from `at` on
  /// @param pairs pairs of inputs, whole blocks
  /// @param x inputs from `input` on, each twice in an int
  /// @param lanes sums so far of each quarter, see [Lanes]
  static void oneToken(byte[] w, int at, int pairs, int[] x, int input, int[] lanes) {
    int quarterBytes = pairs * VECTOR;
    for (int pair = 0; pair < pairs; pair += PAIRS) {
      int i = input + 2 * pair;
      ShortVector x0 = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
      ShortVector x1 = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      ShortVector x2 = IntVector.broadcast(INTS, x[i + 2]).reinterpretAsShorts();
      ShortVector x3 = IntVector.broadcast(INTS, x[i + 3]).reinterpretAsShorts();
      ShortVector x4 = IntVector.broadcast(INTS, x[i + 4]).reinterpretAsShorts();
      ShortVector x5 = IntVector.broadcast(INTS, x[i + 5]).reinterpretAsShorts();
      ShortVector x6 = IntVector.broadcast(INTS, x[i + 6]).reinterpretAsShorts();
      ShortVector x7 = IntVector.broadcast(INTS, x[i + 7]).reinterpretAsShorts();
      int p = at + pair * VECTOR;
      IntVector all = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
      IntVector highs = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p).convertShape(B2S, SHORTS, 0))
              .mul(x0)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x1))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x2)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x3))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x4)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x5))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x6)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x7))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 0 * LENGTH);
      highs.intoArray(lanes, 1 * LENGTH);

      p = at + pair * VECTOR + quarterBytes;
      all = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p).convertShape(B2S, SHORTS, 0))
              .mul(x0)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x1))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x2)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x3))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x4)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x5))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x6)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x7))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 2 * LENGTH);
      highs.intoArray(lanes, 3 * LENGTH);

      p = at + pair * VECTOR + 2 * quarterBytes;
      all = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p).convertShape(B2S, SHORTS, 0))
              .mul(x0)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x1))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x2)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x3))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x4)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x5))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x6)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x7))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 4 * LENGTH);
      highs.intoArray(lanes, 5 * LENGTH);

      p = at + pair * VECTOR + 3 * quarterBytes;
      all = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p).convertShape(B2S, SHORTS, 0))
              .mul(x0)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x1))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x2)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x3))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x4)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x5))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(x6)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(x7))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 6 * LENGTH);
      highs.intoArray(lanes, 7 * LENGTH);
    }
  }
}
