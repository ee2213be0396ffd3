package org.cimlet.execute.transformer;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Positions;
import org.jspecify.annotations.Nullable;

/// A network that can be run: reads tokens, gives a score for each token that might follow.
///
/// Immutable but for what its [Arithmetic] keeps; what a sequence leaves behind is in its
/// [KvCache]. Reading a text at once, in pieces or token by token gives the same bits.
public final class Transformer {
  private static final float GELU_FACTOR = (float) Math.sqrt(2 / Math.PI);

  private final Architecture architecture;
  private final int together;
  private final FloatRows embedding;
  private final @Nullable FloatRows positions;
  private final @Nullable RotaryEmbedding rope;
  private final Attention attention;
  private final List<RunnableLayer> layers = new ArrayList<>();
  private final HostNorm finalNorm;
  private final RunnableStage head;

  /// A layer with its linears made executable.
  private record RunnableLayer(
      HostNorm attentionNorm,
      RunnableStage queryKeyValue,
      RunnableStage attentionOut,
      HostNorm feedForwardNorm,
      RunnableStage feedForwardIn,
      RunnableStage feedForwardOut) {}

  /// @param network what to run
  /// @param arithmetic how its linears are computed
  public Transformer(Network network, Arithmetic arithmetic) {
    this.architecture = network.architecture();
    this.together = arithmetic.together();
    this.embedding = network.embedding();
    this.positions = network.positionRows();
    this.rope =
        architecture.positions() instanceof Positions.Rotary rotary
            ? new RotaryEmbedding(rotary, architecture.headSize())
            : null;
    this.attention = new Attention(architecture);
    for (int i = 0; i < network.layers().size(); i++) {
      layers.add(layer(network.layers().get(i), i, arithmetic));
    }
    this.finalNorm = new HostNorm(architecture.norm(), network.finalNorm());
    this.head =
        RunnableStage.of(List.of(network.head()), architecture.layers(), Stage.HEAD, arithmetic);
  }

  private RunnableLayer layer(Network.Layer layer, int index, Arithmetic arithmetic) {
    return new RunnableLayer(
        new HostNorm(architecture.norm(), layer.attentionNorm()),
        stage(layer, index, Stage.QUERY_KEY_VALUE, arithmetic),
        stage(layer, index, Stage.ATTENTION_OUT, arithmetic),
        new HostNorm(architecture.norm(), layer.feedForwardNorm()),
        stage(layer, index, Stage.FEED_FORWARD_IN, arithmetic),
        stage(layer, index, Stage.FEED_FORWARD_OUT, arithmetic));
  }

  private static RunnableStage stage(
      Network.Layer layer, int index, Stage stage, Arithmetic arithmetic) {
    return RunnableStage.of(layer.linears(stage), index, stage, arithmetic);
  }

  /// What the network is like.
  public Architecture architecture() {
    return architecture;
  }

  /// Takes the scores of one token.
  @FunctionalInterface
  public interface ScoreReader {
    /// @param index which of the tokens read, from 0
    /// @param scores one for each token of the vocabulary, to be read before returning
    void read(int index, float[] scores);
  }

  /// Reads tokens on from where the cache ends.
  ///
  /// @return a score for each token of the vocabulary that might follow the last
  /// @throws IllegalArgumentException if there are none, more than the cache has room for, or one
  ///   is no token
  public float[] read(KvCache cache, int... tokens) {
    float[] scores = new float[architecture.vocabulary()];
    check(cache, tokens);
    for (int from = 0, count; from < tokens.length; from += count) {
      count = Math.min(together, tokens.length - from);
      float[] hidden = pass(cache, tokens, from, count);
      if (from + count == tokens.length) {
        score(hidden, count - 1, 1, scores);
      }
    }
    return scores;
  }

  /// Reads tokens on from where the cache ends, and gives the scores after each of them.
  ///
  /// @throws IllegalArgumentException as [#read(KvCache, int...)]
  public void read(KvCache cache, int[] tokens, ScoreReader each) {
    check(cache, tokens);
    int vocabulary = architecture.vocabulary();
    for (int from = 0, count; from < tokens.length; from += count) {
      count = Math.min(together, tokens.length - from);
      float[] hidden = pass(cache, tokens, from, count);
      float[] scores = new float[Math.multiplyExact(count, vocabulary)];
      score(hidden, 0, count, scores);
      float[] one = new float[vocabulary];
      for (int i = 0; i < count; i++) {
        System.arraycopy(scores, i * vocabulary, one, 0, vocabulary);
        each.read(from + i, one);
      }
    }
  }

