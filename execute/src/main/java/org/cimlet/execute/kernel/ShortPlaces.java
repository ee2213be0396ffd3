package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.kernel.Lanes.BIAS;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.HALF;
import static org.cimlet.execute.kernel.Lanes.HALF_VECTOR;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.SHORTS;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.PAIR_BYTES;
import static org.cimlet.execute.kernel.Slots.PAIRS;
import static org.cimlet.execute.kernel.Slots.PLACES_BYTES;
import static org.cimlet.execute.kernel.Slots.UNIT_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Runs of kept weights whose inputs are looked up as numbers of 16 bits: the way of vectors of 512
/// bits, one of which holds a table of 32 inputs.
///
/// One vector has the places of the even slots of a unit, another those of the odd ones, three of
/// five bits in 16. Written out for the reason [DenseRun] has.
final class ShortPlaces {
  private static final ShortVector ONE_PLACE = ShortVector.broadcast(SHORTS, (short) Places.BITS);
  private static final ShortVector TWO_PLACES =
      ShortVector.broadcast(SHORTS, (short) (2 * Places.BITS));

  /// By how much the places of each pair are shifted.
  private static final short[] SHIFTS = shifts();

  private ShortPlaces() {}

  private static short[] shifts() {
    short[] shifts = new short[PAIRS * HALF_VECTOR];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = (short) (i / HALF_VECTOR * Places.BITS);
    }
    return shifts;
  }

  /// One token, the four quarters of a band.
  ///
  /// @param w units, from `at` on
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`
  /// @param lanes sums so far of each quarter, see [Lanes]
  static void oneToken(byte[] w, int at, int[] tables, short[] x, int input, int[] lanes) {
    IntVector all0 = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
    IntVector highs0 = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
    IntVector all1 = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
    IntVector highs1 = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
    IntVector all2 = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
    IntVector highs2 = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
    IntVector all3 = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
    IntVector highs3 = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
    int p = at;
    for (int pair = 0; pair < tables.length; pair += PAIRS) {
      ShortVector even0 = ByteVector.fromArray(BYTES, w, p).reinterpretAsShorts();
      ShortVector odd0 = ByteVector.fromArray(BYTES, w, p + VECTOR).reinterpretAsShorts();
      ShortVector even1 = ByteVector.fromArray(BYTES, w, p + 2 * VECTOR).reinterpretAsShorts();
      ShortVector odd1 = ByteVector.fromArray(BYTES, w, p + 3 * VECTOR).reinterpretAsShorts();
      ShortVector even2 = ByteVector.fromArray(BYTES, w, p + 4 * VECTOR).reinterpretAsShorts();
      ShortVector odd2 = ByteVector.fromArray(BYTES, w, p + 5 * VECTOR).reinterpretAsShorts();
      ShortVector even3 = ByteVector.fromArray(BYTES, w, p + 6 * VECTOR).reinterpretAsShorts();
      ShortVector odd3 = ByteVector.fromArray(BYTES, w, p + 7 * VECTOR).reinterpretAsShorts();
      int b = p + PLACES_BYTES;
      ShortVector table = ShortVector.fromArray(SHORTS, x, input + tables[pair]);
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0))
              .mul(even0.selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd0.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even1.selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd1.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even2.selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd2.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even3.selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd3.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      b += PAIR_BYTES;
      table = ShortVector.fromArray(SHORTS, x, input + tables[pair + 1]);
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0))
              .mul(even0.lanewise(LSHR, ONE_PLACE).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd0.lanewise(LSHR, ONE_PLACE).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even1.lanewise(LSHR, ONE_PLACE).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd1.lanewise(LSHR, ONE_PLACE).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even2.lanewise(LSHR, ONE_PLACE).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd2.lanewise(LSHR, ONE_PLACE).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even3.lanewise(LSHR, ONE_PLACE).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd3.lanewise(LSHR, ONE_PLACE).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      b += PAIR_BYTES;
      table = ShortVector.fromArray(SHORTS, x, input + tables[pair + 2]);
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0))
              .mul(even0.lanewise(LSHR, TWO_PLACES).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd0.lanewise(LSHR, TWO_PLACES).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even1.lanewise(LSHR, TWO_PLACES).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd1.lanewise(LSHR, TWO_PLACES).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even2.lanewise(LSHR, TWO_PLACES).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd2.lanewise(LSHR, TWO_PLACES).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, b + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even3.lanewise(LSHR, TWO_PLACES).selectFrom(table))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, b + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd3.lanewise(LSHR, TWO_PLACES).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      p += UNIT_BYTES;
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

  /// Four tokens, one quarter: a weight and its place are read once for all.
  ///
  /// @param places where the places of the quarter's first unit lie
  /// @param weights where its weights lie
  /// @param inputs where the inputs of each token begin
  /// @param lanes sums so far of each token
  static void fourTokens(
      byte[] w, int places, int weights, int[] tables, short[] x, int[] inputs, int[] lanes) {
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
    for (int pair = 0; pair < tables.length; pair++) {
      int within = pair % PAIRS;
      int unit = pair / PAIRS * UNIT_BYTES;
      int p = places + unit;
      int b = weights + unit + within * PAIR_BYTES;
      ShortVector shift = ShortVector.fromArray(SHORTS, SHIFTS, within * HALF_VECTOR);
      ShortVector evenPlace =
          ByteVector.fromArray(BYTES, w, p).reinterpretAsShorts().lanewise(LSHR, shift);
      ShortVector oddPlace =
          ByteVector.fromArray(BYTES, w, p + VECTOR).reinterpretAsShorts().lanewise(LSHR, shift);
      ShortVector even =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0));
      ShortVector odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + HALF_VECTOR).convertShape(B2S, SHORTS, 0));
      ShortVector table = ShortVector.fromArray(SHORTS, x, input0 + tables[pair]);
      IntVector q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + tables[pair]);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + tables[pair]);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + tables[pair]);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
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
