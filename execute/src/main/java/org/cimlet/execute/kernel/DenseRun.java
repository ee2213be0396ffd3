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

/// Runs of dense weights: every vector brings two inputs' weights of a band's rows.
///
/// The loops are written out because the compiler stops inlining helpers in a method with so many
/// vector operations, and then every vector becomes an object.
final class DenseRun {
  private DenseRun() {}

  /// One token, four bands: four places of memory are read at once, which a processor prefetches
  /// better than one, and an input is broadcast once for all.
  ///
  /// @param w weights of the bands, from `at0`, `at1`, ... on
  /// @param x inputs from `input` on, each twice in an int
  /// @param lanes sums so far of each band, see [Lanes]
  static void fourBands(
      byte[] w, int at0, int at1, int at2, int at3, int pairs, int[] x, int input, int[] lanes) {
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    for (int pair = 0; pair < pairs; pair++) {
      int b = pair * VECTOR;
      int i = input + 2 * pair;
      ShortVector even = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
      ShortVector odd = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, at0 + b).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, at0 + b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, at1 + b).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, at1 + b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, at2 + b).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, at2 + b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, at3 + b).convertShape(B2S, SHORTS, 0))
              .mul(even)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, at3 + b + HALF_VECTOR)
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

  /// Four tokens, one band: a weight is read once for all.
  ///
  /// @param input0 where the inputs of the first token begin, each twice in an int
  static void fourTokens(
      byte[] w,
      int at,
      int pairs,
      int[] x,
      int input0,
      int input1,
      int input2,
      int input3,
      int[] lanes) {
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
