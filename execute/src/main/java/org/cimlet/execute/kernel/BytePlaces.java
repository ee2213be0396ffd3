package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.Slots.TOGETHER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;

/// Looks up inputs of one byte by their places: the way of vectors of 128 and 256 bits.
///
/// Two vectors hold the places of three pairs of slots, a byte for each: those of the first two in
/// the low five bits, that of the third in what is left, three bits above the first place and two
/// above the second.
final class BytePlaces {
  private static final IntVector LOW_BITS = IntVector.broadcast(INTS, 0x0707_0707);
  private static final IntVector HIGH_BITS = IntVector.broadcast(INTS, 0x1818_1818);
  private static final IntVector ONES = IntVector.broadcast(INTS, 0x0101_0101);
  private static final ByteVector ZERO = ByteVector.zero(BYTES);

  private BytePlaces() {}

  /// One band and token.
  ///
  /// @param w places, from `at` on
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`; those
  ///   of the units from `unit` on are used
  /// @param found gets the inputs of a pair every [Slots#TOGETHER] vectors, from `to` on
  static void lookUp(
      byte[] w,
      int at,
      int units,
      int[] tables,
      int unit,
      byte[] x,
      int input,
      byte[] found,
      int to) {
    for (int u = 0; u < units; u++) {
      int b = at + 2 * VECTOR * u;
      int table = 3 * (unit + u);
      int t = to + 3 * TOGETHER * VECTOR * u;
      ByteVector i = ByteVector.fromArray(BYTES, w, b);
      ByteVector j = ByteVector.fromArray(BYTES, w, b + VECTOR);
      pick(i, x, input + tables[table]).intoArray(found, t);
      pick(j, x, input + tables[table + 1]).intoArray(found, t + TOGETHER * VECTOR);
      pick(third(i, j), x, input + tables[table + 2]).intoArray(found, t + 2 * TOGETHER * VECTOR);
    }
  }

  private static ByteVector third(ByteVector i, ByteVector j) {
    return i.reinterpretAsInts()
        .lanewise(LSHR, 5)
        .and(LOW_BITS)
        .or(j.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
        .reinterpretAsBytes();
  }

  /// From a table of 32 inputs, which fills one vector or two. From two without masks, which not
  /// every processor with vectors of 128 bits has: `low ^ ((low ^ high) & -bit4)`.
  private static ByteVector pick(ByteVector place, byte[] x, int table) {
    ByteVector low = ByteVector.fromArray(BYTES, x, table);
    if (VECTOR >= ResidentMatrix.WORD) {
      return place.selectFrom(low);
    }
    ByteVector difference = low.lanewise(XOR, ByteVector.fromArray(BYTES, x, table + VECTOR));
    ByteVector bit4 = place.reinterpretAsInts().lanewise(LSHR, 4).and(ONES).reinterpretAsBytes();
    return place.selectFrom(low).lanewise(XOR, place.selectFrom(difference).and(ZERO.sub(bit4)));
  }

  /// Four bands and one token, where a vector holds a table; written out for the reason [DenseRun]
  /// has.
  static void fourBands(
      byte[] w,
      int at0,
      int at1,
      int at2,
      int at3,
      int units,
      int[] tables,
      int unit,
      byte[] x,
      int input,
      byte[] found) {
    for (int u = 0; u < units; u++) {
      int b = 2 * VECTOR * u;
      int t = 3 * TOGETHER * VECTOR * u;
      int pair = 3 * (unit + u);
      ByteVector first = ByteVector.fromArray(BYTES, x, input + tables[pair]);
      ByteVector second = ByteVector.fromArray(BYTES, x, input + tables[pair + 1]);
      ByteVector third = ByteVector.fromArray(BYTES, x, input + tables[pair + 2]);
      ByteVector i = ByteVector.fromArray(BYTES, w, at0 + b);
      ByteVector j = ByteVector.fromArray(BYTES, w, at0 + b + VECTOR);
      ByteVector k =
          i.reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(j.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      i.selectFrom(first).intoArray(found, t);
      j.selectFrom(second).intoArray(found, t + TOGETHER * VECTOR);
      k.selectFrom(third).intoArray(found, t + 2 * TOGETHER * VECTOR);
      i = ByteVector.fromArray(BYTES, w, at1 + b);
      j = ByteVector.fromArray(BYTES, w, at1 + b + VECTOR);
      k =
          i.reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(j.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      i.selectFrom(first).intoArray(found, t + 1 * VECTOR);
      j.selectFrom(second).intoArray(found, t + TOGETHER * VECTOR + 1 * VECTOR);
      k.selectFrom(third).intoArray(found, t + 2 * TOGETHER * VECTOR + 1 * VECTOR);
      i = ByteVector.fromArray(BYTES, w, at2 + b);
      j = ByteVector.fromArray(BYTES, w, at2 + b + VECTOR);
      k =
          i.reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(j.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      i.selectFrom(first).intoArray(found, t + 2 * VECTOR);
      j.selectFrom(second).intoArray(found, t + TOGETHER * VECTOR + 2 * VECTOR);
      k.selectFrom(third).intoArray(found, t + 2 * TOGETHER * VECTOR + 2 * VECTOR);
      i = ByteVector.fromArray(BYTES, w, at3 + b);
      j = ByteVector.fromArray(BYTES, w, at3 + b + VECTOR);
      k =
          i.reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(j.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      i.selectFrom(first).intoArray(found, t + 3 * VECTOR);
      j.selectFrom(second).intoArray(found, t + TOGETHER * VECTOR + 3 * VECTOR);
      k.selectFrom(third).intoArray(found, t + 2 * TOGETHER * VECTOR + 3 * VECTOR);
    }
  }
}
