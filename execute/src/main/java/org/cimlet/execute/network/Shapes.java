package org.cimlet.execute.network;

import java.util.List;
import org.cimlet.execute.network.Architecture.FeedForward;
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
    check(finalNorm);
    require(List.of(head), a.vocabulary(), a.hiddenSize());
  }

  private void check(Network.Layer layer) {
    Architecture a = architecture;
    check(layer.attentionNorm());
    check(layer.feedForwardNorm());
    require(layer.queryKeyValue(), a.querySize() + 2 * a.keyValueSize(), a.hiddenSize());
    require(List.of(layer.attentionOut()), a.hiddenSize(), a.querySize());
    int in = a.feedForward() == FeedForward.GATED_SILU ? 2 : 1;
    require(layer.feedForwardIn(), in * a.feedForwardSize(), a.hiddenSize());
    require(List.of(layer.feedForwardOut()), a.hiddenSize(), a.feedForwardSize());
  }

  private void check(NormWeights norm) {
    require("a norm", norm.weight(), 1, architecture.hiddenSize());
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
      require("a norm's bias", bias, 1, architecture.hiddenSize());
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
