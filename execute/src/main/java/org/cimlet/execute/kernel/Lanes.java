package org.cimlet.execute.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// Shapes and constants of the vector kernels, and how they add.
///
/// Two products of bytes, `p = a b + c d`, are added in a 16-bit lane: -32,512 to 32,768, which
/// with [#BIAS] is 128 to 65,408 and so an unsigned number of 16 bits. A 32-bit lane then holds two
/// of them, `q = 65536 high + low`, of two rows. With `all` the sum of `q` and `highs` the sum of
/// `q >>> 16`, both modulo 2^32, the sum of all `high` is `highs` and the sum of all `low` is `all
/// - 65536 highs`: three operations for 64 products, and exact as long as the true sum fits 32
///   bits.
final class Lanes {
  static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

  /// Makes the sum of two products unsigned.
  static final short PAIR_BIAS = 32_640;

  static final ShortVector BIAS = ShortVector.broadcast(SHORTS, PAIR_BIAS);

  /// Shift counts lie in vectors of their own: the instruction with one count for all lanes takes a
  /// shuffle on top.
  static final ShortVector EIGHT = ShortVector.broadcast(SHORTS, (short) 8);

  static final ShortVector ONE_PLACE = ShortVector.broadcast(SHORTS, (short) 5);

  static final ShortVector TWO_PLACES = ShortVector.broadcast(SHORTS, (short) 10);

  private Lanes() {}
}
