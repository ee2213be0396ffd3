package org.cimlet.execute.kernel;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Shapes and constants of the vector kernels, and how they add; the same at every width.
///
/// Two products of bytes, `p = a b + c d`, are added in a 16-bit lane: -32,512 to 32,768, which
/// with [#BIAS] is 128 to 65,408 and so an unsigned number of 16 bits. A 32-bit lane then holds two
/// of them, `q = 65536 high + low`, of two rows. With `all` the sum of `q` and `highs` the sum of
/// `q >>> 16`, both modulo 2^32, the sum of all `high` is `highs` and the sum of all `low` is `all
/// - 65536 highs`: three operations for a vector of products, and exact as long as the true sum
///   fits 32 bits.
///
/// Loops take and give `all` and `highs` of [#TOGETHER] quarters or tokens in turn; [#put] takes
/// them apart.
final class Lanes {
  /// Quarters of a band or tokens that are multiplied at once.
  static final int TOGETHER = 4;

  /// Bytes of a vector: a quarter's weights of two inputs.
  static final int VECTOR = Math.max(KernelWidth.chosen().bits(), 128) / Byte.SIZE;

  /// Half a vector: a quarter's weights of one input, and the number of its rows.
  static final int HALF_VECTOR = VECTOR / 2;

  private static final VectorShape SHAPE = VectorShape.forBitSize(VECTOR * Byte.SIZE);

  static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, SHAPE);
  static final VectorSpecies<Byte> HALF =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(HALF_VECTOR * Byte.SIZE));
  static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);

  /// Lanes of 32 bits.
  static final int LENGTH = VECTOR / Integer.BYTES;

  /// Whether a vector holds a table of 32 inputs of 16 bits; otherwise inputs are looked up as
  /// bytes.
  static final boolean SHORT_PLACES = VECTOR == 64;

  /// Makes the sum of two products unsigned.
  private static final short PAIR_BIAS = 32_640;

  static final ShortVector BIAS = ShortVector.broadcast(SHORTS, PAIR_BIAS);

  private Lanes() {}

  /// Puts the sums of a quarter's rows, without the bias of their pairs, `stride` apart.
  ///
  /// @param lanes `all` from `from` on, then `highs`
  static void put(int[] lanes, int from, int rows, int pairs, int[] sums, int to, int stride) {
    int bias = pairs * PAIR_BIAS;
    for (int row = 0; row < rows; row += 2) {
      int high = lanes[from + LENGTH + row / 2];
      sums[to + row * stride] = lanes[from + row / 2] - (high << 16) - bias;
      if (row + 1 < rows) {
        sums[to + (row + 1) * stride] = high - bias;
      }
    }
  }
}
