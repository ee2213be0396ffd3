package org.cimlet.execute.network;

import java.util.List;
import org.cimlet.execute.network.Architecture.NormPlaces;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.jspecify.annotations.Nullable;

/// Whether weights have the shapes an architecture needs.
record Shapes(Architecture architecture) {

  void check(
      FloatRows embedding,
      @Nullable FloatRows positions,
      List<Network.Layer> layers,
      NormWeights finalNorm,
      WeightedLinear head) {
    Architecture a = architecture;
    require("the embedding", embedding, a.vocabulary(), a.hiddenSize());
    boolean learned =
        switch (a.positions()) {
          case Positions.Learned _ -> true;
          case Positions.Rotary _, Positions.Biased _, Positions.None _ -> false;
        };
    if (learned != (positions != null)) {
      throw new IllegalArgumentException("learned positions go with " + a.positions());
    }
    if (positions != null) {
      require("the positions", positions, a.maxContext(), a.hiddenSize());
    }
    if (layers.size() != a.layers()) {
      throw new IllegalArgumentException(
          "%s layers are needed, got %s".formatted(a.layers(), layers.size()));
    }
    layers.forEach(this::check);
    check(finalNorm, a.hiddenSize());
    require(List.of(head), a.vocabulary(), a.hiddenSize());
  }

  private void check(Network.Layer layer) {
    Architecture a = architecture;
    checkNorms(layer);
    layer.mixers().forEach(this::check);
    WeightedLinear router = layer.router();
    if (router != null) {
      require(List.of(router), layer.experts().size(), a.hiddenSize());
    }
    layer.experts().forEach(this::check);
    Network.SharedExpert shared = layer.shared();
    if (shared != null) {
      check(shared.expert());
      WeightedLinear gate = shared.gate();
      if (gate != null) {
        require(List.of(gate), 1, a.hiddenSize());
      }
    }
  }

  private void check(Mixer mixer) {
    Architecture a = architecture;
    switch (mixer) {
      case Mixer.Heads heads -> {
        int queries = (a.variations().attentionGate() ? 2 : 1) * a.querySize();
        require(heads.queryKeyValue(), queries + a.keySize() + a.valueSize(), a.hiddenSize());
        require(List.of(heads.out()), a.hiddenSize(), a.attendedSize());
        FloatRows sinks = heads.sinks();
        if (a.variations().sinks() != (sinks != null)) {
          throw new IllegalArgumentException(
              "sinks are " + (sinks == null ? "missing" : "too many"));
        }
        if (sinks != null) {
          require("the sinks", sinks, 1, a.heads());
        }
      }
      case Mixer.Latents l -> {
        int queryInputs = l.queryDown() == null ? a.hiddenSize() : l.shape().queryRank();
        require(List.of(l.query()), a.querySize(), queryInputs);
        require(
            List.of(l.latent()), l.shape().latentRank() + l.shape().rotaryDim(), a.hiddenSize());
        require(
            List.of(l.keyValue()),
            a.heads() * (l.shape().plainDim() + l.shape().valueDim()),
            l.shape().latentRank());
        require(List.of(l.out()), a.hiddenSize(), a.attendedSize());
      }
      case Mixer.StateSpace s -> {
        require(List.of(s.in()), s.shape().projected(), a.hiddenSize());
        require(List.of(s.out()), a.hiddenSize(), s.shape().inner());
      }
      case Mixer.Delta d -> {
        int heads = d.shape().valueHeads();
        require(d.in(), 2 * d.shape().keys() + 2 * d.shape().values() + 2 * heads, a.hiddenSize());
        require(List.of(d.out()), a.hiddenSize(), d.shape().values());
      }
      case Mixer.Scan s -> {
        require(List.of(s.in()), 2 * s.shape().inner(), a.hiddenSize());
        require(
            List.of(s.parts()), s.shape().rank() + 2 * s.shape().stateSize(), s.shape().inner());
        require(List.of(s.steps()), s.shape().inner(), s.shape().rank());
        require(List.of(s.out()), a.hiddenSize(), s.shape().inner());
      }
      case Mixer.ChannelDelta d -> {
        require(d.in(), 3 * d.shape().inner() + d.shape().heads(), a.hiddenSize());
        require(List.of(d.decayDown(), d.gateDown()), 2 * d.shape().headDim(), a.hiddenSize());
        require(List.of(d.decayUp(), d.gateUp()), 2 * d.shape().inner(), d.shape().headDim());
        require(List.of(d.out()), a.hiddenSize(), d.shape().inner());
      }
      case Mixer.Lightning l -> {
        require(List.of(l.in(), l.gate()), 4 * l.shape().inner(), a.hiddenSize());
        require(List.of(l.out()), a.hiddenSize(), l.shape().inner());
      }
      case Mixer.GatedConvolution c -> {
        int channels = c.convolution().weights().rows();
        require(List.of(c.in()), 3 * channels, a.hiddenSize());
        require(List.of(c.out()), a.hiddenSize(), channels);
      }
    }
  }

