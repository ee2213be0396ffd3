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

  /// By what states of heads decay in a step of one, as exponents: at most zero.
  ///
  /// @param logarithms of their negatives, one row
  static float[] decays(FloatRows logarithms) {
    float[] decays = HostNorm.row(logarithms);
    for (int head = 0; head < decays.length; head++) {
      decays[head] = -Exponential.exp(decays[head]);
    }
    return decays;
  }
}
