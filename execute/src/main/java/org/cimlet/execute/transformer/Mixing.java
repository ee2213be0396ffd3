package org.cimlet.execute.transformer;

/// Attention or a recurrence, executable.
interface Mixing {
  /// What is added to the residual stream, for tokens from position `first` on.
  ///
  /// @param layer whose part of the cache is theirs
  /// @param in each token's vector, normed
  /// @param angles of the tokens' positions, of [RotaryEmbedding#angles]; empty where nothing is
  ///   rotated
  float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles);
}
