package org.cimlet.execute.transformer;

import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.FloatRows;

/// Attention or a recurrence, executable.
interface Mixing {
  /// What is added to the residual stream, for tokens from position `first` on.
  ///
  /// @param layer whose part of the cache is theirs
  /// @param in each token's vector, normed
  /// @param angles of the tokens' positions, of [RotaryEmbedding#angles]; empty where nothing is
  ///   rotated
  float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles);

  /// Multiplies some elements in place.
  static void multiply(float[] vector, int from, int count, double by) {
    float factor = (float) by;
    for (int i = from; i < from + count && factor != 1; i++) {
      vector[i] *= factor;
    }
  }

  /// By what states decay in a step of one, as exponents: at most zero.
  ///
  /// @param logarithms of their negatives, row after row
  static float[] decays(FloatRows logarithms) {
    int columns = logarithms.columns();
    float[] decays = new float[logarithms.rows() * columns];
    float[] row = new float[columns];
    for (int i = 0; i < logarithms.rows(); i++) {
      logarithms.read(i, row);
      for (int j = 0; j < columns; j++) {
        decays[i * columns + j] = -Exponential.exp(row[j]);
      }
    }
    return decays;
  }
}