  /// Experts and dense layers may differ in width, each is as wide inside as it is outside.
  private void check(Network.Expert expert) {
    Architecture a = architecture;
    int inner = expert.out().weights().inputs();
    require(expert.in(), (a.feedForward().isGated() ? 2 : 1) * inner, a.hiddenSize());
    require(List.of(expert.out()), a.hiddenSize(), inner);
  }

  private void checkNorms(Network.Layer layer) {
    Architecture a = architecture;
    Network.Norms norms = layer.norms();
    NormPlaces places = a.variations().norms();
    boolean mixes = !layer.mixers().isEmpty();
    boolean feeds = !layer.experts().isEmpty();
    check("before attention", norms.attention(), mixes && places.before(), a.hiddenSize());
    check("before the feed-forward", norms.feedForward(), feeds && places.before(), a.hiddenSize());
    check("behind attention", norms.behindAttention(), mixes && places.behind(), a.hiddenSize());
    check(
        "behind the feed-forward",
        norms.behindFeedForward(),
        feeds && places.behind(),
        a.hiddenSize());
    NormWeights query = norms.query();
    boolean whole = query != null && query.weight().columns() == a.querySize();
    boolean normed =
        a.variations().queryKeyNorms()
            && layer.mixers().stream().anyMatch(Mixer.Heads.class::isInstance);
    check("of queries", query, normed, whole ? a.querySize() : a.headSize());
    check("of keys", norms.key(), normed, whole ? a.keySize() : a.headSize());
  }

  private void check(String where, @Nullable NormWeights norm, boolean wanted, int size) {
    if (wanted != (norm != null)) {
      throw new IllegalArgumentException(
          "a norm %s is %s".formatted(where, wanted ? "missing" : "too many"));
    }
    if (norm != null) {
      check(norm, size);
    }
  }

  private void check(NormWeights norm, int size) {
    require("a norm", norm.weight(), 1, size);
    boolean shifts =
        switch (architecture.norm()) {
          case Norm.RootMeanSquare _ -> false;
          case Norm.MeanAndVariance _ -> true;
        };
    FloatRows bias = norm.biasRow();
    if (shifts != (bias != null)) {
      throw new IllegalArgumentException("biases of norms go with " + architecture.norm());
    }
    if (bias != null) {
      require("a norm's bias", bias, 1, size);
    }
  }

  private static void require(String what, FloatRows rows, int count, int columns) {
    if (rows.rows() != count || rows.columns() != columns) {
      throw new IllegalArgumentException(
          "%s must be [%s, %s], got [%s, %s]"
              .formatted(what, count, columns, rows.rows(), rows.columns()));
    }
  }

  private static void require(List<WeightedLinear> linears, int outputs, int inputs) {
    int total = linears.stream().mapToInt(linear -> linear.weights().outputs()).sum();
    if (total != outputs) {
      throw new IllegalArgumentException(
          "%s must have %s outputs, got %s".formatted(names(linears), outputs, total));
    }
    for (WeightedLinear linear : linears) {
      if (linear.weights().inputs() != inputs) {
        throw new IllegalArgumentException(
            "%s must have %s inputs, got %s"
                .formatted(linear.name(), inputs, linear.weights().inputs()));
      }
    }
  }

  private static List<String> names(List<WeightedLinear> linears) {
    return linears.stream().map(WeightedLinear::name).toList();
  }
}
