package org.cimlet.execute.transformer;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Multipliers.Residuals;
import org.cimlet.network.Multipliers.Sum;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeScaling;
import org.jspecify.annotations.Nullable;

/// A network that can be run: reads tokens, gives a score for each token that might follow.
///
/// Immutable but for what its [Arithmetic] keeps; what a sequence leaves behind is in its
/// [KvCache]. Reading a text at once, in pieces or token by token gives the same bits.
public final class Transformer {
  private final Architecture architecture;
  private final int together;
  private final FloatRows embedding;
  private final @Nullable FloatRows positions;
  private final float embeddingScale;
  private final @Nullable RotaryEmbedding rope;
  private final @Nullable RotaryEmbedding windowedRope;
  private final List<RunnableLayer> layers = new ArrayList<>();
  private final HostNorm finalNorm;
  private final RunnableStage head;

  /// A layer with its linears made executable.
  ///
  /// @param mixing what mixes tokens; empty where nothing does
  /// @param feedForward null where nothing follows
  private record RunnableLayer(
      RunnableNorms norms, List<Mixing> mixing, @Nullable FeedForwardPart feedForward) {}

  /// A layer's norms around its parts; null where there is none.
  private record RunnableNorms(
      @Nullable HostNorm mixing,
      @Nullable HostNorm behindMixing,
      @Nullable HostNorm feedForward,
      @Nullable HostNorm behindFeedForward) {}

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
    Factors factors = architecture.variations().factors();
    this.embeddingScale = (float) factors.embedding();
    this.windowedRope =
        factors.windowedTheta() > 0 && architecture.positions() instanceof Positions.Rotary rotary
            ? new RotaryEmbedding(
                new Positions.Rotary(
                    factors.windowedTheta(),
                    rotary.layout(),
                    new RopeScaling.None(),
                    rotary.share()),
                architecture.headSize())
            : rope;
    for (int i = 0; i < network.layers().size(); i++) {
      layers.add(layer(network.layers().get(i), i, arithmetic));
    }
    this.finalNorm = norm(network.finalNorm());
    this.head = RunnableStage.of(network.head(), architecture.layers(), Stage.HEAD, arithmetic);
  }

  private RunnableLayer layer(Network.Layer layer, int index, Arithmetic arithmetic) {
    Network.Norms norms = layer.norms();
    return new RunnableLayer(
        new RunnableNorms(
            normIfAny(norms.attention()),
            normIfAny(norms.behindAttention()),
            normIfAny(norms.feedForward()),
            normIfAny(norms.behindFeedForward())),
        layer.mixers().stream().map(mixer -> mixing(mixer, norms, index, arithmetic)).toList(),
        layer.experts().isEmpty()
            ? null
            : new FeedForwardPart(architecture, layer, index, arithmetic));
  }

  private Mixing mixing(Mixer mixer, Network.Norms norms, int index, Arithmetic arithmetic) {
    boolean turned = !architecture.variations().unrotated().contains(index);
    RotaryEmbedding turns = turned ? architecture.isWindowed(index) ? windowedRope : rope : null;
    return switch (mixer) {
      case Mixer.Heads heads ->
          new HeadsMixing(
              architecture,
              heads,
              index,
              arithmetic,
              normIfAny(norms.query()),
              normIfAny(norms.key()),
              turns);
      case Mixer.Latents latents ->
          new LatentMixing(architecture, latents, index, arithmetic, turns);
      case Mixer.StateSpace state -> new StateSpaceMixing(architecture, state, index, arithmetic);
      case Mixer.Delta delta -> new DeltaMixing(delta, index, arithmetic, architecture.norm());
      case Mixer.Scan scan -> new ScanMixing(scan, index, arithmetic, architecture.norm());
      case Mixer.ChannelDelta delta ->
          new ChannelDeltaMixing(delta, index, arithmetic, architecture.norm());
      case Mixer.Lightning lightning ->
          new LightningMixing(architecture, lightning, index, arithmetic);
      case Mixer.GatedConvolution convolution ->
          new ConvolutionMixing(convolution, index, arithmetic);
    };
  }

  private HostNorm norm(NormWeights weights) {
    return new HostNorm(architecture.norm(), weights, architecture.variations().normsPlusOne());
  }

  private @Nullable HostNorm normIfAny(@Nullable NormWeights weights) {
    return weights == null ? null : norm(weights);
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
    float[] angles = rope == null ? new float[0] : rope.angles(first, count, cache.capacity());
    float[] windowed =
        windowedRope == null || windowedRope == rope
            ? angles
            : windowedRope.angles(first, count, cache.capacity());
    for (int layer = 0; layer < layers.size(); layer++) {
      float[] its = architecture.isWindowed(layer) ? windowed : angles;
      mix(cache, layer, first, count, its, hidden);
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
      for (int j = 0; j < size; j++) {
        hidden[i * size + j] = row[j] * embeddingScale;
      }
      if (positions != null) {
        positions.read(first + i, row);
        for (int j = 0; j < size; j++) {
          hidden[i * size + j] += row[j];
        }
      }
    }
    return hidden;
  }

  private void mix(KvCache cache, int index, int first, int count, float[] angles, float[] hidden) {
    RunnableLayer layer = layers.get(index);
    if (layer.mixing().isEmpty()) {
      return;
    }
    float[] in = normed(layer.norms().mixing(), hidden, count);
    float[] sum = new float[0];
    for (Mixing mixing : layer.mixing()) {
      float[] given = mixing.run(cache, index, first, count, in, angles);
      for (int i = 0; i < sum.length; i++) {
        given[i] += sum[i];
      }
      sum = given;
    }
    Residuals residuals = architecture.variations().multipliers().residuals();
    add(
        layer.norms().behindMixing(),
        sum,
        count,
        architecture.attends(index) ? residuals.attention() : residuals.recurrence(),
        residuals.normed() ? in : hidden,
        hidden);
  }

  private void feedForward(RunnableLayer layer, int count, float[] hidden) {
    FeedForwardPart part = layer.feedForward();
    if (part != null) {
      Residuals residuals = architecture.variations().multipliers().residuals();
      float[] in = normed(layer.norms().feedForward(), hidden, count);
      float[] out = part.run(in, count);
      add(
          layer.norms().behindFeedForward(),
          out,
          count,
          residuals.feedForward(),
          residuals.normed() ? in : hidden,
          hidden);
    }
  }

  private static float[] normed(@Nullable HostNorm norm, float[] hidden, int count) {
    if (norm == null) {
      return hidden;
    }
    float[] normed = new float[hidden.length];
    norm.apply(hidden, count, normed);
    return normed;
  }

  /// Adds to the residual stream, normed where there is a norm.
  ///
  /// @param weights of what goes on and of what is added
  /// @param kept what goes on
  private void add(
      @Nullable HostNorm norm, float[] from, int count, Sum weights, float[] kept, float[] to) {
    if (norm != null) {
      norm.apply(from, count, from);
    }
    float scale = (float) (architecture.variations().factors().residual() * weights.added());
    float keeps = (float) weights.kept();
    for (int i = 0; i < to.length; i++) {
      to[i] = keeps * kept[i] + scale * from[i];
    }
  }

  /// Scores of some of the tokens of a pass.
  private void score(float[] hidden, int from, int count, float[] scores) {
    int size = architecture.hiddenSize();
    float[] last = new float[count * size];
    System.arraycopy(hidden, from * size, last, 0, last.length);
    finalNorm.apply(last, count, last);
    System.arraycopy(head.run(last, count), 0, scores, 0, scores.length);
    float scale = (float) architecture.variations().factors().logits();
    float cap = (float) architecture.variations().factors().logitCap();
    for (int i = 0; i < scores.length && (scale != 1 || cap > 0); i++) {
      float score = scale * scores[i];
      scores[i] = cap > 0 ? cap * Exponential.tanh(score / cap) : score;
    }
  }
}
