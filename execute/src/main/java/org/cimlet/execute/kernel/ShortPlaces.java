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
import static org.cimlet.execute.kernel.Slots.PAIRS;
import static org.cimlet.execute.kernel.Slots.QUARTER_UNIT_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Runs of kept weights whose inputs are looked up as numbers of 16 bits: the way of vectors of 512
/// bits, one of which holds a table of 32 inputs.
///
/// One vector has the places of the even slots of a unit, another those of the odd ones, three of
/// five bits in 16. Written out, with sums in memory, for the reasons [DenseRun] has.
final class ShortPlaces {
  private static final ShortVector ONE_PLACE = ShortVector.broadcast(SHORTS, (short) Places.BITS);
  private static final ShortVector TWO_PLACES =
      ShortVector.broadcast(SHORTS, (short) (2 * Places.BITS));

  private ShortPlaces() {}

  /// One token, one quarter.
  ///
  /// @param w units of the quarter from `at` on
  /// @param tables where the inputs begin that each pair of slots picks from, after `input`
  /// @param lanes sums so far, see [Lanes]
  static void oneToken(byte[] w, int at, int[] tables, short[] x, int input, int[] lanes) {
    int units = tables.length / PAIRS;
    for (int unit = 0; unit < units; unit++) {
      int pair = unit * PAIRS;
      ShortVector table0 = ShortVector.fromArray(SHORTS, x, input + tables[pair]);
      ShortVector table1 = ShortVector.fromArray(SHORTS, x, input + tables[pair + 1]);
      ShortVector table2 = ShortVector.fromArray(SHORTS, x, input + tables[pair + 2]);
      int p = at + unit * QUARTER_UNIT_BYTES;
      IntVector all = IntVector.fromArray(INTS, lanes, 0);
      IntVector highs = IntVector.fromArray(INTS, lanes, LENGTH);
      ShortVector even = ByteVector.fromArray(BYTES, w, p).reinterpretAsShorts();
      ShortVector odd = ByteVector.fromArray(BYTES, w, p + VECTOR).reinterpretAsShorts();
      IntVector q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even.selectFrom(table0))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd.selectFrom(table0)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even.lanewise(LSHR, ONE_PLACE).selectFrom(table1))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd.lanewise(LSHR, ONE_PLACE).selectFrom(table1)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      q =
          ((ShortVector) ByteVector.fromArray(HALF, w, p + 4 * VECTOR).convertShape(B2S, SHORTS, 0))
              .mul(even.lanewise(LSHR, TWO_PLACES).selectFrom(table2))
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(HALF, w, p + 4 * VECTOR + HALF_VECTOR)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(odd.lanewise(LSHR, TWO_PLACES).selectFrom(table2)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 0);
      highs.intoArray(lanes, LENGTH);
    }
  }

  /// Four tokens, one quarter: a weight and its place are read once for all.
  ///
  /// @param at where the quarter's first unit lies
  /// @param inputs where the inputs of each token begin
  /// @param lanes sums so far of each token
  static void fourTokens(byte[] w, int at, int[] tables, short[] x, int[] inputs, int[] lanes) {
    int input0 = inputs[0];
    int input1 = inputs[1];
    int input2 = inputs[2];
    int input3 = inputs[3];
    int units = tables.length / PAIRS;
    for (int unit = 0; unit < units; unit++) {
      int pair = unit * PAIRS;
      int p = at + unit * QUARTER_UNIT_BYTES;
      ShortVector even0 = ByteVector.fromArray(BYTES, w, p).reinterpretAsShorts();
      ShortVector even1 = even0.lanewise(LSHR, ONE_PLACE);
      ShortVector even2 = even0.lanewise(LSHR, TWO_PLACES);
      ShortVector odd0 = ByteVector.fromArray(BYTES, w, p + VECTOR).reinterpretAsShorts();
      ShortVector odd1 = odd0.lanewise(LSHR, ONE_PLACE);
      ShortVector odd2 = odd0.lanewise(LSHR, TWO_PLACES);
      ShortVector w0 =
          (ShortVector) ByteVector.fromArray(HALF, w, p + 2 * VECTOR).convertShape(B2S, SHORTS, 0);
      ShortVector w1 =
          (ShortVector)
              ByteVector.fromArray(HALF, w, p + 2 * VECTOR + HALF_VECTOR)
                  .convertShape(B2S, SHORTS, 0);
      ShortVector w2 =
          (ShortVector) ByteVector.fromArray(HALF, w, p + 3 * VECTOR).convertShape(B2S, SHORTS, 0);
      ShortVector w3 =
          (ShortVector)
              ByteVector.fromArray(HALF, w, p + 3 * VECTOR + HALF_VECTOR)
                  .convertShape(B2S, SHORTS, 0);
      ShortVector w4 =
          (ShortVector) ByteVector.fromArray(HALF, w, p + 4 * VECTOR).convertShape(B2S, SHORTS, 0);
      ShortVector w5 =
          (ShortVector)
              ByteVector.fromArray(HALF, w, p + 4 * VECTOR + HALF_VECTOR)
                  .convertShape(B2S, SHORTS, 0);
      IntVector all = IntVector.fromArray(INTS, lanes, 0 * LENGTH);
      IntVector highs = IntVector.fromArray(INTS, lanes, 1 * LENGTH);
      ShortVector table = ShortVector.fromArray(SHORTS, x, input0 + tables[pair]);
      IntVector q =
          w0.mul(even0.selectFrom(table))
              .add(w1.mul(odd0.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input0 + tables[pair + 1]);
      q =
          w2.mul(even1.selectFrom(table))
              .add(w3.mul(odd1.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input0 + tables[pair + 2]);
      q =
          w4.mul(even2.selectFrom(table))
              .add(w5.mul(odd2.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 0 * LENGTH);
      highs.intoArray(lanes, 1 * LENGTH);

      all = IntVector.fromArray(INTS, lanes, 2 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 3 * LENGTH);
      table = ShortVector.fromArray(SHORTS, x, input1 + tables[pair]);
      q =
          w0.mul(even0.selectFrom(table))
              .add(w1.mul(odd0.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + tables[pair + 1]);
      q =
          w2.mul(even1.selectFrom(table))
              .add(w3.mul(odd1.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input1 + tables[pair + 2]);
      q =
          w4.mul(even2.selectFrom(table))
              .add(w5.mul(odd2.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 2 * LENGTH);
      highs.intoArray(lanes, 3 * LENGTH);

      all = IntVector.fromArray(INTS, lanes, 4 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 5 * LENGTH);
      table = ShortVector.fromArray(SHORTS, x, input2 + tables[pair]);
      q =
          w0.mul(even0.selectFrom(table))
              .add(w1.mul(odd0.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + tables[pair + 1]);
      q =
          w2.mul(even1.selectFrom(table))
              .add(w3.mul(odd1.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input2 + tables[pair + 2]);
      q =
          w4.mul(even2.selectFrom(table))
              .add(w5.mul(odd2.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 4 * LENGTH);
      highs.intoArray(lanes, 5 * LENGTH);

      all = IntVector.fromArray(INTS, lanes, 6 * LENGTH);
      highs = IntVector.fromArray(INTS, lanes, 7 * LENGTH);
      table = ShortVector.fromArray(SHORTS, x, input3 + tables[pair]);
      q =
          w0.mul(even0.selectFrom(table))
              .add(w1.mul(odd0.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + tables[pair + 1]);
      q =
          w2.mul(even1.selectFrom(table))
              .add(w3.mul(odd1.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      table = ShortVector.fromArray(SHORTS, x, input3 + tables[pair + 2]);
      q =
          w4.mul(even2.selectFrom(table))
              .add(w5.mul(odd2.selectFrom(table)))
              .add(BIAS)
              .reinterpretAsInts();
      all = all.add(q);
      highs = highs.add(q.lanewise(LSHR, 16));
      all.intoArray(lanes, 6 * LENGTH);
      highs.intoArray(lanes, 7 * LENGTH);
    }
  }
}
