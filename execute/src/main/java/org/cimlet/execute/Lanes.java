package org.cimlet.execute;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Shapes and constants of the vector kernels, and how they add.
///
/// Two products of bytes, `p = a b + c d`, are added in a 16-bit lane: -32,512 to 32,768, which
/// with [#BIAS] is 128 to 65,408 and so an unsigned number of 16 bits. A 32-bit lane then holds two
/// of them, `q = 65536 high + low`. With `all` the sum of `q` and `highs` the sum of `q >>> 16`,
/// both modulo 2^32, the sum of all `high` is `highs` and the sum of all `low` is `all - 65536
/// highs`: three operations for 64 products, and exact as long as the true sum fits 32 bits.
final class Lanes {
  static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

  /// 16-bit lanes of a vector: pairs of products.
  static final int PAIRS = SHORTS.length();

  /// Makes the sum of two products unsigned.
  static final short PAIR_BIAS = 32_640;

  static final ShortVector BIAS = ShortVector.broadcast(SHORTS, PAIR_BIAS);

  /// Shift counts lie in a vector of their own: the instruction with one count for all lanes takes
  /// a shuffle on top.
  static final ShortVector EIGHT = ShortVector.broadcast(SHORTS, (short) 8);

  /// Swaps the first 16 bytes with the next.
  static final VectorShuffle<Long> UP_16_BYTES =
      VectorShuffle.fromValues(LONGS, 2, 3, 0, 1, 4, 5, 6, 7);

  /// Swaps the lower half with the upper.
  static final VectorShuffle<Long> UP_32_BYTES =
      VectorShuffle.fromValues(LONGS, 4, 5, 6, 7, 0, 1, 2, 3);

  private Lanes() {}
}
