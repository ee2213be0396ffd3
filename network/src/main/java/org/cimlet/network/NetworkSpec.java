package org.cimlet.network;

import java.util.ArrayList;
import java.util.List;

/// A decoder-only language model's shape, the same for every family it may come from.
///
/// Element counts, not bytes: how weights are stored is the scenario's choice.
///
/// @param name what the user called it, or the folder's name
/// @param family the `model_type` it was read from
/// @param hiddenSize width of the residual stream
/// @param vocabulary rows of the embedding
/// @param maxContext longest context, prompt and answer together, the network was made for
/// @param learnedPositions rows of a learned position table, 0 where positions are rotary
/// @param tiedHead whether the head's weights are the embedding's
/// @param headBias whether the head adds a bias
/// @param finalNormWeights parameters of the last norm
/// @param layers every layer in order; equal layers are equal records
/// @param computation what running it takes in addition to its shape
public record NetworkSpec(
    String name,
    String family,
    int hiddenSize,
    int vocabulary,
    int maxContext,
    int learnedPositions,
    boolean tiedHead,
    boolean headBias,
    int finalNormWeights,
    List<Layer> layers,
    Computation computation) {

  /// Copies the list.
  public NetworkSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network must have at least one layer");
    }
  }

  /// A network that computes as LLaMA does: where only the shape matters.
  public NetworkSpec(
      String name,
      String family,
      int hiddenSize,
      int vocabulary,
      int maxContext,
      int learnedPositions,
      boolean tiedHead,
      boolean headBias,
      int finalNormWeights,
      List<Layer> layers) {
    this(
        name,
        family,
        hiddenSize,
        vocabulary,
        maxContext,
        learnedPositions,
        tiedHead,
        headBias,
        finalNormWeights,
        layers,
        Computation.LLAMA);
  }

  /// One transformer layer.
  ///
  /// @param normWeights parameters of all its norms together, those on queries, keys and latents
  ///   included
  /// @param parallel whether attention and feed-forward read the same input and are added together
  ///   (GPT-J, Phi); otherwise the feed-forward reads what attention left. Running them one after
  ///   the other is correct either way
  /// @param headSpans positions each head looks back on at most, within the attention's window;
  ///   empty where only the window limits them
  public record Layer(
      Attention attention,
      FeedForward feedForward,
      int normWeights,
      boolean parallel,
      List<Integer> headSpans) {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException unless there are as many spans as heads, or none
    public Layer {
      headSpans = List.copyOf(headSpans);
      if (!headSpans.isEmpty() && headSpans.size() != attention.heads()) {
        throw new IllegalArgumentException(
            "%s spans for %s heads".formatted(headSpans.size(), attention.heads()));
      }
    }

    /// A layer whose heads are limited by their window alone.
    public Layer(Attention attention, FeedForward feedForward, int normWeights, boolean parallel) {
      this(attention, feedForward, normWeights, parallel, List.of());
    }

    /// A layer whose feed-forward follows its attention.
    public Layer(Attention attention, FeedForward feedForward, int normWeights) {
      this(attention, feedForward, normWeights, false);
    }

    private Layer withHeadSpans(List<Integer> spans) {
      return new Layer(attention, feedForward, normWeights, parallel, spans);
    }
  }

  /// The same network with local attention.
  ///
  /// @param spans for each layer, positions each of its heads looks back on at most
  /// @throws IllegalArgumentException unless there is a span for every head of every layer
  public NetworkSpec withHeadSpans(List<List<Integer>> spans) {
    if (spans.size() != layers.size()) {
      throw new IllegalArgumentException(
          "spans of %s layers for %s".formatted(spans.size(), layers.size()));
    }
    List<Layer> local = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      local.add(layers.get(layer).withHeadSpans(spans.get(layer)));
    }
    return new NetworkSpec(
        name,
        family,
        hiddenSize,
        vocabulary,
        maxContext,
        learnedPositions,
        tiedHead,
        headBias,
        finalNormWeights,
        local,
        computation);
  }

  /// How a layer attends.
  public sealed interface Attention {
    /// Query heads.
    int heads();

    /// Positions a token looks back on; [Integer#MAX_VALUE] where nothing limits it.
    int window();

    /// Multi-head, grouped-query or multi-query attention: keys and values are cached per key/value
    /// head.
    ///
    /// @param inputBias whether the query, key and value projections add biases
    /// @param outputBias whether the output projection adds a bias
    /// @param sinks whether each head has a learned score that takes part in its softmax and weighs
    ///   no value (gpt-oss): one parameter a head
    record Grouped(
        int heads,
        int keyValueHeads,
        int headDim,
        int window,
        boolean inputBias,
        boolean outputBias,
        boolean sinks)
        implements Attention {
      /// Attention without sinks.
      public Grouped(
          int heads,
          int keyValueHeads,
          int headDim,
          int window,
          boolean inputBias,
          boolean outputBias) {
        this(heads, keyValueHeads, headDim, window, inputBias, outputBias, false);
      }
    }

    /// Multi-head latent attention (DeepSeek): one latent and one rotary key are cached per token.
    ///
    /// @param queryRank rank of the query's low-rank projection, 0 where the query is projected
    ///   whole
    /// @param latentRank elements of the cached latent
    /// @param plainDim query/key elements per head without rotation
    /// @param rotaryDim query/key elements per head with rotation; one shared key
    /// @param valueDim value elements per head
    record Latent(
        int heads, int queryRank, int latentRank, int plainDim, int rotaryDim, int valueDim)
        implements Attention {
      @Override
      public int window() {
        return Integer.MAX_VALUE;
      }
    }
  }

  /// What follows attention in a layer.
  public sealed interface FeedForward {
    /// `down(activation(gate(x)) * up(x))`: three matrices.
    record Gated(int inner, boolean bias) implements FeedForward {}

    /// `down(activation(up(x)))`: two matrices.
    record Plain(int inner, boolean bias) implements FeedForward {}

    /// A router chooses `active` of `experts` gated feed-forwards for each token.
    ///
    /// @param experts routed experts
    /// @param active how many of them see a token
    /// @param expert one routed expert
    /// @param sharedInner inner width of the expert every token sees, 0 where there is none
    /// @param routerBias whether the router has a bias for each expert: added to its scores
    ///   (gpt-oss), or only while choosing (DeepSeek's correction bias)
    record Experts(int experts, int active, Gated expert, int sharedInner, boolean routerBias)
        implements FeedForward {}
  }
}