  private void check(KvCache cache, int[] tokens) {
    if (tokens.length == 0 || tokens.length > cache.capacity() - cache.length()) {
      throw new IllegalArgumentException(
          "a KV cache with %s of %s tokens must be given 1 or more it has room for, got %s"
              .formatted(cache.length(), cache.capacity(), tokens.length));
    }
    for (int token : tokens) {
      if (token < 0 || token >= architecture.vocabulary()) {
        throw new IllegalArgumentException(
            "tokens must be 0 to %s, got %s".formatted(architecture.vocabulary() - 1, token));
      }
    }
  }

  /// Takes a few tokens through all layers.
  ///
  /// @return the residual stream behind the last layer
  private float[] pass(KvCache cache, int[] tokens, int from, int count) {
    int first = cache.length();
    float[] hidden = embed(tokens, from, count, first);
    float[] angles = rope == null ? new float[0] : rope.angles(first, count);
    for (int layer = 0; layer < layers.size(); layer++) {
      attend(cache, layer, first, count, angles, hidden);
      feedForward(layers.get(layer), count, hidden);
    }
    cache.advance(count);
    return hidden;
  }

  private float[] embed(int[] tokens, int from, int count, int first) {
    int size = architecture.hiddenSize();
    float[] hidden = new float[count * size];
    float[] row = new float[size];
    for (int i = 0; i < count; i++) {
      embedding.read(tokens[from + i], row);
      System.arraycopy(row, 0, hidden, i * size, size);
      if (positions != null) {
        positions.read(first + i, row);
        for (int j = 0; j < size; j++) {
          hidden[i * size + j] += row[j];
        }
      }
    }
    return hidden;
  }

  private void attend(
      KvCache cache, int index, int first, int count, float[] angles, float[] hidden) {
    RunnableLayer layer = layers.get(index);
    float[] normed = new float[hidden.length];
    layer.attentionNorm().apply(hidden, count, normed);
    float[] fused = layer.queryKeyValue().run(normed, count);
    int queries = architecture.querySize();
    int keyValues = architecture.keyValueSize();
    for (int i = 0; i < count; i++) {
      int query = i * (queries + 2 * keyValues);
      int key = query + queries;
      if (rope != null) {
        rope.turn(fused, query, architecture.heads(), angles, i);
        rope.turn(fused, key, architecture.keyValueHeads(), angles, i);
      }
      cache.put(index, first + i, fused, key, key + keyValues);
    }
    float[] attended = new float[count * queries];
    attention.attend(cache, index, first, count, fused, attended);
    add(layer.attentionOut().run(attended, count), hidden);
  }

  private void feedForward(RunnableLayer layer, int count, float[] hidden) {
    float[] normed = new float[hidden.length];
    layer.feedForwardNorm().apply(hidden, count, normed);
    float[] in = layer.feedForwardIn().run(normed, count);
    float[] active =
        architecture.feedForward() == FeedForward.GATED_SILU ? gated(in, count) : gelu(in);
    add(layer.feedForwardOut().run(active, count), hidden);
  }

  private float[] gated(float[] in, int count) {
    int size = architecture.feedForwardSize();
    float[] active = new float[count * size];
    for (int token = 0; token < count; token++) {
      int gate = token * 2 * size;
      for (int i = 0; i < size; i++) {
        float x = in[gate + i];
        active[token * size + i] = x * Exponential.sigmoid(x) * in[gate + size + i];
      }
    }
    return active;
  }

  private static float[] gelu(float[] in) {
    float[] active = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      float x = in[i];
      float inner = GELU_FACTOR * (x + 0.044715f * x * x * x);
      active[i] = 0.5f * x * (1 + Exponential.tanh(inner));
    }
    return active;
  }

  private static void add(float[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /// Scores of some of the tokens of a pass.
  private void score(float[] hidden, int from, int count, float[] scores) {
    int size = architecture.hiddenSize();
    float[] last = new float[count * size];
    System.arraycopy(hidden, from * size, last, 0, last.length);
    finalNorm.apply(last, count, last);
    System.arraycopy(head.run(last, count), 0, scores, 0, scores.length);
  }
}
