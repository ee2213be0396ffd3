package org.cimlet.execute.network;

import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.Architecture.Norm;
import org.cimlet.execute.network.Architecture.Pairing;
import org.cimlet.execute.network.Architecture.Positions;
import org.cimlet.execute.network.Architecture.Stretch;

/// Finds in a `config.json` what running a network takes. Keys that do not decide what it computes
/// are passed over; keys that would change it in a way that is not built are refused.
final class ArchitectureReader {
  /// Families that can be run.
  static final List<String> FAMILIES = List.of("gpt2", "llama", "mistral", "qwen2");

  private static final int MAX_LAYERS = 10_000;

  private final ConfigReader config;
  private final String family;

  private ArchitectureReader(ConfigReader config, String family) {
    this.config = config;
    this.family = family;
  }

  /// @throws InvalidInputException with everything that is wrong
  static Architecture read(ConfigReader config) {
    String family = config.wordOr("model_type", "");
    if (!FAMILIES.contains(family)) {
      throw config.fault(
          "model_type",
          "must be one of %s, got %s%s; other networks cannot be run"
              .formatted(
                  String.join(", ", FAMILIES),
                  family.isEmpty() ? "nothing" : family,
                  Suggestion.didYouMean(family, FAMILIES)));
    }
    ArchitectureReader reader = new ArchitectureReader(config, family);
    return family.equals("gpt2") ? reader.gpt2() : reader.llama();
  }

  private Architecture llama() {
    int hidden = config.size("hidden_size");
    int layers = layers("num_hidden_layers");
    int heads = config.size("num_attention_heads");
    int keyValueHeads = config.sizeOr("num_key_value_heads", heads);
    int headSize = config.sizeOr("head_dim", quotient("num_attention_heads", hidden, heads));
    int inner = config.size("intermediate_size");
    int vocabulary = config.size("vocab_size");
    int context = config.size("max_position_embeddings");
    double epsilon = config.positive("rms_norm_eps");
    config.requireWord("hidden_act", "silu", List.of("silu", "swish"));
    if (heads % keyValueHeads != 0) {
      config.blame(
          "num_key_value_heads",
          "must divide the %s heads, got %s; correct one of them".formatted(heads, keyValueHeads));
    }
    if (headSize % 2 != 0 && (config.has("head_dim") || hidden % heads == 0)) {
      config.blame("head_dim", "must be even to be rotated, got %s".formatted(headSize));
    }
    int window = window(context);
    Positions positions = new Positions.Rotary(theta(), Pairing.HALVES, stretch(context));
    boolean tied = config.flagOr("tie_word_embeddings", false);
    config.throwIfAny();
    return new Architecture(
        family,
        hidden,
        layers,
        heads,
        keyValueHeads,
        headSize,
        inner,
        vocabulary,
        context,
        window,
        new Norm.RootMeanSquare(epsilon),
        positions,
        FeedForward.GATED_SILU,
        tied);
  }

  private Architecture gpt2() {
    int hidden = config.size("n_embd");
    int layers = layers("n_layer");
    int heads = config.size("n_head");
    int headSize = quotient("n_head", hidden, heads);
    int inner = config.sizeOr("n_inner", 4 * hidden);
    int vocabulary = config.size("vocab_size");
    int context = config.size("n_positions");
    double epsilon = config.positiveOr("layer_norm_epsilon", 1e-5);
    config.requireWord("activation_function", "gelu_new", List.of("gelu_new", "gelu_pytorch_tanh"));
    config.requireFlag("scale_attn_weights", true, true);
    config.requireFlag("scale_attn_by_inverse_layer_idx", false, false);
    config.requireFlag("add_cross_attention", false, false);
    boolean tied = config.flagOr("tie_word_embeddings", true);
    config.throwIfAny();
    return new Architecture(
        family,
        hidden,
        layers,
        heads,
        heads,
        headSize,
        inner,
        vocabulary,
        context,
        context,
        new Norm.MeanAndVariance(epsilon),
        new Positions.Learned(),
        FeedForward.GELU,
        tied);
  }

  private int layers(String key) {
    int layers = config.size(key);
    if (layers > MAX_LAYERS) {
      config.blame(key, "must be at most %s, got %s".formatted(MAX_LAYERS, layers));
    }
    return layers;
  }

  private int quotient(String headsKey, int hidden, int heads) {
    if (hidden % heads != 0 && !config.has("head_dim")) {
      config.blame(
          headsKey,
          "must divide the hidden size %s where head_dim is absent, got %s; correct one of them"
              .formatted(hidden, heads));
    }
    return Math.max(1, hidden / heads);
  }

  /// Qwen2 has a window only where `use_sliding_window` says so, and then in some layers only.
  private int window(int context) {
    if (family.equals("qwen2")) {
      config.requireFlag("use_sliding_window", false, false);
      return context;
    }
    return family.equals("mistral") ? config.sizeOr("sliding_window", context) : context;
  }

  private double theta() {
    return config.has("rope_parameters.rope_theta")
        ? config.positive("rope_parameters.rope_theta")
        : config.positiveOr("rope_theta", 10_000);
  }

  private Stretch stretch(int context) {
    String at = config.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
    if (!config.has(at)) {
      return new Stretch.None();
    }
    String typeKey = at + (config.has(at + ".rope_type") ? ".rope_type" : ".type");
    String type = config.wordOr(typeKey, "default");
    return switch (type) {
      case "default" -> new Stretch.None();
      case "linear" -> new Stretch.Even(config.positive(at + ".factor"));
      case "llama3" -> byTurns(at, context);
      default -> {
        config.blame(
            typeKey, ConfigReader.notOneOf(List.of("default", "linear", "llama3"), () -> type));
        yield new Stretch.None();
      }
    };
  }

  private Stretch byTurns(String at, int context) {
    double low = config.positive(at + ".low_freq_factor");
    double high = config.positive(at + ".high_freq_factor");
    if (!(low < high)) {
      config.blame(
          at + ".low_freq_factor",
          "must be below high_freq_factor %s, got %s; correct one of them".formatted(high, low));
    }
    int trained = config.sizeOr(at + ".original_max_position_embeddings", context);
    return new Stretch.ByTurns(config.positive(at + ".factor"), low, high, trained);
  }
}
