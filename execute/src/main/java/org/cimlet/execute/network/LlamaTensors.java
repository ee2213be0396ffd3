package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.Architecture.NormPlaces;
import org.cimlet.execute.network.Architecture.Variations;
import org.jspecify.annotations.Nullable;

/// The weights of a network of the llama family, by HuggingFace's names.
final class LlamaTensors {
  /// In front of all names: of a network by itself, and of the language part of one that also sees.
  private static final List<String> FRONTS =
      List.of("model.", "model.language_model.", "language_model.model.");

  private final Architecture a;
  private final TensorSource source;
  private final ExpertTensors experts;

  private LlamaTensors(Architecture architecture, TensorSource source) {
    this.a = architecture;
    this.source = source;
    this.experts = new ExpertTensors(architecture, source);
  }

  static Network network(Architecture a, TensorSource all) {
    String front =
        FRONTS.stream()
            .filter(one -> all.hasMatrix(one + "embed_tokens.weight"))
            .findFirst()
            .orElse(FRONTS.getFirst());
    TensorSource outside = front.equals(FRONTS.getLast()) ? all.with("language_model.") : all;
    return new LlamaTensors(a, all.with(front)).network(outside);
  }

  private Network network(TensorSource outside) {
    FloatRows embedding = source.matrix("embed_tokens.weight", a.vocabulary(), a.hiddenSize());
    List<Network.Layer> layers = new ArrayList<>();
    for (int i = 0; i < a.layers(); i++) {
      layers.add(layer("layers." + i + "."));
    }
    NormWeights norm = norm("norm", a.hiddenSize());
    WeightedLinear head =
        a.tiedHead()
            ? new WeightedLinear(
                "lm_head.weight",
                source.weights("embed_tokens.weight", a.vocabulary(), a.hiddenSize()),
                null)
            : outside.linear("lm_head", a.vocabulary(), a.hiddenSize());
    source.throwIfAny();
    return new Network(a, embedding, null, layers, norm, head);
  }

  private Network.Layer layer(String at) {
    int hidden = a.hiddenSize();
    WeightedLinear router = experts.router(at);
    return new Network.Layer(
        norms(at),
        List.of(
            source.linear(at + "self_attn.q_proj", a.querySize(), hidden),
            source.linear(at + "self_attn.k_proj", a.keyValueSize(), hidden),
            source.linear(at + "self_attn.v_proj", a.keyValueSize(), hidden)),
        a.variations().sinks() ? source.vector(at + "self_attn.sinks", a.heads()) : null,
        source.linear(at + "self_attn.o_proj", hidden, a.querySize()),
        router,
        router == null ? List.of(experts.dense(at)) : experts.experts(at),
        router == null ? null : experts.shared(at));
  }

  /// The name of the norm behind attention is that of the one before the feed-forward where there
  /// is none behind.
  private Network.Norms norms(String at) {
    Variations variations = a.variations();
    boolean whole =
        source.vectorSize(at + "self_attn.q_norm.weight") == a.querySize()
            && a.querySize() != a.headSize();
    boolean normed = variations.queryKeyNorms();
    NormWeights query =
        normed ? norm(at + "self_attn.q_norm", whole ? a.querySize() : a.headSize()) : null;
    NormWeights key =
        normed ? norm(at + "self_attn.k_norm", whole ? a.keyValueSize() : a.headSize()) : null;
    NormPlaces places = variations.norms();
    return new Network.Norms(
        places.before() ? norm(at + "input_layernorm") : null,
        query,
        key,
        places.behind() ? norm(at + "post_attention_layernorm") : null,
        beforeFeedForward(at, places),
        places.behind() ? norm(at + "post_feedforward_layernorm") : null);
  }

  private @Nullable NormWeights beforeFeedForward(String at, NormPlaces places) {
    return switch (places) {
      case BEFORE -> norm(at + "post_attention_layernorm");
      case AROUND -> norm(at + "pre_feedforward_layernorm");
      case BEHIND -> null;
    };
  }

  private NormWeights norm(String name) {
    return norm(name, a.hiddenSize());
  }

  private NormWeights norm(String name, int size) {
    return new NormWeights(source.vector(name + ".weight", size), null);
  }
}
