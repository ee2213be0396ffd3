package org.cimlet.execute.transformer;

import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.Norm;
import org.jspecify.annotations.Nullable;

/// Multi-head latent attention. Keys and values are made of a token's latent once, as it comes, and
/// kept whole: machines keep the latent instead, and bring queries into its space, which gives the
/// same sums in another order.
final class LatentMixing implements Mixing {
  /// Norms of latents keep their class's own number, whatever the file says of others.
  private static final Norm NORM = new Norm.RootMeanSquare(1e-6);

  private final Architecture architecture;
  private final Latent shape;
  private final Attention attention;
  private final @Nullable RunnableStage queryDown;
  private final @Nullable HostNorm queryNorm;
  private final RunnableStage query;
  private final RunnableStage latent;
  private final HostNorm latentNorm;
  private final RunnableStage keyValue;
  private final RunnableStage out;
  private final @Nullable RotaryEmbedding rope;
  private final @Nullable IndexerPicks picks;

  LatentMixing(
      Architecture architecture,
      Mixer.Latents weights,
      int layer,
      Arithmetic arithmetic,
      @Nullable RotaryEmbedding rope) {
    WeightedLinear down = weights.queryDown();
    NormWeights norm = weights.queryNorm();
    this.architecture = architecture;
    this.shape = weights.shape();
    this.attention = new Attention(architecture);
    this.queryDown =
        down == null ? null : RunnableStage.of(down, layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.queryNorm = norm == null ? null : new HostNorm(NORM, norm, false);
    this.query = RunnableStage.of(weights.query(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.latent = RunnableStage.of(weights.latent(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.latentNorm = new HostNorm(NORM, weights.latentNorm(), false);
    this.keyValue = RunnableStage.of(weights.keyValue(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.rope = rope;
    Mixer.Picks indexer = weights.picks();
    this.picks =
        indexer == null
            ? null
            : new IndexerPicks(
                indexer, layer, arithmetic, architecture.positions(), shape.rotaryDim());
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    float[] from = in;
    if (queryDown != null && queryNorm != null) {
      from = queryDown.run(in, tokens);
      queryNorm.apply(from, tokens, from);
    }
    float[] fused = fused(query.run(from, tokens), latent.run(in, tokens), tokens);
    int queries = architecture.querySize();
    int keys = architecture.keySize();
    for (int i = 0; i < tokens; i++) {
      int at = i * (queries + keys + architecture.valueSize());
      if (rope != null) {
        rope.turn(fused, at, shape.heads(), angles, i);
        rope.turn(fused, at + queries, shape.heads(), angles, i);
      }
      cache.put(layer, first + i, fused, at + queries, at + queries + keys);
    }
    float[] attended = new float[tokens * architecture.attendedSize()];
    int[][] picked =
        picks == null ? new int[0][] : picks.pick(cache, layer, first, tokens, in, from, angles);
    attention.attend(cache, layer, first, tokens, fused, new float[0], picked, attended);
    return out.run(attended, tokens);
  }

  /// Queries, keys and values of each head, what is rotated in front.
  private float[] fused(float[] queries, float[] latents, int tokens) {
    int plain = shape.plainDim();
    int rotary = shape.rotaryDim();
    int rank = shape.latentRank();
    int head = plain + rotary;
    float[] normed = new float[tokens * rank];
    for (int i = 0; i < tokens; i++) {
      System.arraycopy(latents, i * (rank + rotary), normed, i * rank, rank);
    }
    latentNorm.apply(normed, tokens, normed);
    float[] made = keyValue.run(normed, tokens);
    int size = 2 * shape.heads() * head + architecture.valueSize();
    float[] fused = new float[tokens * size];
    for (int i = 0; i < tokens; i++) {
      int shared = i * (rank + rotary) + rank;
      for (int h = 0; h < shape.heads(); h++) {
        int from = (i * shape.heads() + h) * head;
        int to = i * size + h * head;
        System.arraycopy(queries, from + plain, fused, to, rotary);
        System.arraycopy(queries, from, fused, to + rotary, plain);
        int its = (i * shape.heads() + h) * (plain + shape.valueDim());
        int key = to + shape.heads() * head;
        System.arraycopy(latents, shared, fused, key, rotary);
        System.arraycopy(made, its, fused, key + rotary, plain);
        int value = i * size + 2 * shape.heads() * head + h * shape.valueDim();
        System.arraycopy(made, its + plain, fused, value, shape.valueDim());
      }
    }
    return fused;
  }
}
