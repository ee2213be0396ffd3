package org.cimlet.execute.network;

import java.util.Map;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.network.Computation;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeScaling;
import org.cimlet.network.Recurrence;

/// Which of the networks that can be read can be run: all whose features are built here.
final class RunnableNetworks {
  private static final Map<String, FeedForward> GATED =
      Map.of("silu", FeedForward.GATED_SILU, "swish", FeedForward.GATED_SILU);

  private static final Map<String, FeedForward> PLAIN =
      Map.of("gelu_new", FeedForward.GELU, "gelu_pytorch_tanh", FeedForward.GELU);

  private final NetworkSpec network;
  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();

  private RunnableNetworks(NetworkSpec network, String file) {
    this.network = network;
    this.file = file;
  }

  /// What running a network takes.
  ///
  /// @param file its `config.json`, as diagnostics call it
  /// @throws InvalidInputException with every feature that cannot be run
  static Architecture architecture(NetworkSpec network, String file) {
    return new RunnableNetworks(network, file).architecture();
  }

  private Architecture architecture() {
    Layer layer = network.layers().getFirst();
    if (network.layers().stream().anyMatch(other -> !other.equals(layer))) {
      refuse("layers that differ from each other");
    }
    if (!(layer.recurrence() instanceof Recurrence.None)) {
      refuse("recurrent layers");
    }
    if (layer.parallel()) {
      refuse("attention and feed-forward in parallel");
    }
    Computation computation = network.computation();
    computation.features().forEach(feature -> refuse(feature.label()));
    if (computation.tensors() == Computation.TensorNames.OWN) {
      refuse("weights under names of its own");
    }
    Grouped attention = attention(layer.attention());
    checkPositions(computation.positions(), attention.headDim());
    int inner =
        switch (layer.feedForward()) {
          case NetworkSpec.FeedForward.Gated gated -> gated.inner();
          case NetworkSpec.FeedForward.Plain plain -> plain.inner();
          case NetworkSpec.FeedForward.Experts experts -> {
            refuse("experts");
            yield experts.expert().inner();
          }
          case NetworkSpec.FeedForward.None _ -> {
            refuse("layers without feed-forward");
            yield 1;
          }
        };
    FeedForward feedForward = feedForward(layer.feedForward(), computation.activation());
    diagnostics.throwIfAny();
    return new Architecture(
        network.family(),
        network.hiddenSize(),
        network.layers().size(),
        attention.heads(),
        attention.keyValueHeads(),
        attention.headDim(),
        inner,
        network.vocabulary(),
        network.maxContext(),
        attention.window() == Integer.MAX_VALUE ? network.maxContext() : attention.window(),
        computation.norm(),
        computation.positions(),
        feedForward,
        network.tiedHead());
  }

  private Grouped attention(NetworkSpec.Attention attention) {
    return switch (attention) {
      case Grouped grouped -> {
        if (grouped.sinks()) {
          refuse("attention sinks");
        }
        if (grouped.gate() > 0) {
          refuse("gates on attention");
        }
        if (grouped.valueDim() != grouped.headDim()) {
          refuse("values of another width than keys");
        }
        yield grouped;
      }
      case NetworkSpec.Attention.Latent latent -> {
        refuse("latent attention");
        yield new Grouped(latent.heads(), latent.heads(), 2, latent.window(), false, false);
      }
      case NetworkSpec.Attention.None none -> {
        refuse("layers without attention");
        yield new Grouped(1, 1, 2, none.window(), false, false);
      }
    };
  }

  private void checkPositions(Positions positions, int headDim) {
    switch (positions) {
      case Positions.Learned _ -> {}
      case Positions.Biased _ -> refuse("positions that bias scores (ALiBi)");
      case Positions.None _ -> refuse("no positions");
      case Positions.Rotary rotary -> {
        if (headDim % 2 != 0) {
          refuse("rotated heads of the odd width " + headDim);
        }
        switch (rotary.scaling()) {
          case RopeScaling.None _, RopeScaling.Linear _, RopeScaling.Llama3 _ -> {}
          case RopeScaling.Other(String type) ->
              refuse("the rope scaling %s (default, linear and llama3 can be run)".formatted(type));
        }
      }
    }
  }

  private FeedForward feedForward(NetworkSpec.FeedForward feedForward, String activation) {
    Map<String, FeedForward> runnable =
        switch (feedForward) {
          case NetworkSpec.FeedForward.Gated _, NetworkSpec.FeedForward.Experts _ -> GATED;
          case NetworkSpec.FeedForward.Plain _, NetworkSpec.FeedForward.None _ -> PLAIN;
        };
    FeedForward found = runnable.get(activation);
    if (found == null) {
      refuse(
          "the activation %s (%s can be run)"
              .formatted(
                  activation, String.join(", ", runnable.keySet().stream().sorted().toList())));
      return FeedForward.GELU;
    }
    return found;
  }

  private void refuse(String feature) {
    diagnostics.add(
        new Diagnostic(
            file,
            0,
            0,
            "",
            "must be a network that can be run, got %s with %s; estimate or simulate it instead"
                .formatted(network.family(), feature)));
  }
}
