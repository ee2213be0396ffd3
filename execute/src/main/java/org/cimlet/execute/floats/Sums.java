package org.cimlet.execute.floats;

import jdk.incubator.vector.FloatVector;

/// Sums of floats in a fixed order: eight running sums, element `i` in sum `i % 8`, folded in
/// halves at the end, then what is left over from a multiple of eight, in order. Eight are what a
/// vector register of today holds or several scalar adders keep busy; the order is ours, so the
/// bits are the same with and without vector registers.
public final class Sums {
  static final int LANES = 8;

  private static final boolean VECTOR = FloatVector.SPECIES_PREFERRED.length() >= LANES;

  private Sums() {}

  /// `sum(a[i] * b[i])`.
  public static float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    return VECTOR
        ? VectorSums.dot(a, aFrom, b, bFrom, length)
        : scalarDot(a, aFrom, b, bFrom, length);
  }

  /// The same for one row of weights and several tokens.
  ///
  /// @param in tokens of `weights.length` elements, one after another
  /// @param out gets a sum every `stride` elements, from `outFrom` on
  public static void dots(
      float[] weights, float[] in, int tokens, float[] out, int outFrom, int stride) {
    int size = weights.length;
    int token = 0;
    for (; VECTOR && token <= tokens - 4; token += 4) {
      VectorSums.fourDots(weights, in, token * size, out, outFrom + token * stride, stride);
    }
    for (; token < tokens; token++) {
      out[outFrom + token * stride] = dot(weights, 0, in, token * size, size);
    }
  }

  /// `sum(a[i] * b[i])` without vector registers.
  static float scalarDot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      s0 += a[aFrom + i] * b[bFrom + i];
      s1 += a[aFrom + i + 1] * b[bFrom + i + 1];
      s2 += a[aFrom + i + 2] * b[bFrom + i + 2];
      s3 += a[aFrom + i + 3] * b[bFrom + i + 3];
      s4 += a[aFrom + i + 4] * b[bFrom + i + 4];
      s5 += a[aFrom + i + 5] * b[bFrom + i + 5];
      s6 += a[aFrom + i + 6] * b[bFrom + i + 6];
      s7 += a[aFrom + i + 7] * b[bFrom + i + 7];
    }
    float rest = 0;
    for (; i < length; i++) {
      rest += a[aFrom + i] * b[bFrom + i];
    }
    return (((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))) + rest;
  }

  /// `sum(a[i])`, four running sums.
  public static float sum(float[] a, int from, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= length - 4; i += 4) {
      s0 += a[from + i];
      s1 += a[from + i + 1];
      s2 += a[from + i + 2];
      s3 += a[from + i + 3];
    }
    float rest = 0;
    for (; i < length; i++) {
      rest += a[from + i];
    }
    return ((s0 + s2) + (s1 + s3)) + rest;
  }
}
