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

/// Runs of dense weights: every vector brings two inputs' weights of a quarter's rows.
///
/// The loops are written out, here and in the other classes with vectors: the compiler expands
/// every vector operation into many small ones, after some fifty it stops inlining methods that are
/// not the vectors' own, and then every vector becomes an object.
final class DenseRun {
  private DenseRun() {}

  /// One token, the four quarters of a band, from four places at once: an input is broadcast once
  /// for all, and memory has four streams to run ahead in.
  ///
  /// @param w weights, from `at` on
  /// @param pairs pairs of inputs
  /// @param x inputs from `input` on, each twice in an int
  /// @param lanes sums so far of each quarter, see [Lanes]
  static void oneToken(byte[] w, int at, int pairs, int[] x, int input, int[] lanes) {
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    int quarter = pairs * VECTOR;
    for (int pair = 0; pair < pairs; pair++) {
      int b = at + pair * VECTOR;
      int i = input + 2 * pair;
      ShortVector even = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
      ShortVector odd = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + quarter).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + quarter + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector)
                  ByteVector.fromArray(HALF, w, b + 2 * quarter).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 2 * quarter + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector)
                  ByteVector.fromArray(HALF, w, b + 3 * quarter).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 3 * quarter + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
    }
    all0.intoArray(lanes, 0 * LENGTH);
    highs0.intoArray(lanes, 1 * LENGTH);
    all1.intoArray(lanes, 2 * LENGTH);
    highs1.intoArray(lanes, 3 * LENGTH);
    all2.intoArray(lanes, 4 * LENGTH);
    highs2.intoArray(lanes, 5 * LENGTH);
    all3.intoArray(lanes, 6 * LENGTH);
    highs3.intoArray(lanes, 7 * LENGTH);
  }

  /// Four tokens, one quarter: a weight is read once for all.
  ///
  /// @param at where the quarter's first vector lies
  /// @param inputs where the inputs of each token begin
  /// @param lanes sums so far of each token
  static void fourTokens(byte[] w, int at, int pairs, int[] x, int[] inputs, int[] lanes) {
    int input0 = inputs[0];
    int input1 = inputs[1];
    int input2 = inputs[2];
    int input3 = inputs[3];
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    for (int pair = 0; pair < pairs; pair++) {
      int b = at + pair * VECTOR;
      int i = 2 * pair;
      ShortVector even =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0));
      ShortVector odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + HALF_VECTOR).convertShape(B2S, SHORTS, 0));
      IntVector q =
          even.mul(IntVector.broadcast(INTS, x[input0 + i]).reinterpretAsShorts())
              .add(odd.mul(IntVector.broadcast(INTS, x[input0 + i + 1]).reinterpretAsShorts()))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          even.mul(IntVector.broadcast(INTS, x[input1 + i]).reinterpretAsShorts())
              .add(odd.mul(IntVector.broadcast(INTS, x[input1 + i + 1]).reinterpretAsShorts()))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          even.mul(IntVector.broadcast(INTS, x[input2 + i]).reinterpretAsShorts())
              .add(odd.mul(IntVector.broadcast(INTS, x[input2 + i + 1]).reinterpretAsShorts()))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          even.mul(IntVector.broadcast(INTS, x[input3 + i]).reinterpretAsShorts())
              .add(odd.mul(IntVector.broadcast(INTS, x[input3 + i + 1]).reinterpretAsShorts()))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
    }
    all0.intoArray(lanes, 0 * LENGTH);
    highs0.intoArray(lanes, 1 * LENGTH);
    all1.intoArray(lanes, 2 * LENGTH);
    highs1.intoArray(lanes, 3 * LENGTH);
    all2.intoArray(lanes, 4 * LENGTH);
    highs2.intoArray(lanes, 5 * LENGTH);
    all3.intoArray(lanes, 6 * LENGTH);
    highs3.intoArray(lanes, 7 * LENGTH);
  }
}
