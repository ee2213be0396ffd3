package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.cimlet.execute.kernel.Lanes.BIAS;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.INTS;
import static org.cimlet.execute.kernel.Lanes.LENGTH;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.Slots.PAIRS;
import static org.cimlet.execute.kernel.Slots.QUARTER_UNIT_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Looks up inputs of one byte by their places and multiplies kept weights by them: the way of
/// vectors of 128 and 256 bits.
///
/// Two vectors hold the places of three pairs of slots, a byte for each: those of the first two in
/// the low five bits, that of the third in what is left, three bits above the first place and two
/// above the second. A row has two bytes of each vector, one for either slot of a pair, of places
/// as of weights: the low byte is shifted up and down again to become a number of 16 bits, the high
/// one down.
///
/// A table of 32 inputs fills a vector of 256 bits, or two of 128. From two without masks, which
/// not every processor with vectors of 128 bits has: `low ^ ((low ^ high) & -bit4)`.
///
/// Weights are read straight through, a quarter of a band after the other; sums wait in memory and
/// the loop is written out for the reasons [DenseRun] has.
final class BytePlaces {
  private static final boolean TWO_TABLES = VECTOR < ResidentMatrix.WORD;
  private static final IntVector LOW_BITS = IntVector.broadcast(INTS, 0x0707_0707);
  private static final IntVector HIGH_BITS = IntVector.broadcast(INTS, 0x1818_1818);
  private static final IntVector ONES = IntVector.broadcast(INTS, 0x0101_0101);
  private static final ByteVector ZERO = ByteVector.zero(BYTES);

  private BytePlaces() {}

  /// One token, one quarter.
  ///
  /// @param w units of the quarter from `at` on
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`
  /// @param eight bits of a byte: as a constant it would be loaded again for every shift of 16-bit
  ///   lanes
  /// @param lanes sums so far, see [Lanes]
  static void oneToken(
      byte[] w, int at, int[] tables, byte[] x, int input, int eight, int[] lanes) {
    int units = tables.length / PAIRS;
    for (int unit = 0; unit < units; unit++) {
      int pair = unit * PAIRS;
      int p = at + unit * QUARTER_UNIT_BYTES;
      IntVector all = IntVector.fromArray(INTS, lanes, 0);
      IntVector highs = IntVector.fromArray(INTS, lanes, LENGTH);
      ByteVector place0 = ByteVector.fromArray(BYTES, w, p);
      ByteVector place1 = ByteVector.fromArray(BYTES, w, p + VECTOR);
      ByteVector place2 =
          place0
              .reinterpretAsInts()
              .lanewise(LSHR, 5)
              .and(LOW_BITS)
              .or(place1.reinterpretAsInts().lanewise(LSHR, 2).and(HIGH_BITS))
              .reinterpretAsBytes();
      ByteVector low = ByteVector.fromArray(BYTES, x, input + tables[pair + 0]);
      ByteVector found = place0.selectFrom(low);
      if (TWO_TABLES) {
        found =
            found.lanewise(
                XOR,
                place0
                    .selectFrom(
                        low.lanewise(
                            XOR, ByteVector.fromArray(BYTES, x, input + tables[pair + 0] + VECTOR)))
                    .and(
                        ZERO.sub(
                            place0
                                .reinterpretAsInts()
                                .lanewise(LSHR, 4)
                                .and(ONES)
                                .reinterpretAsBytes())));
      }
      ShortVector input2 = found.reinterpretAsShorts();
      ShortVector weight2 = ByteVector.fromArray(BYTES, w, p + 2 * VECTOR).reinterpretAsShorts();
      IntVector q =
          weight2
              .lanewise(LSHL, eight)
              .lanewise(ASHR, eight)
              .mul(input2.lanewise(LSHL, eight).lanewise(ASHR, eight))
              .add(weight2.lanewise(ASHR, eight).mul(input2.lanewise(ASHR, eight)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      low = ByteVector.fromArray(BYTES, x, input + tables[pair + 1]);
      found = place1.selectFrom(low);
      if (TWO_TABLES) {
        found =
            found.lanewise(
                XOR,
                place1
                    .selectFrom(
                        low.lanewise(
                            XOR, ByteVector.fromArray(BYTES, x, input + tables[pair + 1] + VECTOR)))
                    .and(
                        ZERO.sub(
                            place1
                                .reinterpretAsInts()
                                .lanewise(LSHR, 4)
                                .and(ONES)
                                .reinterpretAsBytes())));
      }
      input2 = found.reinterpretAsShorts();
      weight2 = ByteVector.fromArray(BYTES, w, p + 3 * VECTOR).reinterpretAsShorts();
      q =
          weight2
              .lanewise(LSHL, eight)
              .lanewise(ASHR, eight)
              .mul(input2.lanewise(LSHL, eight).lanewise(ASHR, eight))
              .add(weight2.lanewise(ASHR, eight).mul(input2.lanewise(ASHR, eight)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      low = ByteVector.fromArray(BYTES, x, input + tables[pair + 2]);
      found = place2.selectFrom(low);
      if (TWO_TABLES) {
        found =
            found.lanewise(
                XOR,
                place2
                    .selectFrom(
                        low.lanewise(
                            XOR, ByteVector.fromArray(BYTES, x, input + tables[pair + 2] + VECTOR)))
                    .and(
                        ZERO.sub(
                            place2
                                .reinterpretAsInts()
                                .lanewise(LSHR, 4)
                                .and(ONES)
                                .reinterpretAsBytes())));
      }
      input2 = found.reinterpretAsShorts();
      weight2 = ByteVector.fromArray(BYTES, w, p + 4 * VECTOR).reinterpretAsShorts();
      q =
          weight2
              .lanewise(LSHL, eight)
              .lanewise(ASHR, eight)
              .mul(input2.lanewise(LSHL, eight).lanewise(ASHR, eight))
              .add(weight2.lanewise(ASHR, eight).mul(input2.lanewise(ASHR, eight)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 0);
      highs.intoArray(lanes, LENGTH);
    }
  }
}
