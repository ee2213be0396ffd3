package org.cimlet.network.family;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// A network put together from what most families have in common. It begins as LLaMA: grouped
/// attention that nothing limits, two norms of one weight an element, rotary positions, no biases.
/// A family says what differs, and asks for its feed-forward.
final class Decoder {
  private final Header header;
  private final Keys config;
  private final CommonConfig common;
  private final Heads heads;

  private IntFunction<Attention> attention;
  private IntFunction<Recurrence> recurrence = layer -> new Recurrence.None();
  private IntFunction<FeedForward> feedForward = layer -> new FeedForward.None();
  private int weightsPerNorm;
  private int normsPerLayer = 2;
  private IntUnaryOperator otherNorms = layer -> 0;
  private int normsOutside = 1;
  private boolean parallel;
  private boolean headBias;
  private int learnedPositions;

  private Decoder(Header header, Keys config, CommonConfig common, Heads heads) {
    this.header = header;
    this.config = config;
    this.common = common;
    this.heads = heads;
    this.weightsPerNorm = common.hidden();
    this.attention = layer -> heads.grouped(SlidingWindow.UNLIMITED, false, false);
  }

  /// Reads sizes and heads by their usual names.
  ///
  /// @param tied the class's default of `tie_word_embeddings`
  static Decoder read(Header header, Keys config, boolean tied) {
    CommonConfig common = CommonConfig.read(config, tied);
    return of(
        header,
        config,
        common,
        Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden())));
  }

  static Decoder of(Header header, Keys config, CommonConfig common, Heads heads) {
    return new Decoder(header, config, common, heads);
  }

  CommonConfig common() {
    return common;
  }

  Heads heads() {
    return heads;
  }

  /// What is read of running it, to begin with.
  ComputationReader computation() {
    return ComputationReader.of(config, common);
  }

  /// Biases on queries, keys and values, and on attention's output.
  Decoder biases(boolean input, boolean output) {
    return attention(SlidingWindow.none(), input, output);
  }

  /// Biases all around attention, or nowhere, as `attention_bias` says; none by default.
  Decoder givenBiases() {
    boolean bias = config.flag("attention_bias", false);
    return biases(bias, bias);
  }

  Decoder attention(SlidingWindow windows, boolean inputBias, boolean outputBias) {
    attention = layer -> heads.grouped(windows.of(layer), inputBias, outputBias);
    return this;
  }

  /// Attention of each layer.
  Decoder attention(IntFunction<Attention> ofLayer) {
    attention = ofLayer;
    return this;
  }

  /// Changes grouped attention of every layer.
  Decoder grouped(UnaryOperator<Grouped> change) {
    IntFunction<Attention> before = attention;
    attention =
        layer ->
            switch (before.apply(layer)) {
              case Grouped grouped -> change.apply(grouped);
              case Attention other -> other;
            };
    return this;
  }

  Decoder recurrence(IntFunction<Recurrence> ofLayer) {
    recurrence = ofLayer;
    return this;
  }

  Decoder feedForward(IntFunction<FeedForward> ofLayer) {
    feedForward = ofLayer;
    return this;
  }

  /// A feed-forward of three matrices in every layer.
  Decoder gated(boolean bias) {
    Gated gated = new Gated(config.size(innerName()), bias);
    return feedForward(layer -> gated);
  }

  /// The same, with biases where `mlp_bias` says so.
  Decoder gated() {
    return gated(config.flag("mlp_bias", false));
  }

  /// A feed-forward of two matrices in every layer.
  Decoder plain(boolean bias) {
    Plain plain = new Plain(config.size(innerName()), bias);
    return feedForward(layer -> plain);
  }

  /// The same, with biases where `mlp_bias` says so.
  Decoder plain() {
    return plain(config.flag("mlp_bias", false));
  }

  private String innerName() {
    return config.nameOf("intermediate_size", "ffn_hidden_size", "n_inner", "ffn_dim", "d_ff");
  }

  /// Weights of a norm for each element: 1, or 2 where it has a bias, or none.
  Decoder normsOf(int weightsPerElement) {
    weightsPerNorm = weightsPerElement * common.hidden();
    return this;
  }

  /// Norms of the hidden size in each layer.
  Decoder norms(int perLayer) {
    normsPerLayer = perLayer;
    return this;
  }

  /// Norms of the hidden size outside the layers, the last one included.
  Decoder normsOutside(int norms) {
    normsOutside = norms;
    return this;
  }

  /// Weights of further norms in a layer.
  Decoder otherNorms(IntUnaryOperator weightsOfLayer) {
    otherNorms = weightsOfLayer;
    return this;
  }

  /// Queries and keys are normed head by head, with the same weights for all heads.
  Decoder headNorms() {
    return otherNorms(layer -> 2 * heads.headDim());
  }

  /// Queries and keys are normed with weights for every element of every head.
  Decoder wholeNorms() {
    return otherNorms(layer -> (heads.heads() + heads.keyValueHeads()) * heads.headDim());
  }

  /// Attention and feed-forward read the same input.
  Decoder parallel(boolean so) {
    parallel = so;
    return this;
  }

  Decoder headBias(boolean so) {
    headBias = so;
    return this;
  }

  /// Rows of a learned position table.
  Decoder learnedPositions(int rows) {
    learnedPositions = rows;
    return this;
  }

  NetworkSpec network(Computation computation) {
    return common.network(
        header,
        computation,
        learnedPositions,
        headBias,
        normsOutside * weightsPerNorm,
        layer ->
            new Layer(
                attention.apply(layer),
                recurrence.apply(layer),
                feedForward.apply(layer),
                normsPerLayer * weightsPerNorm + otherNorms.applyAsInt(layer),
                parallel,
                List.of()));
  }
}
