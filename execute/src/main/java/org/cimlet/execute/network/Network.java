package org.cimlet.execute.network;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A network's architecture and weights. Immutable; its weights may be views of files, which must
/// stay open.
///
/// @param architecture everything but the weights
/// @param embedding `[vocabulary, hiddenSize]`
/// @param positionRows learned positions `[maxContext, hiddenSize]`, null where positions rotate
/// @param layers in order
/// @param finalNorm before the head
/// @param head from the hidden vector to scores
public record Network(
    Architecture architecture,
    FloatRows embedding,
    @Nullable FloatRows positionRows,
    List<Layer> layers,
    NormWeights finalNorm,
    WeightedLinear head) {

  /// The norms of a layer, by where they stand; null where there is none.
  ///
  /// @param attention before attention
  /// @param query on queries: of each head, or of all together
  /// @param key on keys, likewise
  /// @param behindAttention on what attention gives
  /// @param feedForward before the feed-forward part
  /// @param behindFeedForward on what it gives
  public record Norms(
      @Nullable NormWeights attention,
      @Nullable NormWeights query,
      @Nullable NormWeights key,
      @Nullable NormWeights behindAttention,
      @Nullable NormWeights feedForward,
      @Nullable NormWeights behindFeedForward) {
    /// As LLaMA's.
    public static Norms before(NormWeights attention, NormWeights feedForward) {
      return new Norms(attention, null, null, null, feedForward, null);
    }
  }

  /// A feed-forward part.
  ///
  /// @param in gate and up, or up alone
  /// @param out back to the residual stream
  public record Expert(List<WeightedLinear> in, WeightedLinear out) {
    /// Copies the list.
    public Expert {
      in = List.copyOf(in);
    }

    private Expert withLinears(UnaryOperator<LinearWeights> change) {
      return new Expert(in.stream().map(linear -> linear.with(change)).toList(), out.with(change));
    }
  }

  /// An expert that every token sees.
  ///
  /// @param expert the feed-forward part
  /// @param gate scores a token; the sigmoid of that scales what the expert gives; null where
  ///   nothing does
  public record SharedExpert(Expert expert, @Nullable WeightedLinear gate) {}

  /// One layer: what mixes tokens, then a feed-forward part. Some layers lack one of them.
  ///
  /// @param norms all of them
  /// @param mixers what mixes tokens: all read the same input, and their results are added
  /// @param router scores the experts of a token; null where there is one, which all tokens see
  /// @param choiceBias added to scores while choosing experts, one row; null where nothing is
  /// @param experts feed-forward parts; none where nothing follows
  /// @param shared what every token sees beside its experts; null where there is none
  public record Layer(
      Norms norms,
      List<Mixer> mixers,
      @Nullable WeightedLinear router,
      @Nullable FloatRows choiceBias,
      List<Expert> experts,
      @Nullable SharedExpert shared) {
    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException where several experts have no router, or there is neither a
    ///   mixer nor an expert
    public Layer {
      mixers = List.copyOf(mixers);
      experts = List.copyOf(experts);
      if ((experts.isEmpty() && mixers.isEmpty()) || (router == null && experts.size() > 1)) {
        throw new IllegalArgumentException(
            "several experts need a router, got %s".formatted(experts.size()));
      }
    }

    /// A layer with grouped attention, a dense feed-forward and norms before both.
    public Layer(
        NormWeights attentionNorm,
        List<WeightedLinear> queryKeyValue,
        WeightedLinear attentionOut,
        NormWeights feedForwardNorm,
        List<WeightedLinear> feedForwardIn,
        WeightedLinear feedForwardOut) {
      this(
          Norms.before(attentionNorm, feedForwardNorm),
          List.of(new Mixer.Heads(queryKeyValue, null, attentionOut)),
          null,
          null,
          List.of(new Expert(feedForwardIn, feedForwardOut)),
          null);
    }

    /// The same layer with its linears stored otherwise; the router stays.
    Layer withLinears(UnaryOperator<LinearWeights> change) {
      return new Layer(
          norms,
          mixers.stream().map(mixer -> mixer.withLinears(change)).toList(),
          router,
          choiceBias,
          experts.stream().map(expert -> expert.withLinears(change)).toList(),
          shared == null
              ? null
              : new SharedExpert(shared.expert().withLinears(change), shared.gate()));
    }

    /// The norm before attention, of a layer that has one.
    public NormWeights attentionNorm() {
      return Objects.requireNonNull(norms.attention(), "a norm before attention");
    }

    /// The norm before the feed-forward part, of a layer that has one.
    public NormWeights feedForwardNorm() {
      return Objects.requireNonNull(norms.feedForward(), "a norm before the feed-forward");
    }

    private Mixer.Heads heads() {
      return mixers.stream()
          .filter(Mixer.Heads.class::isInstance)
          .map(Mixer.Heads.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the layer has no grouped attention"));
    }

    /// Linears whose results together are queries, keys, values, of a layer with grouped attention.
    public List<WeightedLinear> queryKeyValue() {
      return heads().queryKeyValue();
    }

    /// From the attended values back to the residual stream, of a layer with grouped attention.
    public WeightedLinear attentionOut() {
      return heads().out();
    }

    /// Gate and up, or up alone, of a layer without a router.
    public List<WeightedLinear> feedForwardIn() {
      return experts.getFirst().in();
    }

    /// Back to the residual stream, of a layer without a router.
    public WeightedLinear feedForwardOut() {
      return experts.getFirst().out();
    }

    /// The linears of one stage, of a layer with grouped attention and without a router.
    public List<WeightedLinear> linears(Stage stage) {
      return switch (stage) {
        case QUERY_KEY_VALUE -> queryKeyValue();
        case ATTENTION_OUT -> List.of(attentionOut());
        case FEED_FORWARD_IN -> feedForwardIn();
        case FEED_FORWARD_OUT -> List.of(feedForwardOut());
        case HEAD -> throw new IllegalArgumentException("a layer has no head");
      };
    }

    /// All linears but the router and the gate of the expert that every token sees.
    Stream<WeightedLinear> linears() {
      Stream<Expert> all =
          shared == null
              ? experts.stream()
              : Stream.concat(experts.stream(), Stream.of(shared.expert()));
      return Stream.concat(
          mixers.stream().flatMap(Mixer::linears),
          all.flatMap(expert -> Stream.concat(expert.in().stream(), Stream.of(expert.out()))));
    }
  }

  /// Copies the layers.
  ///
  /// @throws IllegalArgumentException where shapes are not the architecture's
  public Network {
    layers = List.copyOf(layers);
    Shapes shapes = new Shapes(architecture);
    shapes.check(embedding, positionRows, layers, finalNorm, head);
  }

  /// The same network with its layers' linears stored otherwise; the head stays.
  ///
  /// @param change from a linear's weights to its new ones
  public Network withLinears(UnaryOperator<LinearWeights> change) {
    return new Network(
        architecture,
        embedding,
        positionRows,
        layers.stream().map(layer -> layer.withLinears(change)).toList(),
        finalNorm,
        head);
  }

  /// The same network with its head stored otherwise.
  ///
  /// @param change from the head's weights to its new ones
  public Network withHead(UnaryOperator<LinearWeights> change) {
    return new Network(architecture, embedding, positionRows, layers, finalNorm, head.with(change));
  }

  /// The same network with its layers' linears as dense INT8: floats quantized, packed weights with
  /// their zeros in their places.
  public Network dense() {
    return withLinears(LinearWeights::dense);
  }

  /// Bytes the layers' linears take as stored, scales included.
  public long linearBytes() {
    return linears().mapToLong(linear -> linear.weights().storedBytes()).sum();
  }

  /// Whether any of the layers' linears are stored so.
  public boolean storesLinears(Predicate<LinearWeights> how) {
    return linears().anyMatch(linear -> how.test(linear.weights()));
  }

  private Stream<WeightedLinear> linears() {
    return layers.stream().flatMap(Layer::linears);
  }

  /// Learned positions, where there are any.
  public Optional<FloatRows> positions() {
    return Optional.ofNullable(positionRows);
  }
}
