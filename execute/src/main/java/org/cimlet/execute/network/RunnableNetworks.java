package org.cimlet.execute.network;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.Architecture.Mixing;
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
      Map.of(
          "gelu_new", FeedForward.GELU,
          "gelu_pytorch_tanh", FeedForward.GELU,
          "relu2", FeedForward.SQUARED_RELU);

  /// What is built beyond a plain transformer.
  private static final Set<Feature> BUILT =
      EnumSet.of(
          Feature.QUERY_KEY_NORMS,
          Feature.NORMS_PLUS_ONE,
          Feature.NORMS_BEHIND,
          Feature.NORMS_AROUND,
          Feature.CLAMPED_GATES,
          Feature.CHUNKED_ATTENTION,
          Feature.HEADS_NORMED_BEHIND,
          Feature.SCALED_EXPERT_INPUTS);

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
    if (network.layers().stream().anyMatch(Layer::parallel)) {
      refuse("attention and feed-forward in parallel");
    }
    network.layers().stream().map(Layer::recurrence).distinct().forEach(this::check);
    Computation computation = network.computation();
    computation.features().stream()
        .filter(feature -> !BUILT.contains(feature))
        .forEach(feature -> refuse(feature.label()));
    if (computation.tensors() == Computation.TensorNames.OWN) {
      refuse("weights under names of its own");
    }
    Grouped attention = attention();
    Positions positions = positions();
    checkPositions(positions, attention.headDim());
    NetworkSpec.FeedForward.@Nullable Experts experts = experts();
    int dense = denseSize();
    FeedForward feedForward = feedForward(computation.activation());
    int window =
        network.layers().stream()
            .map(Layer::attention)
            .filter(RunnableNetworks::attends)
            .mapToInt(NetworkSpec.Attention::window)
            .min()
            .orElse(Integer.MAX_VALUE);
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
        positions,
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
            attention.sinks(),
            attention.gate() > 0,
            attention.valueDim() == attention.headDim() ? 0 : attention.valueDim(),
            computation.choice(),
            experts != null && experts.routerBias() && !clampsGates(),
            mixing(),
            feeding(),
            computation.unrotated(),
            computation.multipliers(),
            computation.features()));
  }

  private boolean clampsGates() {
    return network.computation().features().contains(Feature.CLAMPED_GATES);
  }

  private static boolean attends(NetworkSpec.Attention attention) {
    return !(attention instanceof NetworkSpec.Attention.None);
  }

  /// What each layer knows of the past by; empty where all have nothing but grouped attention.
  private List<Mixing> mixing() {
    List<Mixing> mixing =
        network.layers().stream()
            .map(layer -> new Mixing(layer.attention(), layer.recurrence()))
            .toList();
    boolean plain =
        mixing.stream().allMatch(one -> one.attention() instanceof Grouped && !one.recurs());
    return plain ? List.of() : mixing;
  }

  /// Which layers have a feed-forward part; empty where all have.
  private List<Boolean> feeding() {
    List<Boolean> feeding =
        network.layers().stream()
            .map(layer -> !(layer.feedForward() instanceof NetworkSpec.FeedForward.None))
            .toList();
    return feeding.contains(false) ? feeding : List.of();
  }

  private void check(Recurrence recurrence) {
    switch (recurrence) {
      case Recurrence.None _,
          Recurrence.StateSpace _,
          Recurrence.SelectiveScan _,
          Recurrence.DeltaRule _,
          Recurrence.ChannelDelta _,
          Recurrence.GatedConvolution _ -> {}
      case Recurrence.Lightning lightning -> {
        if (Integer.bitCount(lightning.heads()) != 1) {
          refuse("lightning attention of %s heads, no power of two".formatted(lightning.heads()));
        }
      }
    }
  }

  /// Which layers have the window; empty where all are alike.
  private List<Boolean> windowed(int window) {
    List<Boolean> windowed =
        network.layers().stream()
            .map(Layer::attention)
            .map(attention -> !attends(attention) || attention.window() == window)
            .toList();
    return windowed.contains(false) ? windowed : List.of();
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
    int groups = network.computation().choice().groups();
    int chosen = network.computation().choice().activeGroups();
    if (kinds.stream()
        .anyMatch(
            its -> its.experts() % groups != 0 || its.active() > its.experts() / groups * chosen)) {
      refuse("%s groups of experts, of which %s are chosen".formatted(groups, chosen));
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
        case NetworkSpec.FeedForward.None _ -> {}
      }
    }
    if (sizes.size() > 1) {
      refuse("layers that differ from each other");
    }
    return sizes.stream().findFirst().orElse(0);
  }

  /// How layers attend, all those that do in one way but for their windows. Latent attention is
  /// that of heads with keys and values of their own, once these are made; one head where none
  /// attends.
  private Grouped attention() {
    Set<NetworkSpec.Attention> kinds =
        network.layers().stream()
            .map(Layer::attention)
            .filter(RunnableNetworks::attends)
            .map(RunnableNetworks::unlimited)
            .collect(Collectors.toSet());
    if (kinds.size() > 1) {
      refuse("layers that attend in several ways");
    }
    return kinds.stream()
        .findFirst()
        .map(this::attention)
        .orElse(new Grouped(1, 1, 2, Integer.MAX_VALUE, false, false));
  }

  private Grouped attention(NetworkSpec.Attention attention) {
    return switch (attention) {
      case Grouped grouped -> {
        if (grouped.gate() > 0 && grouped.gate() != grouped.heads() * grouped.headDim()) {
          refuse("gates on attention that whole heads share");
        }
        if (grouped.keysAreValues()) {
          refuse("keys that are values too");
        }
        yield grouped;
      }
      case NetworkSpec.Attention.Latent latent ->
          new Grouped(
                  latent.heads(),
                  latent.heads(),
                  latent.plainDim() + latent.rotaryDim(),
                  latent.window(),
                  false,
                  false)
              .withValueDim(latent.valueDim());
      case NetworkSpec.Attention.None _ ->
          throw new IllegalArgumentException("no attention attends in no way");
    };
  }

  /// Of latent attention only the shared part of a key is rotated; it stands in front when run.
  private Positions positions() {
    Positions positions = network.computation().positions();
    return network.layers().stream()
        .map(Layer::attention)
        .filter(NetworkSpec.Attention.Latent.class::isInstance)
        .map(NetworkSpec.Attention.Latent.class::cast)
        .findFirst()
        .map(latent ->
            positions instanceof Positions.Rotary rotary
                ? new Positions.Rotary(
                    rotary.theta(),
                    rotary.layout(),
                    rotary.scaling(),
                    (double) latent.rotaryDim() / (latent.plainDim() + latent.rotaryDim()))
                : positions)
        .orElse(positions);
  }

  private void checkPositions(Positions positions, int headDim) {
    switch (positions) {
      case Positions.Learned _ -> {}
      case Positions.Biased _ -> refuse("positions that bias scores (ALiBi)");
      case Positions.None _ -> {}
      case Positions.Rotary rotary -> {
        int rotated = rotary.elements(headDim);
        if (rotated % 2 != 0 || rotated == 0) {
          refuse("rotated heads of the odd width " + rotated);
        }
        switch (rotary.scaling()) {
          case RopeScaling.None _,
              RopeScaling.Linear _,
              RopeScaling.Llama3 _,
              RopeScaling.Yarn _ -> {}
          case RopeScaling.LongRope scaled -> {
            if (2 * scaled.within().size() != rotated) {
              refuse(
                  "longrope's factors of %s pairs for heads of which %s elements are rotated"
                      .formatted(scaled.within().size(), rotated));
            }
          }
          case RopeScaling.Other(String type) ->
              refuse(
                  "the rope scaling %s (default, linear, llama3, yarn and longrope can be run)"
                      .formatted(type));
        }
      }
    }
  }

  private FeedForward feedForward(String activation) {
    if (clampsGates()) {
      return FeedForward.GATED_CLAMPED;
    }
    Set<Boolean> kinds = new HashSet<>();
    for (Layer layer : network.layers()) {
      switch (layer.feedForward()) {
        case NetworkSpec.FeedForward.Gated _ -> kinds.add(true);
        case NetworkSpec.FeedForward.Plain _ -> kinds.add(false);
        case NetworkSpec.FeedForward.Experts experts ->
            kinds.add(experts.expert() instanceof NetworkSpec.FeedForward.Gated);
        case NetworkSpec.FeedForward.None _ -> {}
      }
    }
    if (kinds.size() > 1) {
      refuse("feed-forwards with gates and without");
    }
    Map<String, FeedForward> runnable = kinds.contains(false) ? PLAIN : GATED;
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
