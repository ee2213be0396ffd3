package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.cimlet.execute.kernel.Lanes.BIAS;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.EIGHT;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.ONE_PLACE;
import static org.cimlet.execute.kernel.Lanes.SHORTS;
import static org.cimlet.execute.kernel.Lanes.TWO_PLACES;
import static org.cimlet.execute.kernel.ResidentMatrix.UNIT_BYTES;
import static org.cimlet.execute.kernel.ResidentMatrix.VECTOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// A run of indexed weights: places pick the inputs from tables of 32, so that a weight's input
/// costs one look-up for 32 rows.
///
/// The loops are written out for the reason [DenseRun] has.
final class IndexedRun {
  private IndexedRun() {}

  /// @param w units, from `at` on
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`
  /// @param lanes gets the sums of the even rows, then those of the odd ones, each with the bias
  static void oneToken(byte[] w, int at, int[] tables, short[] x, int input, int[] lanes) {
    IntVector all = IntVector.zero(INTS);
    IntVector highs = all;
    int b = at;
    for (int pair = 0; pair < tables.length; pair += 3) {
      ShortVector i = ByteVector.fromArray(BYTES, w, b).reinterpretAsShorts();
      ShortVector j = ByteVector.fromArray(BYTES, w, b + VECTOR).reinterpretAsShorts();
      ShortVector v = ByteVector.fromArray(BYTES, w, b + 2 * VECTOR).reinterpretAsShorts();
      ShortVector table = ShortVector.fromArray(SHORTS, x, input + tables[pair]);
      IntVector q =
          v.lanewise(LSHL, EIGHT)
              .lanewise(ASHR, EIGHT)
              .mul(i.selectFrom(table))
              .add(v.lanewise(ASHR, EIGHT).mul(i.lanewise(LSHR, ONE_PLACE).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      v = ByteVector.fromArray(BYTES, w, b + 3 * VECTOR).reinterpretAsShorts();
      table = ShortVector.fromArray(SHORTS, x, input + tables[pair + 1]);
      q =
          v.lanewise(LSHL, EIGHT)
              .lanewise(ASHR, EIGHT)
              .mul(i.lanewise(LSHR, TWO_PLACES).selectFrom(table))
              .add(v.lanewise(ASHR, EIGHT).mul(j.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      v = ByteVector.fromArray(BYTES, w, b + 4 * VECTOR).reinterpretAsShorts();
      table = ShortVector.fromArray(SHORTS, x, input + tables[pair + 2]);
      q =
          v.lanewise(LSHL, EIGHT)
              .lanewise(ASHR, EIGHT)
              .mul(j.lanewise(LSHR, ONE_PLACE).selectFrom(table))
              .add(v.lanewise(ASHR, EIGHT).mul(j.lanewise(LSHR, TWO_PLACES).selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      b += UNIT_BYTES;
    }
    all.sub(highs.lanewise(LSHL, 16)).intoArray(lanes, 0);
    highs.intoArray(lanes, INTS.length());
  }

  /// The same for four tokens, whose inputs are `stride` apart: a weight and its place are read
  /// once for all.
  static void fourTokens(
      byte[] w, int at, int[] tables, short[] x, int input, int stride, int[] lanes) {
    IntVector all0 = IntVector.zero(INTS);
    IntVector highs0 = all0;
    IntVector all1 = IntVector.zero(INTS);
    IntVector highs1 = all1;
    IntVector all2 = IntVector.zero(INTS);
    IntVector highs2 = all2;
    IntVector all3 = IntVector.zero(INTS);
    IntVector highs3 = all3;
    int b = at;
    for (int pair = 0; pair < tables.length; pair += 3) {
      ShortVector i = ByteVector.fromArray(BYTES, w, b).reinterpretAsShorts();
      ShortVector j = ByteVector.fromArray(BYTES, w, b + VECTOR).reinterpretAsShorts();
      ShortVector v = ByteVector.fromArray(BYTES, w, b + 2 * VECTOR).reinterpretAsShorts();
      ShortVector even = v.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT);
      ShortVector odd = v.lanewise(ASHR, EIGHT);
      ShortVector evenPlace = i;
      ShortVector oddPlace = i.lanewise(LSHR, ONE_PLACE);
      int from = input + tables[pair];
      ShortVector table = ShortVector.fromArray(SHORTS, x, from);
      IntVector q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 2 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 3 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      v = ByteVector.fromArray(BYTES, w, b + 3 * VECTOR).reinterpretAsShorts();
      even = v.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT);
      odd = v.lanewise(ASHR, EIGHT);
      evenPlace = i.lanewise(LSHR, TWO_PLACES);
      oddPlace = j;
      from = input + tables[pair + 1];
      table = ShortVector.fromArray(SHORTS, x, from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 2 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 3 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      v = ByteVector.fromArray(BYTES, w, b + 4 * VECTOR).reinterpretAsShorts();
      even = v.lanewise(LSHL, EIGHT).lanewise(ASHR, EIGHT);
      odd = v.lanewise(ASHR, EIGHT);
      evenPlace = j.lanewise(LSHR, ONE_PLACE);
      oddPlace = j.lanewise(LSHR, TWO_PLACES);
      from = input + tables[pair + 2];
      table = ShortVector.fromArray(SHORTS, x, from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 2 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, from + 3 * stride);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      b += UNIT_BYTES;
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
