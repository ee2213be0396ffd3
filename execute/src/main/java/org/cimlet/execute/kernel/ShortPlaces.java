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
import static org.cimlet.execute.kernel.Slots.TOGETHER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Looks up inputs of 16 bits by their places: the way of vectors of 512 bits, one of which holds a
/// table of 32.
///
/// Three places of five bits lie in 16; the loops are written out for the reason [DenseRun] has.
final class ShortPlaces {
  /// Shift counts lie in vectors of their own: the instruction with one count for all lanes takes a
  /// shuffle on top.
  private static final ShortVector ONE_PLACE = ShortVector.broadcast(SHORTS, (short) 5);

  private static final ShortVector TWO_PLACES = ShortVector.broadcast(SHORTS, (short) 10);

  private ShortPlaces() {}

  /// Four bands and one token, as [BytePlaces#fourBands].
  static void fourBands(
      byte[] w,
      int at0,
      int at1,
      int at2,
      int at3,
      int units,
      int[] tables,
      int unit,
      short[] x,
      int input,
      short[] found) {
    for (int u = 0; u < units; u++) {
      int b = 2 * VECTOR * u;
      int t = 3 * TOGETHER * VECTOR * u;
      int pair = 3 * (unit + u);
      ShortVector first = ShortVector.fromArray(SHORTS, x, input + tables[pair]);
      ShortVector second = ShortVector.fromArray(SHORTS, x, input + tables[pair + 1]);
      ShortVector third = ShortVector.fromArray(SHORTS, x, input + tables[pair + 2]);
      ShortVector i = ByteVector.fromArray(BYTES, w, at0 + b).reinterpretAsShorts();
      ShortVector j = ByteVector.fromArray(BYTES, w, at0 + b + VECTOR).reinterpretAsShorts();
      i.selectFrom(first).intoArray(found, t);
      i.lanewise(LSHR, ONE_PLACE).selectFrom(first).intoArray(found, t + HALF_VECTOR);
      i.lanewise(LSHR, TWO_PLACES).selectFrom(second).intoArray(found, t + 1 * TOGETHER * VECTOR);
      j.selectFrom(second).intoArray(found, t + 1 * TOGETHER * VECTOR + HALF_VECTOR);
      j.lanewise(LSHR, ONE_PLACE).selectFrom(third).intoArray(found, t + 2 * TOGETHER * VECTOR);
      j.lanewise(LSHR, TWO_PLACES)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + HALF_VECTOR);
      i = ByteVector.fromArray(BYTES, w, at1 + b).reinterpretAsShorts();
      j = ByteVector.fromArray(BYTES, w, at1 + b + VECTOR).reinterpretAsShorts();
      i.selectFrom(first).intoArray(found, t + 1 * VECTOR);
      i.lanewise(LSHR, ONE_PLACE).selectFrom(first).intoArray(found, t + 1 * VECTOR + HALF_VECTOR);
      i.lanewise(LSHR, TWO_PLACES)
          .selectFrom(second)
          .intoArray(found, t + 1 * TOGETHER * VECTOR + 1 * VECTOR);
      j.selectFrom(second).intoArray(found, t + 1 * TOGETHER * VECTOR + 1 * VECTOR + HALF_VECTOR);
      j.lanewise(LSHR, ONE_PLACE)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 1 * VECTOR);
      j.lanewise(LSHR, TWO_PLACES)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 1 * VECTOR + HALF_VECTOR);
      i = ByteVector.fromArray(BYTES, w, at2 + b).reinterpretAsShorts();
      j = ByteVector.fromArray(BYTES, w, at2 + b + VECTOR).reinterpretAsShorts();
      i.selectFrom(first).intoArray(found, t + 2 * VECTOR);
      i.lanewise(LSHR, ONE_PLACE).selectFrom(first).intoArray(found, t + 2 * VECTOR + HALF_VECTOR);
      i.lanewise(LSHR, TWO_PLACES)
          .selectFrom(second)
          .intoArray(found, t + 1 * TOGETHER * VECTOR + 2 * VECTOR);
      j.selectFrom(second).intoArray(found, t + 1 * TOGETHER * VECTOR + 2 * VECTOR + HALF_VECTOR);
      j.lanewise(LSHR, ONE_PLACE)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 2 * VECTOR);
      j.lanewise(LSHR, TWO_PLACES)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 2 * VECTOR + HALF_VECTOR);
      i = ByteVector.fromArray(BYTES, w, at3 + b).reinterpretAsShorts();
      j = ByteVector.fromArray(BYTES, w, at3 + b + VECTOR).reinterpretAsShorts();
      i.selectFrom(first).intoArray(found, t + 3 * VECTOR);
      i.lanewise(LSHR, ONE_PLACE).selectFrom(first).intoArray(found, t + 3 * VECTOR + HALF_VECTOR);
      i.lanewise(LSHR, TWO_PLACES)
          .selectFrom(second)
          .intoArray(found, t + 1 * TOGETHER * VECTOR + 3 * VECTOR);
      j.selectFrom(second).intoArray(found, t + 1 * TOGETHER * VECTOR + 3 * VECTOR + HALF_VECTOR);
      j.lanewise(LSHR, ONE_PLACE)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 3 * VECTOR);
      j.lanewise(LSHR, TWO_PLACES)
          .selectFrom(third)
          .intoArray(found, t + 2 * TOGETHER * VECTOR + 3 * VECTOR + HALF_VECTOR);
    }
  }

  /// Four tokens and one band, with their products.
  ///
  /// @param at where the places of the run begin
  /// @param weights where its weights begin
  static void fourTokens(
      byte[] w,
      int at,
      int weights,
      int[] tables,
      short[] x,
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
    int units = tables.length / 3;
    for (int u = 0; u < units; u++) {
      int p = at + 2 * VECTOR * u;
      int b = weights + 3 * VECTOR * u;
      ShortVector i = ByteVector.fromArray(BYTES, w, p).reinterpretAsShorts();
      ShortVector j = ByteVector.fromArray(BYTES, w, p + VECTOR).reinterpretAsShorts();
      ShortVector even =
          ((ShortVector) ByteVector.fromArray(HALF, w, b).convertShape(B2S, SHORTS, 0));
      ShortVector odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + HALF_VECTOR).convertShape(B2S, SHORTS, 0));
      ShortVector evenPlace = i;
      ShortVector oddPlace = i.lanewise(LSHR, ONE_PLACE);
      int from = tables[3 * u + 0];
      ShortVector table = ShortVector.fromArray(SHORTS, x, input0 + from);
      IntVector q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      even =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + 1 * VECTOR).convertShape(B2S, SHORTS, 0));
      odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + 1 * VECTOR + HALF_VECTOR)
                  .convertShape(B2S, SHORTS, 0));
      evenPlace = i.lanewise(LSHR, TWO_PLACES);
      oddPlace = j;
      from = tables[3 * u + 1];
      table = ShortVector.fromArray(SHORTS, x, input0 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all3 = all3.add(q);
      highs3 = highs3.add(q.lanewise(LSHR, 16));
      even =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + 2 * VECTOR).convertShape(B2S, SHORTS, 0));
      odd =
          ((ShortVector)
              ByteVector.fromArray(HALF, w, b + 2 * VECTOR + HALF_VECTOR)
                  .convertShape(B2S, SHORTS, 0));
      evenPlace = j.lanewise(LSHR, ONE_PLACE);
      oddPlace = j.lanewise(LSHR, TWO_PLACES);
      from = tables[3 * u + 2];
      table = ShortVector.fromArray(SHORTS, x, input0 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all0 = all0.add(q);
      highs0 = highs0.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all1 = all1.add(q);
      highs1 = highs1.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + from);
      q =
          even.mul(evenPlace.selectFrom(table))
              .add(odd.mul(oddPlace.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all2 = all2.add(q);
      highs2 = highs2.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + from);
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
