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

  HostNorm(Norm norm, NormWeights weights) {
    this.norm = norm;
    this.weight = row(weights.weight());
    FloatRows shift = weights.biasRow();
    this.bias = shift == null ? null : row(shift);
  }

  static float[] row(FloatRows rows) {
    float[] row = new float[rows.columns()];
    rows.read(0, row);
    return row;
  }

  /// Norms each token's vector.
  void apply(float[] in, int tokens, float[] out) {
    for (int token = 0; token < tokens; token++) {
      int at = token * weight.length;
      switch (norm) {
        case Norm.RootMeanSquare(double epsilon) -> rootMeanSquare(in, out, at, (float) epsilon);
        case Norm.MeanAndVariance(double epsilon) -> meanAndVariance(in, out, at, (float) epsilon);
      }
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
