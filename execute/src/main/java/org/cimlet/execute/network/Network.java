package org.cimlet.execute.network;

import java.util.List;
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

  /// One layer.
  ///
  /// @param attentionNorm before attention
  /// @param queryKeyValue linears whose results together are queries, keys, values
  /// @param attentionOut back to the residual stream
  /// @param feedForwardNorm before the feed-forward part
  /// @param feedForwardIn gate and up, or up alone
  /// @param feedForwardOut back to the residual stream
  public record Layer(
      NormWeights attentionNorm,
      List<WeightedLinear> queryKeyValue,
      WeightedLinear attentionOut,
      NormWeights feedForwardNorm,
      List<WeightedLinear> feedForwardIn,
      WeightedLinear feedForwardOut) {
    /// Copies the lists.
    public Layer {
      queryKeyValue = List.copyOf(queryKeyValue);
      feedForwardIn = List.copyOf(feedForwardIn);
    }

    /// The same layer with its linears stored otherwise.
    Layer withLinears(UnaryOperator<LinearWeights> change) {
      return new Layer(
          attentionNorm,
          queryKeyValue.stream().map(linear -> linear.with(change)).toList(),
          attentionOut.with(change),
          feedForwardNorm,
          feedForwardIn.stream().map(linear -> linear.with(change)).toList(),
          feedForwardOut.with(change));
    }

    /// The linears of one stage.
    public List<WeightedLinear> linears(Stage stage) {
      return switch (stage) {
        case QUERY_KEY_VALUE -> queryKeyValue;
        case ATTENTION_OUT -> List.of(attentionOut);
        case FEED_FORWARD_IN -> feedForwardIn;
        case FEED_FORWARD_OUT -> List.of(feedForwardOut);
        case HEAD -> throw new IllegalArgumentException("a layer has no head");
      };
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
    return layers.stream()
        .flatMap(
            layer -> Stage.IN_A_LAYER.stream().flatMap(stage -> layer.linears(stage).stream()));
  }

  /// Learned positions, where there are any.
  public Optional<FloatRows> positions() {
    return Optional.ofNullable(positionRows);
  }
}
