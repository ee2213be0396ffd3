package org.cimlet.execute.transformer;

import java.util.stream.IntStream;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.jspecify.annotations.Nullable;

/// The indexer of sparse attention: scores the positions before a token and picks those that
/// attention looks back on. Scores are not turned by a Hadamard matrix first, which leaves products
/// as they are and serves to quantize them.
final class IndexerPicks {
  /// The class's own number, whatever the file says of other norms.
  private static final Norm NORM = new Norm.MeanAndVariance(1e-6);

  private final Indexer shape;
  private final RunnableStage query;
  private final RunnableStage key;
  private final RunnableStage weights;
  private final HostNorm keyNorm;
  private final @Nullable RotaryEmbedding rope;

  /// @param rotated elements of attention's heads that are rotated, and so many of the indexer's
  IndexerPicks(
      Mixer.Picks picks, int layer, Arithmetic arithmetic, Positions positions, int rotated) {
    this.shape = picks.shape();
    this.query = RunnableStage.of(picks.query(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.key = RunnableStage.of(picks.key(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.weights = RunnableStage.of(picks.weights(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.keyNorm = new HostNorm(NORM, picks.keyNorm(), false);
    this.rope =
        positions instanceof Positions.Rotary rotary
            ? new RotaryEmbedding(
                new Positions.Rotary(
                    rotary.theta(),
                    shape.neighbours()
                        ? Positions.RopeLayout.NEIGHBOURS
                        : Positions.RopeLayout.HALVES,
                    rotary.scaling(),
                    (double) rotated / shape.headDim()),
                shape.headDim())
            : null;
  }

  /// Positions that each token looks back on, itself included, in order.
  ///
  /// @param in each token's vector, normed
  /// @param latents of the tokens' queries
  int[][] pick(
      KvCache cache,
      int layer,
      int first,
      int tokens,
      float[] in,
      float[] latents,
      float[] angles) {
    int size = shape.headDim();
    float[] queries = query.run(latents, tokens);
    float[] made = key.run(in, tokens);
    keyNorm.apply(made, tokens, made);
    float[] shares = weights.run(in, tokens);
    float[] keys = cache.indexed(layer);
    int[][] picked = new int[tokens][];
    for (int i = 0; i < tokens; i++) {
      if (rope != null) {
        rope.turn(queries, i * shape.heads() * size, shape.heads(), angles, i);
        rope.turn(made, i * size, 1, angles, i);
      }
      System.arraycopy(made, i * size, keys, (first + i) * size, size);
      picked[i] = best(scores(queries, i, shares, keys, first + i + 1));
    }
    return picked;
  }

  private float[] scores(float[] queries, int token, float[] shares, float[] keys, int positions) {
    int size = shape.headDim();
    float scale = (float) (1 / Math.sqrt((double) size * shape.heads()));
    float[] scores = new float[positions];
    for (int position = 0; position < positions; position++) {
      for (int head = 0; head < shape.heads(); head++) {
        int at = token * shape.heads() + head;
        float product = Sums.dot(queries, at * size, keys, position * size, size);
        scores[position] += scale * shares[at] * Math.max(product, 0);
      }
    }
    return scores;
  }

  /// Of equal scores the earlier position is the better.
  private int[] best(float[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[b], scores[a]))
        .limit(shape.picked())
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
