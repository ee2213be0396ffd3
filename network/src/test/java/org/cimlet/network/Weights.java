package org.cimlet.network;

import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;

/// Counts what a spec describes, straight from the papers' equations: the tests' own arithmetic.
public final class Weights {
  private Weights() {}

  /// Every parameter of the checkpoint.
  public static long total(NetworkSpec network) {
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
  public static long linear(NetworkSpec network) {
    return network.layers().stream().mapToLong(l -> linear(l, network.hiddenSize())).sum();
  }

  /// The same, of which one token uses.
  public static long active(NetworkSpec network) {
    long hidden = network.hiddenSize();
    return network.layers().stream()
        .mapToLong(layer ->
            linear(layer, hidden)
                - (layer.feedForward() instanceof FeedForward.Experts e
                    ? (e.experts() - e.active()) * dense(e.expert(), e.expert().inner(), hidden)
                    : 0))
        .sum();
  }

  /// Elements of keys and values a token leaves behind in all layers.
  public static long cached(NetworkSpec network) {
    return network.layers().stream()
        .mapToLong(layer ->
            switch (layer.attention()) {
              case Attention.None _ -> 0;
              case Attention.Grouped g -> g.keyValueHeads() * ((long) g.headDim() + g.valueDim());
              case Attention.Latent m -> m.latentRank() + m.rotaryDim() + m.indexer().headDim();
            })
        .sum();
  }

  /// Elements of state that all recurrent layers keep for a sequence.
  public static long state(NetworkSpec network) {
    return network.layers().stream().mapToLong(l -> l.recurrence().stateElements()).sum();
  }

  public static long attention(Layer layer, long hidden) {
    return switch (layer.attention()) {
      case Attention.None _ -> 0;
      case Attention.Grouped g -> {
        long query = (long) g.heads() * g.headDim();
        long key = (long) g.keyValueHeads() * g.headDim();
        long value = g.keysAreValues() ? 0 : (long) g.keyValueHeads() * g.valueDim();
        long out = (long) g.heads() * g.valueDim() * hidden;
        yield hidden * query + hidden * key + hidden * value + hidden * g.gate() + out;
      }
      case Attention.Latent m -> {
        long query = (long) m.heads() * (m.plainDim() + m.rotaryDim());
        long down = m.queryRank() == 0 ? 0 : hidden * m.queryRank();
        long up = (m.queryRank() == 0 ? hidden : m.queryRank()) * query;
        long latent = hidden * (m.latentRank() + m.rotaryDim());
        long keys = (long) m.latentRank() * m.heads() * m.plainDim();
        long values = (long) m.latentRank() * m.heads() * m.valueDim();
        long picks =
            hidden * (m.indexer().headDim() + m.indexer().heads())
                + (long) m.queryRank() * m.indexer().heads() * m.indexer().headDim();
        long out = (long) m.heads() * m.valueDim() * hidden;
        yield down + up + latent + keys + values + out + picks;
      }
    };
  }

  /// Linears and vectors of a recurrence, as its published module lists them.
  private static long recurrence(Layer layer, long hidden) {
    return switch (layer.recurrence()) {
      case Recurrence.None _ -> 0;
      case Recurrence.StateSpace s -> {
        long inner = (long) s.heads() * s.headDim();
        long channels = inner + 2L * s.groups() * s.stateSize();
        long in = hidden * (inner + channels + s.heads());
        long biases = s.bias() ? inner + channels + s.heads() + hidden : 0;
        long convolution = channels * s.kernel() + (s.convolutionBias() ? channels : 0);
        long stepsDecaysAndSkips = 3L * s.heads();
        long norm = s.normed() ? inner : 0;
        yield in + biases + convolution + stepsDecaysAndSkips + norm + inner * hidden;
      }
      case Recurrence.SelectiveScan s -> {
        long inner = s.inner();
        long in = hidden * 2 * inner + (s.bias() ? 2 * inner + hidden : 0);
        long convolution = inner * s.kernel() + (s.convolutionBias() ? inner : 0);
        long made = inner * (s.rank() + 2L * s.stateSize());
        long steps = s.rank() * inner + inner;
        long decaysAndSkips = inner * s.stateSize() + inner;
        long norms = s.normed() ? s.rank() + 2L * s.stateSize() : 0;
        yield in + convolution + made + steps + decaysAndSkips + norms + inner * hidden;
      }
      case Recurrence.DeltaRule d -> {
        long keys = (long) d.keyHeads() * d.keyDim();
        long values = (long) d.valueHeads() * d.valueDim();
        long in = hidden * (2 * keys + 2 * values) + hidden * 2 * d.valueHeads();
        long convolution = (2 * keys + values) * d.kernel();
        yield in + convolution + 2L * d.valueHeads() + d.valueDim() + values * hidden;
      }
      case Recurrence.ChannelDelta d -> {
        long inner = (long) d.heads() * d.headDim();
        long narrow = 2 * (hidden * d.headDim() + d.headDim() * inner);
        long convolution = 3 * inner * d.kernel();
        long vectors = d.heads() + inner + d.headDim();
        yield 4 * hidden * inner + hidden * d.heads() + narrow + convolution + vectors;
      }
      case Recurrence.Lightning l -> {
        long inner = (long) l.heads() * l.headDim();
        yield 5 * hidden * inner + inner;
      }
      case Recurrence.GatedConvolution g -> {
        long channels = g.channels();
        long biases = g.bias() ? 3 * channels + channels + hidden : 0;
        yield hidden * 3 * channels + channels * g.kernel() + biases + channels * hidden;
      }
    };
  }

  public static long feedForward(Layer layer, long hidden) {
    return switch (layer.feedForward()) {
      case FeedForward.None _ -> 0;
      case FeedForward.Dense d -> dense(d, d.inner(), hidden);
      case FeedForward.Experts e ->
          hidden * e.experts()
              + (e.sharedGate() ? hidden : 0)
              + e.experts() * dense(e.expert(), e.expert().inner(), hidden)
              + dense(e.expert(), e.sharedInner(), hidden);
    };
  }

  private static long dense(FeedForward.Dense kind, long inner, long hidden) {
    return switch (kind) {
      case FeedForward.Gated _ -> 3 * hidden * inner;
      case FeedForward.Plain _ -> 2 * hidden * inner;
    };
  }

  private static long biases(FeedForward.Dense kind, long inner, long hidden) {
    if (!kind.bias() || inner == 0) {
      return 0;
    }
    return switch (kind) {
      case FeedForward.Gated _ -> 2 * inner + hidden;
      case FeedForward.Plain _ -> inner + hidden;
    };
  }

  private static long linear(Layer layer, long hidden) {
    return attention(layer, hidden) + feedForward(layer, hidden);
  }

  private static long vectors(Layer layer, long hidden) {
    long attention =
        switch (layer.attention()) {
          case Attention.Grouped g ->
              (g.inputBias()
                      ? (g.heads() + (long) g.keyValueHeads()) * g.headDim()
                          + (long) g.keyValueHeads() * g.valueDim()
                          + g.gate()
                      : 0)
                  + (g.outputBias() ? hidden : 0)
                  + (g.sinks() ? g.heads() : 0);
          case Attention.Latent _, Attention.None _ -> 0;
        };
    long feedForward =
        switch (layer.feedForward()) {
          case FeedForward.None _ -> 0;
          case FeedForward.Dense d -> biases(d, d.inner(), hidden);
          case FeedForward.Experts e ->
              (e.routerBias() ? e.experts() : 0)
                  + e.experts() * biases(e.expert(), e.expert().inner(), hidden)
                  + biases(e.expert(), e.sharedInner(), hidden);
        };
    return attention + feedForward + recurrence(layer, hidden) + layer.normWeights();
  }
}
