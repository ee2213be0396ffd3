package org.cimlet.execute.network;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.Architecture.NormPlaces;
import org.cimlet.execute.network.Architecture.Variations;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeScaling;
import org.cimlet.network.Recurrence;
import org.jspecify.annotations.Nullable;

/// Which of the networks that can be read can be run: all whose features are built here.
final class RunnableNetworks {
  private static final Map<String, FeedForward> GATED =
      Map.of(
          "silu", FeedForward.GATED_SILU,
          "swish", FeedForward.GATED_SILU,
          "gelu_pytorch_tanh", FeedForward.GATED_GELU);

  private static final Map<String, FeedForward> PLAIN =
      Map.of("gelu_new", FeedForward.GELU, "gelu_pytorch_tanh", FeedForward.GELU);

  /// What is built beyond a plain transformer.
  private static final Set<Feature> BUILT =
      EnumSet.of(
          Feature.QUERY_KEY_NORMS,
          Feature.NORMS_PLUS_ONE,
          Feature.NORMS_BEHIND,
          Feature.NORMS_AROUND,
          Feature.CLAMPED_GATES);

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
    if (network.layers().stream().anyMatch(other -> !isLike(other, layer))) {
      refuse("layers that differ from each other");
    }
    if (!(layer.recurrence() instanceof Recurrence.None)) {
      refuse("recurrent layers");
    }
    if (layer.parallel()) {
      refuse("attention and feed-forward in parallel");
    }
    Computation computation = network.computation();
    computation.features().stream()
        .filter(feature -> !BUILT.contains(feature))
        .forEach(feature -> refuse(feature.label()));
    if (computation.tensors() == Computation.TensorNames.OWN) {
      refuse("weights under names of its own");
    }
    Grouped attention = attention(layer.attention());
    checkPositions(computation.positions(), attention.headDim());
    NetworkSpec.FeedForward.@Nullable Experts experts = experts();
    int dense = denseSize();
    FeedForward feedForward = feedForward(layer.feedForward(), computation.activation());
    int window =
        network.layers().stream().mapToInt(one -> one.attention().window()).min().orElseThrow();
    diagnostics.throwIfAny();
    return new Architecture(
        network.family(),
        network.hiddenSize(),
        network.layers().size(),
        attention.heads(),
        attention.keyValueHeads(),
        attention.headDim(),
        experts == null ? dense : experts.expert().inner(),
        network.vocabulary(),
        network.maxContext(),
        window == Integer.MAX_VALUE ? network.maxContext() : window,
        computation.norm(),
        computation.positions(),
        feedForward,
        network.tiedHead(),
        new Variations(
            computation.factors(),
            windowed(window),
            computation.features().contains(Feature.NORMS_PLUS_ONE),
            norms(computation.features()),
            computation.features().contains(Feature.QUERY_KEY_NORMS),
            experts == null ? 0 : experts.experts(),
            experts == null ? 0 : experts.active(),
            experts == null ? 0 : dense,
            experts == null ? 0 : experts.sharedInner(),
            experts != null && experts.sharedGate(),
            attention.sinks()));
  }

  /// Which layers have the window; empty where all are alike.
  private List<Boolean> windowed(int window) {
    List<Boolean> windowed =
        network.layers().stream().map(one -> one.attention().window() == window).toList();
    return windowed.contains(false) ? windowed : List.of();
  }

  /// Layers may differ in whether they have a window, and in whether they have experts.
  private static boolean isLike(Layer one, Layer other) {
    return one.parallel() == other.parallel()
        && one.recurrence().equals(other.recurrence())
        && unlimited(one.attention()).equals(unlimited(other.attention()));
  }

  private static NetworkSpec.Attention unlimited(NetworkSpec.Attention attention) {
    return switch (attention) {
      case Grouped g -> g.withWindow(Integer.MAX_VALUE);
      case NetworkSpec.Attention.Latent latent -> latent;
      case NetworkSpec.Attention.None none -> none;
    };
  }

  private static NormPlaces norms(Set<Feature> features) {
    if (features.contains(Feature.NORMS_AROUND)) {
      return NormPlaces.AROUND;
    }
    return features.contains(Feature.NORMS_BEHIND) ? NormPlaces.BEHIND : NormPlaces.BEFORE;
  }

  /// The experts of the layers that have some; null where none has.
  private NetworkSpec.FeedForward.@Nullable Experts experts() {
    Set<NetworkSpec.FeedForward.Experts> kinds = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (layer.feedForward() instanceof NetworkSpec.FeedForward.Experts experts) {
        kinds.add(experts);
      }
    }
    for (NetworkSpec.FeedForward.Experts experts : kinds) {
      boolean added = network.computation().features().contains(Feature.CLAMPED_GATES);
      if (experts.routerBias() && !added) {
        refuse("a router with biases");
      }
      if (!(experts.expert() instanceof NetworkSpec.FeedForward.Gated)) {
        refuse("experts without gates");
      }
    }
    if (kinds.size() > 1) {
      refuse("experts that differ from layer to layer");
    }
    return kinds.stream().findFirst().orElse(null);
  }

  /// Width within the feed-forward part of layers without experts; 0 where there are none.
  private int denseSize() {
    Set<Integer> sizes = new TreeSet<>();
    for (Layer layer : network.layers()) {
      switch (layer.feedForward()) {
        case NetworkSpec.FeedForward.Gated gated -> sizes.add(gated.inner());
        case NetworkSpec.FeedForward.Plain plain -> sizes.add(plain.inner());
        case NetworkSpec.FeedForward.Experts _ -> {}
        case NetworkSpec.FeedForward.None _ -> {
          refuse("layers without feed-forward");
          sizes.add(1);
        }
      }
    }
    if (sizes.size() > 1) {
      refuse("layers that differ from each other");
    }
    return sizes.stream().findFirst().orElse(0);
  }

  private Grouped attention(NetworkSpec.Attention attention) {
    return switch (attention) {
      case Grouped grouped -> {
        if (grouped.gate() > 0) {
          refuse("gates on attention");
        }
        if (grouped.keysAreValues()) {
          refuse("keys that are values too");
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
          case RopeScaling.None _,
              RopeScaling.Linear _,
              RopeScaling.Llama3 _,
              RopeScaling.Yarn _ -> {}
          case RopeScaling.Other(String type) ->
              refuse(
                  "the rope scaling %s (default, linear, llama3 and yarn can be run)"
                      .formatted(type));
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
    if (network.computation().features().contains(Feature.CLAMPED_GATES)) {
      return FeedForward.GATED_CLAMPED;
    }
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
