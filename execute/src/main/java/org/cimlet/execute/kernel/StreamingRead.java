package org.cimlet.execute.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static org.cimlet.execute.kernel.Lanes.BYTES;
import static org.cimlet.execute.kernel.Lanes.VECTOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Reads bytes one after another and only adds them up: what a product of the same bytes is
/// compared with.
final class StreamingRead {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, Lanes.BYTES.vectorShape());

  private StreamingRead() {}

  /// @param w bytes `at` to `end`, whole vectors
  static long sum(byte[] w, int at, int end) {
    LongVector a = LongVector.zero(LONGS);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    int i = at;
    for (; i + 3 * VECTOR < end; i += 4 * VECTOR) {
      a = a.add(ByteVector.fromArray(BYTES, w, i).reinterpretAsLongs());
      b = b.add(ByteVector.fromArray(BYTES, w, i + VECTOR).reinterpretAsLongs());
      c = c.add(ByteVector.fromArray(BYTES, w, i + 2 * VECTOR).reinterpretAsLongs());
      d = d.add(ByteVector.fromArray(BYTES, w, i + 3 * VECTOR).reinterpretAsLongs());
    }
    for (; i < end; i += VECTOR) {
      a = a.add(ByteVector.fromArray(BYTES, w, i).reinterpretAsLongs());
    }
    return a.add(b).add(c.add(d)).reduceLanes(ADD);
  }
}
