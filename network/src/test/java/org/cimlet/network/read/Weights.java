package org.cimlet.network.read;

import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;

/// Counts what a spec describes, straight from the papers' equations: the tests' own arithmetic.
final class Weights {
  private Weights() {}

  /// Every parameter of the checkpoint.
  static long total(NetworkSpec network) {
    long hidden = network.hiddenSize();
    long table = hidden * network.vocabulary();
    return table
        + (network.tiedHead() ? 0 : table)
        + (network.headBias() ? network.vocabulary() : 0)
        + hidden * network.learnedPositions()
        + network.finalNormWeights()
        + network.layers().stream()
            .mapToLong(layer -> linear(layer, hidden) + vectors(layer, hidden))
            .sum();
  }

  /// Weights of all matrices in all layers.
  static long linear(NetworkSpec network) {
    return network.layers().stream().mapToLong(l -> linear(l, network.hiddenSize())).sum();
  }

  /// The same, of which one token uses.
  static long active(NetworkSpec network) {
    long hidden = network.hiddenSize();
    return network.layers().stream()
        .mapToLong(layer ->
            linear(layer, hidden)
                - (layer.feedForward() instanceof FeedForward.Experts e
                    ? (e.experts() - e.active()) * 3L * hidden * e.expert().inner()
                    : 0))
        .sum();
  }

  /// Elements of keys and values a token leaves behind in all layers.
  static long cached(NetworkSpec network) {
    return network.layers().stream()
        .mapToLong(layer ->
            switch (layer.attention()) {
              case Attention.Grouped g -> 2L * g.keyValueHeads() * g.headDim();
              case Attention.Latent m -> m.latentRank() + m.rotaryDim();
            })
        .sum();
  }

  static long attention(Layer layer, long hidden) {
    return switch (layer.attention()) {
      case Attention.Grouped g -> {
        long query = (long) g.heads() * g.headDim();
        long key = (long) g.keyValueHeads() * g.headDim();
        yield hidden * query + hidden * key + hidden * key + query * hidden;
      }
      case Attention.Latent m -> {
        long query = (long) m.heads() * (m.plainDim() + m.rotaryDim());
        long down = m.queryRank() == 0 ? 0 : hidden * m.queryRank();
        long up = (m.queryRank() == 0 ? hidden : m.queryRank()) * query;
        long latent = hidden * (m.latentRank() + m.rotaryDim());
        long keys = (long) m.latentRank() * m.heads() * m.plainDim();
        long values = (long) m.latentRank() * m.heads() * m.valueDim();
        yield down + up + latent + keys + values + (long) m.heads() * m.valueDim() * hidden;
      }
    };
  }

  static long feedForward(Layer layer, long hidden) {
    return switch (layer.feedForward()) {
      case FeedForward.Gated g -> 3 * hidden * g.inner();
      case FeedForward.Plain p -> 2 * hidden * p.inner();
      case FeedForward.Experts e ->
          hidden * e.experts()
              + e.experts() * 3L * hidden * e.expert().inner()
              + 3 * hidden * e.sharedInner();
    };
  }

  private static long linear(Layer layer, long hidden) {
    return attention(layer, hidden) + feedForward(layer, hidden);
  }

  private static long vectors(Layer layer, long hidden) {
    long attention =
        switch (layer.attention()) {
          case Attention.Grouped g ->
              (g.inputBias() ? (g.heads() + 2L * g.keyValueHeads()) * g.headDim() : 0)
                  + (g.outputBias() ? hidden : 0)
                  + (g.sinks() ? g.heads() : 0);
          case Attention.Latent _ -> 0;
        };
    long feedForward =
        switch (layer.feedForward()) {
          case FeedForward.Gated g -> g.bias() ? 2L * g.inner() + hidden : 0;
          case FeedForward.Plain p -> p.bias() ? p.inner() + hidden : 0;
          case FeedForward.Experts e ->
              (e.routerBias() ? e.experts() : 0)
                  + (e.expert().bias() ? e.experts() * (2L * e.expert().inner() + hidden) : 0);
        };
    return attention + feedForward + layer.normWeights();
  }
}
