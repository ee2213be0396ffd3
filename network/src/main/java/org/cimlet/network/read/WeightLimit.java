package org.cimlet.network.read;

import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;

/// Refuses networks so large that counting them would overflow: sizes that are each believable may
/// multiply to what no machine holds.
final class WeightLimit {
  private static final int MAX_EXPONENT = 50;

  private WeightLimit() {}

  static void check(NetworkSpec network, Document document) {
    // floating point, as the exact count is what might overflow
    double embeddings =
        (double) network.hiddenSize() * (2L * network.vocabulary() + network.learnedPositions());
    double weights =
        embeddings
            + network.layers().stream()
                .mapToDouble(layer -> weights(layer, network.hiddenSize()))
                .sum();
    if (weights > Math.scalb(1.0, MAX_EXPONENT)) {
      throw new InvalidInputException(
          List.of(
              document.at(
                  document.root(),
                  "",
                  String.format(
                      Locale.ROOT,
                      "must have at most 2^%d weights in all, got about %.1e; correct the sizes",
                      MAX_EXPONENT,
                      weights))));
    }
  }

  private static double weights(Layer layer, double hidden) {
    return attention(layer.attention(), hidden) + feedForward(layer.feedForward(), hidden);
  }

  private static double attention(Attention attention, double hidden) {
    return switch (attention) {
      case Attention.Grouped grouped ->
          2 * hidden * grouped.headDim() * ((double) grouped.heads() + grouped.keyValueHeads());
      case Attention.Latent latent -> {
        double query = (double) latent.heads() * (latent.plainDim() + latent.rotaryDim());
        double key = (double) latent.latentRank() + latent.rotaryDim();
        double value = (double) latent.heads() * ((double) latent.plainDim() + latent.valueDim());
        double output = (double) latent.heads() * latent.valueDim() * hidden;
        double wide = latent.queryRank() == 0 ? hidden : hidden + query;
        double rank = latent.queryRank() == 0 ? query : latent.queryRank();
        yield wide * rank + hidden * key + latent.latentRank() * value + output;
      }
    };
  }

  private static double feedForward(FeedForward feedForward, double hidden) {
    return switch (feedForward) {
      case FeedForward.Gated gated -> 3 * hidden * gated.inner();
      case FeedForward.Plain plain -> 2 * hidden * plain.inner();
      case FeedForward.Experts experts ->
          hidden * experts.experts()
              + 3 * hidden * experts.experts() * experts.expert().inner()
              + 3 * hidden * experts.sharedInner();
    };
  }
}
