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
/// @param finalNormWeights parameters of the norms outside the layers: the last one, and one behind
///   the embedding where there is one
/// @param layers every layer in order; equal layers are equal records
/// @param computation what running it takes in addition to its shape
/// @param omissions what its file describes beyond this shape
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
    Computation computation,
    Omissions omissions) {

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
        Computation.LLAMA,
        Omissions.NONE);
  }

  /// One layer: attention or a recurrence (or both on the same input, added together), then a
  /// feed-forward. Some networks leave one of them out.
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
      Recurrence recurrence,
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

    /// A transformer's layer, whose heads are limited by their window alone.
    public Layer(Attention attention, FeedForward feedForward, int normWeights, boolean parallel) {
      this(attention, new Recurrence.None(), feedForward, normWeights, parallel, List.of());
    }

    /// A transformer's layer whose feed-forward follows its attention.
    public Layer(Attention attention, FeedForward feedForward, int normWeights) {
      this(attention, feedForward, normWeights, false);
    }

    private Layer withAttention(Attention other) {
      return new Layer(other, recurrence, feedForward, normWeights, parallel, headSpans);
    }

    private Layer withHeadSpans(List<Integer> spans) {
      return new Layer(attention, recurrence, feedForward, normWeights, parallel, spans);
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
    return withLayers(local);
  }

  /// The same network with grouped-query attention, which is another one and must be trained as
  /// such: layers whose heads have keys and values of fewer heads already, or cannot share them
  /// evenly, stay as they are.
  ///
  /// @param sharing heads that share a key and a value
  public NetworkSpec withSharedKeys(int sharing) {
    List<Layer> shared = new ArrayList<>();
    for (Layer layer : layers) {
      shared.add(
          switch (layer.attention()) {
            case Attention.Grouped grouped
                when grouped.heads() % sharing == 0
                    && grouped.heads() / sharing < grouped.keyValueHeads() ->
                layer.withAttention(grouped.withKeyValueHeads(grouped.heads() / sharing));
            case Attention.Grouped _, Attention.Latent _, Attention.None _ -> layer;
          });
    }
    return withLayers(shared);
  }

  private NetworkSpec withLayers(List<Layer> others) {
    return with(others, computation, omissions);
  }

  private NetworkSpec with(List<Layer> other, Computation computes, Omissions omitted) {
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
        other,
        computes,
        omitted);
  }

  /// The same network, computing as told.
  public NetworkSpec with(Computation other) {
    return with(layers, other, omissions);
  }

  /// The same network, with more said of what its file describes beyond this shape.
  public NetworkSpec with(Omissions more) {
    return with(layers, computation, omissions.and(more));
  }

  /// How a layer attends.
  public sealed interface Attention {
    /// Query heads.
    int heads();

    /// Positions a token looks back on; [Integer#MAX_VALUE] where nothing limits it.
    int window();

    /// The layer looks back on nothing.
    record None() implements Attention {
      @Override
      public int heads() {
        return 0;
      }

      @Override
      public int window() {
        return 0;
      }
    }

    /// Multi-head, grouped-query or multi-query attention: keys and values are cached per key/value
    /// head.
    ///
    /// @param headDim elements of a query and of a key
    /// @param valueDim elements of a value
    /// @param inputBias whether the query, key and value projections add biases
    /// @param outputBias whether the output projection adds a bias
    /// @param sinks whether each head has a learned score that takes part in its softmax and weighs
    ///   no value (gpt-oss): one parameter a head
    /// @param gate elements of a gate that is made beside the queries and multiplies what attention
    ///   gives, 0 where there is none
    /// @param keysAreValues whether values are the keys before norm and rotation, and no weights
    ///   make them; both are cached (Gemma 4)
    record Grouped(
        int heads,
        int keyValueHeads,
        int headDim,
        int valueDim,
        int window,
        boolean inputBias,
        boolean outputBias,
        boolean sinks,
        int gate,
        boolean keysAreValues)
        implements Attention {
      /// Attention without sinks or gate, its values as wide as its keys.
      public Grouped(
          int heads,
          int keyValueHeads,
          int headDim,
          int window,
          boolean inputBias,
          boolean outputBias) {
        this(
            heads, keyValueHeads, headDim, headDim, window, inputBias, outputBias, false, 0, false);
      }

      private Grouped with(
          int sharedBy, int ofValue, int positions, boolean learned, int gated, boolean same) {
        return new Grouped(
            heads,
            sharedBy,
            headDim,
            ofValue,
            positions,
            inputBias,
            outputBias,
            learned,
            gated,
            same);
      }

      /// The same attention with so many heads of keys and values.
      Grouped withKeyValueHeads(int fewer) {
        return with(fewer, valueDim, window, sinks, gate, keysAreValues);
      }

      /// The same attention with a learned sink for each head.
      public Grouped withSinks() {
        return with(keyValueHeads, valueDim, window, true, gate, keysAreValues);
      }

      /// The same attention with a gate on its result.
      public Grouped withGate(int elements) {
        return with(keyValueHeads, valueDim, window, sinks, elements, keysAreValues);
      }

      /// The same attention with values of another width.
      public Grouped withValueDim(int elements) {
        return with(keyValueHeads, elements, window, sinks, gate, keysAreValues);
      }

      /// The same attention, looking back so far.
      public Grouped withWindow(int positions) {
        return with(keyValueHeads, valueDim, positions, sinks, gate, keysAreValues);
      }

      /// The same attention, whose values are its keys.
      public Grouped withKeysAsValues() {
        return with(keyValueHeads, headDim, window, sinks, gate, true);
      }

      /// Elements of values that weights make.
      public int projectedValues() {
        return keysAreValues ? 0 : keyValueHeads * valueDim;
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
    /// @param indexer what picks the positions a token looks back on; [Indexer#NONE] where it looks
    ///   back on all
    record Latent(
        int heads,
        int queryRank,
        int latentRank,
        int plainDim,
        int rotaryDim,
        int valueDim,
        Indexer indexer)
        implements Attention {
      /// Attention that looks back on every position.
      public Latent(
          int heads, int queryRank, int latentRank, int plainDim, int rotaryDim, int valueDim) {
        this(heads, queryRank, latentRank, plainDim, rotaryDim, valueDim, Indexer.NONE);
      }

      /// The same attention, looking back on what an indexer picks.
      public Latent withIndexer(Indexer picks) {
        return new Latent(heads, queryRank, latentRank, plainDim, rotaryDim, valueDim, picks);
      }

      @Override
      public int window() {
        return Integer.MAX_VALUE;
      }
    }
  }

  /// The indexer of sparse attention (DeepSeek-V3.2, GLM-5): heads of its own, whose queries are
  /// made of the attention's query latent, score one cached key a position; the scores are
  /// rectified, weighed by a number a head made of the token, and added. The key is normed with
  /// weights and biases.
  ///
  /// @param heads 0 where there is no indexer
  /// @param headDim elements of a query and of the key
  /// @param picked positions with the highest scores, on which attention looks back
  /// @param neighbours whether elements that are rotated together lie side by side, or half of what
  ///   is rotated apart
  public record Indexer(int heads, int headDim, int picked, boolean neighbours) {
    /// Attention looks back on every position.
    public static final Indexer NONE = new Indexer(0, 0, 0, false);

    /// Whether there is one.
    public boolean exists() {
      return heads > 0;
    }
  }

  /// What follows attention in a layer.
  public sealed interface FeedForward {
    /// Nothing follows.
    record None() implements FeedForward {}

    /// A feed-forward that every token passes whole.
    sealed interface Dense extends FeedForward {
      /// Width of the vector between its matrices.
      int inner();

      /// Whether each matrix adds a bias.
      boolean bias();
    }

    /// `down(activation(gate(x)) * up(x))`: three matrices.
    record Gated(int inner, boolean bias) implements Dense {}

    /// `down(activation(up(x)))`: two matrices.
    record Plain(int inner, boolean bias) implements Dense {}

    /// A router chooses `active` of `experts` feed-forwards for each token.
    ///
    /// @param experts routed experts
    /// @param active how many of them see a token
    /// @param expert one routed expert
    /// @param sharedInner inner width of the expert every token sees, 0 where there is none; it is
    ///   of the routed experts' kind
    /// @param routerBias whether the router has a bias for each expert: added to its scores
    ///   (gpt-oss), or only while choosing (DeepSeek's correction bias)
    /// @param sharedGate whether a number made of the token scales what the shared expert gives
    ///   (Qwen2-MoE): one more row beside the router
    record Experts(
        int experts,
        int active,
        Dense expert,
        int sharedInner,
        boolean routerBias,
        boolean sharedGate)
        implements FeedForward {
      /// Experts whose shared one, if any, is not scaled.
      public Experts(int experts, int active, Dense expert, int sharedInner, boolean routerBias) {
        this(experts, active, expert, sharedInner, routerBias, false);
      }
    }
  }
}
