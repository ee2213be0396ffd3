package org.cimlet.execute.floats;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sums of [Sums], eight at a time in one register, bit for bit the same.
final class VectorSums {
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private VectorSums() {}

  static float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    FloatVector sums = FloatVector.zero(EIGHT);
    int whole = EIGHT.loopBound(length);
    for (int i = 0; i < whole; i += Sums.LANES) {
      FloatVector x = FloatVector.fromArray(EIGHT, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(EIGHT, b, bFrom + i);
      sums = sums.add(x.mul(y));
    }
    return fold(sums) + rest(a, aFrom, b, bFrom, whole, length);
  }

  /// Four tokens at once: each weight is loaded once for all.
  static void fourDots(
      float[] weights, float[] in, int inFrom, float[] out, int outFrom, int stride) {
    int size = weights.length;
    int second = inFrom + size;
    int third = second + size;
    int fourth = third + size;
    FloatVector s0 = FloatVector.zero(EIGHT);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int whole = EIGHT.loopBound(size);
    for (int i = 0; i < whole; i += Sums.LANES) {
      FloatVector w = FloatVector.fromArray(EIGHT, weights, i);
      s0 = s0.add(w.mul(FloatVector.fromArray(EIGHT, in, inFrom + i)));
      s1 = s1.add(w.mul(FloatVector.fromArray(EIGHT, in, second + i)));
      s2 = s2.add(w.mul(FloatVector.fromArray(EIGHT, in, third + i)));
      s3 = s3.add(w.mul(FloatVector.fromArray(EIGHT, in, fourth + i)));
    }
    out[outFrom] = fold(s0) + rest(weights, 0, in, inFrom, whole, size);
    out[outFrom + stride] = fold(s1) + rest(weights, 0, in, second, whole, size);
    out[outFrom + 2 * stride] = fold(s2) + rest(weights, 0, in, third, whole, size);
    out[outFrom + 3 * stride] = fold(s3) + rest(weights, 0, in, fourth, whole, size);
  }

  private static float fold(FloatVector s) {
    return ((s.lane(0) + s.lane(4)) + (s.lane(2) + s.lane(6)))
        + ((s.lane(1) + s.lane(5)) + (s.lane(3) + s.lane(7)));
  }

  private static float rest(float[] a, int aFrom, float[] b, int bFrom, int from, int length) {
    float rest = 0;
    for (int i = from; i < length; i++) {
      rest += a[aFrom + i] * b[bFrom + i];
    }
    return rest;
  }
}
