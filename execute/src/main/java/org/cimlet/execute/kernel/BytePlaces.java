package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.TOGETHER;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.PAIR_BYTES;
import static org.cimlet.execute.kernel.Slots.PAIRS;
import static org.cimlet.execute.kernel.Slots.QUARTER_PLACES_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;

/// Looks up inputs of one byte by their places: the way of vectors of 128 and 256 bits.
///
/// Two vectors hold the places of three pairs of slots, a byte for each: those of the first two in
/// the low five bits, that of the third in what is left, three bits above the first place and two
/// above the second.
///
/// A table of 32 inputs fills a vector of 256 bits, or two of 128. From two without masks, which
/// not every processor with vectors of 128 bits has: `low ^ ((low ^ high) & -bit4)`. Written out
/// for the reason [DenseRun] has.
final class BytePlaces {
  private static final boolean TWO_TABLES = VECTOR < ResidentMatrix.WORD;
  private static final IntVector LOW_BITS = IntVector.broadcast(INTS, 0x0707_0707);
  private static final IntVector HIGH_BITS = IntVector.broadcast(INTS, 0x1818_1818);
  private static final IntVector ONES = IntVector.broadcast(INTS, 0x0101_0101);
  private static final ByteVector ZERO = ByteVector.zero(BYTES);

  private BytePlaces() {}

