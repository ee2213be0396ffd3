package org.cimlet.execute.transformer;

import java.util.Arrays;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.floats.RowTasks;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Architecture;
import org.cimlet.network.Computation.Feature;

/// Grouped attention of new tokens over all tokens before them and themselves, on the host in
/// float.
final class Attention {
  private final Architecture architecture;
  private final int fusedSize;
  private final float root;
  private final float scale;
  private final float cap;
  private final boolean chunked;

  Attention(Architecture architecture) {
    this.architecture = architecture;
    this.fusedSize = architecture.querySize() + architecture.keySize() + architecture.valueSize();
    this.root = (float) Math.sqrt(architecture.headSize());
    this.scale = (float) architecture.variations().factors().score();
    this.chunked = architecture.variations().features().contains(Feature.CHUNKED_ATTENTION);
    this.cap = (float) architecture.variations().factors().scoreCap();
  }

  /// Attends with the tokens from position `first` on, whose keys and values are stored already.
  ///
  /// @param fused for each token queries, keys, values; rotated
  /// @param sinks a score of each head that takes part in its softmax and weighs nothing, or empty
  /// @param picked positions that each token looks back on, in order; empty where only the window
  ///   limits them
  /// @param out for each token the attended values of all heads
  void attend(
      KvCache cache,
      int layer,
      int first,
      int tokens,
      float[] fused,
      float[] sinks,
      int[][] picked,
      float[] out) {
    int window = architecture.window(layer);
    long multiplies = 2L * tokens * architecture.querySize() * Math.min(first + tokens, window);
    RowTasks.run(
        tokens * architecture.heads(),
        multiplies,
        (from, to) -> {
          float[] scores = new float[Math.min(first + tokens, window) + 1];
          for (int i = from; i < to; i++) {
            int token = i / architecture.heads();
            int head = i % architecture.heads();
            attend(cache, layer, first + token, token, head, fused, sinks, picked, out, scores);
          }
        });
  }

  private int seenFrom(int layer, int position) {
    int window = architecture.window(layer);
    return chunked && architecture.isWindowed(layer)
        ? position - position % window
        : Math.max(0, position + 1 - window);
  }

  private float scaled(float product) {
    float score = scale > 0 ? product * scale : product / root;
    return cap > 0 ? cap * Exponential.tanh(score / cap) : score;
  }

  private void attend(
      KvCache cache,
      int layer,
      int position,
      int token,
      int head,
      float[] fused,
      float[] sinks,
      int[][] picked,
      float[] out,
      float[] scores) {
    int headSize = architecture.headSize();
    int valueSize = architecture.valueHeadSize();
    int group = head / (architecture.heads() / architecture.keyValueHeads());
    int seenFrom = seenFrom(layer, position);
    boolean picks = picked.length > 0;
    int seen = picks ? picked[token].length : position + 1 - seenFrom;
    float[] keys = cache.keys(layer);
    int query = token * fusedSize + head * headSize;
    for (int i = 0; i < seen; i++) {
      int key =
          (picks ? picked[token][i] : seenFrom + i) * architecture.keySize() + group * headSize;
      scores[i] = scaled(Sums.dot(fused, query, keys, key, headSize));
    }
    if (sinks.length > 0) {
      scores[seen] = sinks[head];
    }
    Exponential.softmax(scores, sinks.length > 0 ? seen + 1 : seen);
    int result = token * architecture.attendedSize() + head * valueSize;
    Arrays.fill(out, result, result + valueSize, 0);
    float[] values = cache.values(layer);
    for (int i = 0; i < seen; i++) {
      float share = scores[i];
      int value =
          (picks ? picked[token][i] : seenFrom + i) * architecture.valueSize() + group * valueSize;
      for (int j = 0; j < valueSize; j++) {
        out[result + j] += share * values[value + j];
      }
    }
  }
}
