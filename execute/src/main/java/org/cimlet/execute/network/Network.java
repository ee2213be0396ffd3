package org.cimlet.execute.network;

import java.util.List;
import java.util.Optional;
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

  /// Learned positions, where there are any.
  public Optional<FloatRows> positions() {
    return Optional.ofNullable(positionRows);
  }
}