  /// One token, the four quarters of a band.
  ///
  /// @param w places, the first quarter's from `at` on, the others' `quarterBytes` apart
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`; those
  ///   of the units from `unit` on are used
  /// @param found gets inputs: a vector for each quarter, pair after pair
  static void oneToken(
      byte[] w,
      int at,
      int quarterBytes,
      int units,
      int[] tables,
      int unit,
      byte[] x,
      int input,
      byte[] found) {
    for (int u = 0; u < units; u++) {
      int pair = (unit + u) * PAIRS;
      int table0 = input + tables[pair];
      int table1 = input + tables[pair + 1];
      int table2 = input + tables[pair + 2];
      ByteVector low0 = ByteVector.fromArray(BYTES, x, table0);
      ByteVector low1 = ByteVector.fromArray(BYTES, x, table1);
      ByteVector low2 = ByteVector.fromArray(BYTES, x, table2);
      ByteVector difference0 =
          TWO_TABLES ? low0.lanewise(XOR, ByteVector.fromArray(BYTES, x, table0 + VECTOR)) : low0;
      ByteVector difference1 =
          TWO_TABLES ? low1.lanewise(XOR, ByteVector.fromArray(BYTES, x, table1 + VECTOR)) : low1;
      ByteVector difference2 =
          TWO_TABLES ? low2.lanewise(XOR, ByteVector.fromArray(BYTES, x, table2 + VECTOR)) : low2;
      for (int quarter = 0; quarter < TOGETHER; quarter++) {
        int p = at + u * QUARTER_PLACES_BYTES + quarter * quarterBytes;
        int f = u * PAIRS * PAIR_BYTES + quarter * VECTOR;
        ByteVector place0 = ByteVector.fromArray(BYTES, w, p);
        ByteVector place1 = ByteVector.fromArray(BYTES, w, p + VECTOR);
        ByteVector place2 =
            place0
                .reinterpretAsInts()
                .lanewise(LSHR, 5)
                .and(LOW_BITS)
                .or(place1.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
                .reinterpretAsBytes();
        ByteVector found0 = place0.selectFrom(low0);
        ByteVector found1 = place1.selectFrom(low1);
        ByteVector found2 = place2.selectFrom(low2);
        if (TWO_TABLES) {
          found0 =
              found0.lanewise(
                  XOR,
                  place0
                      .selectFrom(difference0)
                      .and(
                          ZERO.sub(
                              place0
                                  .reinterpretAsInts()
                                  .lanewise(LSHR, 4)
                                  .and(ONES)
                                  .reinterpretAsBytes())));
          found1 =
              found1.lanewise(
                  XOR,
                  place1
                      .selectFrom(difference1)
                      .and(
                          ZERO.sub(
                              place1
                                  .reinterpretAsInts()
                                  .lanewise(LSHR, 4)
                                  .and(ONES)
                                  .reinterpretAsBytes())));
          found2 =
              found2.lanewise(
                  XOR,
                  place2
                      .selectFrom(difference2)
                      .and(
                          ZERO.sub(
                              place2
                                  .reinterpretAsInts()
                                  .lanewise(LSHR, 4)
                                  .and(ONES)
                                  .reinterpretAsBytes())));
        }
        found0.intoArray(found, f);
        found1.intoArray(found, f + PAIR_BYTES);
        found2.intoArray(found, f + 2 * PAIR_BYTES);
      }
    }
  }

  /// Four tokens, one quarter.
  ///
  /// @param at where the quarter's first place lies
  /// @param inputs where the inputs of each token begin
  /// @param found gets inputs: a vector for each token, pair after pair
  static void fourTokens(
      byte[] w, int at, int units, int[] tables, int unit, byte[] x, int[] inputs, byte[] found) {
    for (int u = 0; u < units; u++) {
      int pair = (unit + u) * PAIRS;
      int p = at + u * QUARTER_PLACES_BYTES;
      ByteVector place0 = ByteVector.fromArray(BYTES, w, p);
      ByteVector place1 = ByteVector.fromArray(BYTES, w, p + VECTOR);
      ByteVector place2 =
          place0
              .reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(place1.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      ByteVector high0 =
          TWO_TABLES
              ? ZERO.sub(
                  place0.reinterpretAsInts().lanewise(LSHR, 4).and(ONES).reinterpretAsBytes())
              : ZERO;
      ByteVector high1 =
          TWO_TABLES
              ? ZERO.sub(
                  place1.reinterpretAsInts().lanewise(LSHR, 4).and(ONES).reinterpretAsBytes())
              : ZERO;
      ByteVector high2 =
          TWO_TABLES
              ? ZERO.sub(
                  place2.reinterpretAsInts().lanewise(LSHR, 4).and(ONES).reinterpretAsBytes())
              : ZERO;
      for (int token = 0; token < TOGETHER; token++) {
        int f = u * PAIRS * PAIR_BYTES + token * VECTOR;
        int table0 = inputs[token] + tables[pair];
        int table1 = inputs[token] + tables[pair + 1];
        int table2 = inputs[token] + tables[pair + 2];
        ByteVector low0 = ByteVector.fromArray(BYTES, x, table0);
        ByteVector low1 = ByteVector.fromArray(BYTES, x, table1);
        ByteVector low2 = ByteVector.fromArray(BYTES, x, table2);
        ByteVector found0 = place0.selectFrom(low0);
        ByteVector found1 = place1.selectFrom(low1);
        ByteVector found2 = place2.selectFrom(low2);
        if (TWO_TABLES) {
          found0 =
              found0.lanewise(
                  XOR,
                  place0
                      .selectFrom(
                          low0.lanewise(XOR, ByteVector.fromArray(BYTES, x, table0 + VECTOR)))
                      .and(high0));
          found1 =
              found1.lanewise(
                  XOR,
                  place1
                      .selectFrom(
                          low1.lanewise(XOR, ByteVector.fromArray(BYTES, x, table1 + VECTOR)))
                      .and(high1));
          found2 =
              found2.lanewise(
                  XOR,
                  place2
                      .selectFrom(
                          low2.lanewise(XOR, ByteVector.fromArray(BYTES, x, table2 + VECTOR)))
                      .and(high2));
        }
        found0.intoArray(found, f);
        found1.intoArray(found, f + PAIR_BYTES);
        found2.intoArray(found, f + 2 * PAIR_BYTES);
      }
    }
  }
}
