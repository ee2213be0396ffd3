package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.kernel.Lanes.BIAS;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.EIGHT;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.ResidentMatrix.VECTOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// A run of dense weights: every vector brings two inputs' weights of 32 rows.
///
/// The loops are written out because the compiler stops inlining helpers in a method with so many
/// vector operations, and then every vector becomes an object.
final class DenseRun {
  private DenseRun() {}

  /// @param w weights, from `at` to `end`
  /// @param x inputs, from `input` on
  /// @param lanes gets the sums of the even rows, then those of the odd ones, each with the bias
  static void oneToken(byte[] w, int at, int end, short[] x, int input, int[] lanes) {
    IntVector all = IntVector.zero(INTS);
    IntVector highs = all;
    int i = input;
    for (int b = at; b < end; b += VECTOR) {
      ShortVector v = ByteVector.fromArray(BYTES, w, b).reinterpretAsShorts();
      IntVector q =
          v.lanewise(LSHL, EIGHT)
              .lanewise(ASHR, EIGHT)
              .mul(x[i])
              .add(v.lanewise(ASHR, EIGHT).mul(x[i + 1]))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      i += 2;
    }
    all.sub(highs.lanewise(LSHL, 16)).intoArray(lanes, 0);
    highs.intoArray(lanes, INTS.length());
  }

  /// The same for four tokens, whose inputs are `stride` apart: a weight is read once for all.
  static void fourTokens(byte[] w, int at, int end, short[] x, int input, int stride, int[] lanes) {
    IntVector all0 = IntVector.zero(INTS);
    IntVector highs0 = all0;
    IntVector all1 = IntVector.zero(INTS);
    IntVector highs1 = all1;
    IntVector all2 = IntVector.zero(INTS);
    IntVector highs2 = all2;
    IntVector all3 = IntVector.zero(INTS);
    IntVector highs3 = all3;
    int i = input;
    for (int b = at; b < end; b += VECTOR) {
      ShortVector v = ByteVector.fromArray(BYTES, w, b).reinterpretAsShorts();
      ShortVector even = v.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT);
      ShortVector odd = v.lanewise(ASHR, EIGHT);
      IntVector q0 = even.mul(x[i]).add(odd.mul(x[i + 1])).add(BIAS).reinterpretAsInts();
      all0 = all0.add(q0);
      highs0 = highs0.add(q0.lanewise(LSHR, 16));
      IntVector q1 =
          even.mul(x[i + stride]).add(odd.mul(x[i + stride + 1])).add(BIAS).reinterpretAsInts();
      all1 = all1.add(q1);
      highs1 = highs1.add(q1.lanewise(LSHR, 16));
      IntVector q2 =
          even.mul(x[i + 2 * stride])
              .add(odd.mul(x[i + 2 * stride + 1]))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q2);
      highs2 = highs2.add(q2.lanewise(LSHR, 16));
      IntVector q3 =
          even.mul(x[i + 3 * stride])
              .add(odd.mul(x[i + 3 * stride + 1]))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q3);
      highs3 = highs3.add(q3.lanewise(LSHR, 16));
      i += 2;
    }
    all0.sub(highs0.lanewise(LSHL, 16)).intoArray(lanes, 0 * INTS.length());
    highs0.intoArray(lanes, 1 * INTS.length());
    all1.sub(highs1.lanewise(LSHL, 16)).intoArray(lanes, 2 * INTS.length());
    highs1.intoArray(lanes, 3 * INTS.length());
    all2.sub(highs2.lanewise(LSHL, 16)).intoArray(lanes, 4 * INTS.length());
    highs2.intoArray(lanes, 5 * INTS.length());
    all3.sub(highs3.lanewise(LSHL, 16)).intoArray(lanes, 6 * INTS.length());
    highs3.intoArray(lanes, 7 * INTS.length());
  }
}
