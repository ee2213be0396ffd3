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
import static org.cimlet.execute.kernel.ResidentMatrix.PAIR_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Multiplies kept weights by the inputs that [BytePlaces] found for them; written out for the
/// reason [DenseRun] has.
final class FoundInputs {
  private FoundInputs() {}

  /// One token, the four quarters of a band.
  ///
  /// @param w weights, the first quarter's from `at` on, the others' `quarterBytes` apart
  /// @param found inputs: a vector for each quarter, pair after pair
  /// @param lanes sums so far of each quarter, see [Lanes]
  static void oneToken(byte[] w, int at, int quarterBytes, int pairs, byte[] found, int[] lanes) {
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    for (int pair = 0; pair < pairs; pair++) {
      int f = pair * PAIR_BYTES;
      int b = at + pair * VECTOR;
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0))
              .mul(
                  ((ShortVector) ByteVector.fromArray(HALF, found, f).convertShape(B2S, SHORTS, 0)))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(
                          ((ShortVector)
                              ByteVector.fromArray(HALF, found, f + HALF_VECTOR)
                                  .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector)
                  ByteVector.fromArray(HALF, w, b + quarterBytes).convertShape(B2S, SHORTS, 0))
              .mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + VECTOR).convertShape(B2S, SHORTS, 0)))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + quarterBytes + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(
                          ((ShortVector)
                              ByteVector.fromArray(HALF, found, f + VECTOR + HALF_VECTOR)
                                  .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector)
                  ByteVector.fromArray(HALF, w, b + 2 * quarterBytes).convertShape(B2S, SHORTS, 0))
              .mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + 2 * VECTOR)
                          .convertShape(B2S, SHORTS, 0)))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 2 * quarterBytes + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(
                          ((ShortVector)
                              ByteVector.fromArray(HALF, found, f + 2 * VECTOR + HALF_VECTOR)
                                  .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector)
                  ByteVector.fromArray(HALF, w, b + 3 * quarterBytes).convertShape(B2S, SHORTS, 0))
              .mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + 3 * VECTOR)
                          .convertShape(B2S, SHORTS, 0)))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 3 * quarterBytes + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(
                          ((ShortVector)
                              ByteVector.fromArray(HALF, found, f + 3 * VECTOR + HALF_VECTOR)
                                  .convertShape(B2S, SHORTS, 0))))
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

  /// Four tokens, one quarter.
  ///
  /// @param at where the quarter's first vector lies
  /// @param found inputs: a vector for each token, pair after pair
  /// @param lanes sums so far of each token
  static void fourTokens(byte[] w, int at, int pairs, byte[] found, int[] lanes) {
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    for (int pair = 0; pair < pairs; pair++) {
      int f = pair * PAIR_BYTES;
      int b = at + pair * VECTOR;
      ShortVector even =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0));
      ShortVector odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + HALF_VECTOR).convertShape(B2S, SHORTS, 0));
      IntVector q =
          even.mul(
                  ((ShortVector) ByteVector.fromArray(HALF, found, f).convertShape(B2S, SHORTS, 0)))
              .add(
                  odd.mul(
                      ((ShortVector)
                          ByteVector.fromArray(HALF, found, f + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          even.mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + VECTOR).convertShape(B2S, SHORTS, 0)))
              .add(
                  odd.mul(
                      ((ShortVector)
                          ByteVector.fromArray(HALF, found, f + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          even.mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + 2 * VECTOR)
                          .convertShape(B2S, SHORTS, 0)))
              .add(
                  odd.mul(
                      ((ShortVector)
                          ByteVector.fromArray(HALF, found, f + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          even.mul(
                  ((ShortVector)
                      ByteVector.fromArray(HALF, found, f + 3 * VECTOR)
                          .convertShape(B2S, SHORTS, 0)))
              .add(
                  odd.mul(
                      ((ShortVector)
                          ByteVector.fromArray(HALF, found, f + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))))
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
