package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.Architecture.NormPlaces;
import org.cimlet.execute.network.Architecture.Variations;
import org.cimlet.network.Norm;
import org.jspecify.annotations.Nullable;

/// The weights of a network whose layers stand one after another, by HuggingFace's names: those of
/// LLaMA, and what other classes call the same.
final class LlamaTensors {
  /// In front of all names: of a network by itself, and of the language part of one that also sees.
  private static final List<String> FRONTS =
      List.of("model.", "model.language_model.", "language_model.model.", "backbone.");

  private static final String AROUND = "language_model.";
  private static final String[] EMBEDDINGS = {"embed_tokens", "embeddings"};

  /// The second is GLM-4's, whose norm behind attention has a name of its own.
  private static final String[] AROUND_FEED_FORWARD = {
    "pre_feedforward_layernorm", "post_attention_layernorm"
  };

  private final Architecture a;
  private final TensorSource source;
  private final MixerTensors mixers;
  private final ExpertTensors experts;

  private LlamaTensors(Architecture architecture, TensorSource source) {
    this.a = architecture;
    this.source = source;
    this.mixers = new MixerTensors(architecture, source);
    this.experts = new ExpertTensors(architecture, source);
  }

  static Network network(Architecture a, TensorSource all) {
    String front =
        FRONTS.stream()
            .filter(one -> all.hasMatrix(all.first(one, EMBEDDINGS) + ".weight"))
            .findFirst()
            .orElse(FRONTS.getFirst());
    TensorSource outside = front.startsWith(AROUND) ? all.with(AROUND) : all;
    return new LlamaTensors(a, all.with(front)).network(outside);
  }

  private Network network(TensorSource outside) {
    String words = source.first("", EMBEDDINGS) + ".weight";
    FloatRows embedding = source.matrix(words, a.vocabulary(), a.hiddenSize());
    List<Network.Layer> layers = new ArrayList<>();
    for (int i = 0; i < a.layers(); i++) {
      layers.add(layer("layers." + i + ".", i));
    }
    NormWeights norm =
        norm(source.first("", "norm", "norm_f", "final_layernorm", "embedding_norm"));
    WeightedLinear head =
        a.tiedHead()
            ? new WeightedLinear(
                "lm_head.weight", source.weights(words, a.vocabulary(), a.hiddenSize()), null)
            : outside.linear("lm_head", a.vocabulary(), a.hiddenSize());
    source.throwIfAny();
    return new Network(a, embedding, null, layers, norm, head);
  }

  private Network.Layer layer(String at, int index) {
    boolean feeds = a.variations().feeds(index);
    WeightedLinear router = feeds ? experts.router(at) : null;
    List<Mixer> its = mixers.mixers(at, index);
    List<Network.Expert> feedForward =
        feeds ? router == null ? List.of(experts.dense(at)) : experts.experts(at) : List.of();
    return new Network.Layer(
        norms(at, its, !feedForward.isEmpty()),
        its,
        router,
        router == null ? null : experts.choiceBias(at),
        feedForward,
        router == null ? null : experts.shared(at));
  }

  /// The name of the norm behind attention is that of the one before the feed-forward where there
  /// is none behind.
  private Network.Norms norms(String at, List<Mixer> its, boolean feeds) {
    Variations variations = a.variations();
    NormPlaces places = variations.norms();
    boolean mixes = !its.isEmpty();
    boolean normed =
        variations.queryKeyNorms() && its.stream().anyMatch(Mixer.Heads.class::isInstance);
    String front = mixers.attention(at);
    String query = source.first(front, "q_norm", "q_layernorm");
    boolean whole =
        source.vectorSize(query + ".weight") == a.querySize() && a.querySize() != a.headSize();
    String before = source.first(at, "input_layernorm", "operator_norm", "norm");
    return new Network.Norms(
        mixes && places.before() ? norm(before) : null,
        normed ? norm(query, whole ? a.querySize() : a.headSize()) : null,
        normed
            ? norm(source.first(front, "k_norm", "k_layernorm"), whole ? a.keySize() : a.headSize())
            : null,
        mixes && places.behind()
            ? norm(source.first(at, "post_self_attn_layernorm", "post_attention_layernorm"))
            : null,
        feeds ? beforeFeedForward(at, places, mixes ? "" : before) : null,
        feeds && places.behind()
            ? norm(source.first(at, "post_feedforward_layernorm", "post_mlp_layernorm"))
            : null);
  }

  /// @param only the layer's only norm, where it has one
  private @Nullable NormWeights beforeFeedForward(String at, NormPlaces places, String only) {
    return switch (places) {
      case BEFORE ->
          norm(
              only.isEmpty()
                  ? source.first(at, "post_attention_layernorm", "pre_ff_layernorm", "ffn_norm")
                  : only);
      case AROUND -> norm(source.first(at, AROUND_FEED_FORWARD));
      case BEHIND -> null;
    };
  }

  private NormWeights norm(String name) {
    return norm(name, a.hiddenSize());
  }

  private NormWeights norm(String name, int size) {
    boolean shifts =
        switch (a.norm()) {
          case Norm.RootMeanSquare _ -> false;
          case Norm.MeanAndVariance _ -> true;
        };
    return new NormWeights(
        source.vector(name + ".weight", size), shifts ? source.vector(name + ".bias", size) : null);
  }
}
