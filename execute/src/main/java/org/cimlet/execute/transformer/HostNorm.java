package org.cimlet.execute.transformer;

import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.network.Norm;
import org.jspecify.annotations.Nullable;

/// A norm with its weights in memory.
final class HostNorm {
  private final Norm norm;
  private final float[] weight;
  private final float @Nullable [] bias;

  /// @param plusOne whether it multiplies by one plus its weight
  HostNorm(Norm norm, NormWeights weights, boolean plusOne) {
    this.norm = norm;
    this.weight = row(weights.weight());
    for (int i = 0; plusOne && i < weight.length; i++) {
      weight[i] += 1;
    }
    FloatRows shift = weights.biasRow();
    this.bias = shift == null ? null : row(shift);
  }

  private HostNorm(Norm norm, float[] weight) {
    this.norm = norm;
    this.weight = weight;
    this.bias = null;
  }

  /// A norm that only scales.
  static HostNorm of(Norm norm, float[] weight) {
    return new HostNorm(norm, weight);
  }

  static float[] row(FloatRows rows) {
    float[] row = new float[rows.columns()];
    rows.read(0, row);
    return row;
  }

  /// Norms each token's vector.
  void apply(float[] in, int tokens, float[] out) {
    for (int token = 0; token < tokens; token++) {
      one(in, token * weight.length, out);
    }
  }

  /// Norms parts of a vector in place, one behind the other.
  ///
  /// @param size elements of all parts together
  void applyParts(float[] vector, int from, int size) {
    for (int at = from; at < from + size; at += weight.length) {
      one(vector, at, vector);
    }
  }

  private void one(float[] in, int at, float[] out) {
    switch (norm) {
      case Norm.RootMeanSquare(double epsilon) -> rootMeanSquare(in, out, at, (float) epsilon);
      case Norm.MeanAndVariance(double epsilon) -> meanAndVariance(in, out, at, (float) epsilon);
    }
  }

  private void rootMeanSquare(float[] in, float[] out, int at, float epsilon) {
    int size = weight.length;
    float meanSquare = Sums.dot(in, at, in, at, size) / size;
    float scale = (float) (1 / Math.sqrt(meanSquare + epsilon));
    for (int i = 0; i < size; i++) {
      out[at + i] = weight[i] * (scale * in[at + i]);
    }
  }

  private void meanAndVariance(float[] in, float[] out, int at, float epsilon) {
    int size = weight.length;
    float mean = Sums.sum(in, at, size) / size;
    for (int i = 0; i < size; i++) {
      out[at + i] = in[at + i] - mean;
    }
    float variance = Sums.dot(out, at, out, at, size) / size;
    float scale = (float) (1 / Math.sqrt(variance + epsilon));
    for (int i = 0; i < size; i++) {
      out[at + i] = weight[i] * (scale * out[at + i]) + (bias == null ? 0 : bias[i]);
    }
  }
}
