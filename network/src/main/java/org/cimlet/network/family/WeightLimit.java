package org.cimlet.network.family;

import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;

/// Refuses networks so large that counting them would overflow: sizes that are each believable may
/// multiply to what no machine holds.
final class WeightLimit {
  private static final int MAX_EXPONENT = 50;

  /// Of a layer: they are counted in ints.
  private static final long MOST_VECTOR_WEIGHTS = 1L << 30;

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
    boolean vectors =
        network.layers().stream()
            .anyMatch(layer ->
                layer.normWeights() + layer.recurrence().vectorWeights() > MOST_VECTOR_WEIGHTS);
    if (vectors || weights > Math.scalb(1.0, MAX_EXPONENT)) {
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
    return attention(layer.attention(), hidden)
        + recurrence(layer.recurrence(), hidden)
        + feedForward(layer.feedForward(), hidden);
  }

  private static double attention(Attention attention, double hidden) {
    return switch (attention) {
      case Attention.None _ -> 0;
      case Attention.Grouped grouped -> {
        double width = (double) grouped.headDim() + grouped.valueDim();
        double keys = (double) grouped.keyValueHeads() * grouped.headDim();
        yield hidden
            * (width * grouped.heads() + keys + grouped.projectedValues() + grouped.gate());
      }
      case Attention.Latent latent -> {
        double query = (double) latent.heads() * (latent.plainDim() + latent.rotaryDim());
        double key = (double) latent.latentRank() + latent.rotaryDim();
        double value = (double) latent.heads() * ((double) latent.plainDim() + latent.valueDim());
        double output = (double) latent.heads() * latent.valueDim() * hidden;
        double wide = latent.queryRank() == 0 ? hidden : hidden + query;
        double rank = latent.queryRank() == 0 ? query : latent.queryRank();
        Indexer indexer = latent.indexer();
        double picks =
            hidden * ((double) indexer.headDim() + indexer.heads())
                + (double) latent.queryRank() * indexer.heads() * indexer.headDim();
        yield wide * rank + hidden * key + latent.latentRank() * value + output + picks;
      }
    };
  }

  private static double recurrence(Recurrence recurrence, double hidden) {
    return switch (recurrence) {
      case Recurrence.None _ -> 0;
      case Recurrence.StateSpace s -> hidden * ((double) s.projected() + s.inner());
      case Recurrence.SelectiveScan s ->
          s.inner() * (3 * hidden + 2.0 * s.rank() + 3.0 * s.stateSize());
      case Recurrence.DeltaRule d ->
          hidden * (2.0 * d.keys() + 3.0 * d.values() + 2.0 * d.valueHeads());
      case Recurrence.ChannelDelta d ->
          d.inner() * (4 * hidden + 2.0 * d.headDim()) + hidden * (d.heads() + 2.0 * d.headDim());
      case Recurrence.Lightning l -> 5.0 * hidden * l.inner();
      case Recurrence.GatedConvolution g -> 4.0 * hidden * g.channels();
    };
  }

  private static double feedForward(FeedForward feedForward, double hidden) {
    return switch (feedForward) {
      case FeedForward.None _ -> 0;
      case FeedForward.Dense dense -> dense(dense, hidden);
      case FeedForward.Experts experts ->
          hidden * experts.experts()
              + experts.experts() * dense(experts.expert(), hidden)
              + 3 * hidden * experts.sharedInner();
    };
  }

  private static double dense(FeedForward.Dense dense, double hidden) {
    return switch (dense) {
      case FeedForward.Gated gated -> 3 * hidden * gated.inner();
      case FeedForward.Plain plain -> 2 * hidden * plain.inner();
    };
  }
}
