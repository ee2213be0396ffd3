package org.cimlet.network.family;

import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Computation.TensorNames;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// Gemma: a wide gated feed-forward, heads of 256 elements unless the file says otherwise, and a
/// head that shares the embedding. From the second generation on, each block is normed before and
/// after and most layers look back through a window.
final class GemmaFamily {
  private static final int HEAD_DIM = 256;
  private static final int SLIDING_WINDOW = 4096;
  private static final int QUERY_SCALAR = 256;

  /// Gemma3TextConfig's own sizes. The multimodal files leave them out, so they are taken from
  /// here.
  private static final int GEMMA3_VOCABULARY = 262_208;

  private static final int GEMMA3_CONTEXT = 131_072;
  private static final int GEMMA3_HEADS = 8;
  private static final int GEMMA3_KEY_VALUE_HEADS = 4;
  private static final int GEMMA3_PATTERN = 6;

  private GemmaFamily() {}

  static NetworkSpec gemma(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    SlidingWindow windows = SlidingWindow.none();
    // its first files call the tanh approximation gelu, under another key
    ComputationReader computation =
        features(config, common)
            .activation(config.word("hidden_activation"), "gelu_pytorch_tanh")
            .factors(factors(common, 0));
    return network(header, config, common, heads, windows, 2 * common.hidden(), computation);
  }

  /// Every other layer has a window, the first one included.
  static NetworkSpec gemma2(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            common.layers(),
            SlidingWindow.readOr(config, SLIDING_WINDOW),
            layer -> layer % 2 == 0);
    ComputationReader computation =
        features(config, common)
            .with(Feature.NORMS_AROUND)
            .factors(
                factors(common, scoreScale(config))
                    .withCaps(
                        config.positiveOr("attn_logit_softcapping", 50),
                        config.positiveOr("final_logit_softcapping", 30)));
    return network(header, config, common, heads, windows, 4 * common.hidden(), computation);
  }

  /// Five layers with a window, then one without; queries and keys are normed head by head.
  static NetworkSpec gemma3Text(Header header, Keys config) {
    CommonConfig common =
        new CommonConfig(
            config.size("hidden_size"),
            config.optionalSize("vocab_size").orElse(GEMMA3_VOCABULARY),
            config.optionalSize("max_position_embeddings").orElse(GEMMA3_CONTEXT),
            config.whole("num_hidden_layers", 1, CommonConfig.MAX_LAYERS),
            config.flag("tie_word_embeddings", true));
    Heads heads =
        Heads.of(
            config,
            "num_attention_heads",
            config.optionalSize("num_attention_heads").orElse(GEMMA3_HEADS),
            "num_key_value_heads",
            config.optionalSize("num_key_value_heads").orElse(GEMMA3_KEY_VALUE_HEADS),
            new HeadDim.Fixed(HEAD_DIM));
    // the class renamed the key when layer_types came
    OptionalInt given = config.optionalSize("sliding_window_pattern");
    OptionalInt renamed = config.optionalSize("_sliding_window_pattern");
    int pattern = Math.max(1, given.orElse(renamed.orElse(GEMMA3_PATTERN)));
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            common.layers(),
            SlidingWindow.readOr(config, SLIDING_WINDOW),
            layer -> (layer + 1) % pattern != 0);
    int norms = 4 * common.hidden() + 2 * heads.headDim();
    ComputationReader computation =
        features(config, common)
            .theta(1e6)
            .with(Feature.NORMS_AROUND)
            .with(Feature.QUERY_KEY_NORMS)
            .withIf(config.isSet("attn_logit_softcapping"), Feature.SOFT_CAPS)
            .withIf(config.isSet("final_logit_softcapping"), Feature.SOFT_CAPS)
            .factors(
                factors(common, scoreScale(config))
                    .withWindowedTheta(config.positiveOr("rope_local_base_freq", 10_000)));
    return network(header, config, common, heads, windows, norms, computation);
  }

  private static double scoreScale(Keys config) {
    return 1 / Math.sqrt(config.positiveOr("query_pre_attn_scalar", QUERY_SCALAR));
  }

  private static Factors factors(CommonConfig common, double score) {
    return new Factors(Math.sqrt(common.hidden()), score, 0, 1, 1, 0, 0);
  }

  /// A network that also sees has its language part in an object of its own.
  static NetworkSpec gemma3(Header header, Keys config) {
    config.within("text_config", "give the language part's config there");
    return gemma3Text(header, config);
  }

  private static ComputationReader features(Keys config, CommonConfig common) {
    return ComputationReader.of(config, common)
        .names(TensorNames.LLAMA)
        .with(Feature.NORMS_PLUS_ONE);
  }

  private static NetworkSpec network(
      Header header,
      Keys config,
      CommonConfig common,
      Heads heads,
      SlidingWindow windows,
      int norms,
      ComputationReader computation) {
    boolean bias = config.flag("attention_bias", false);
    config.refuseIfSet(
        "use_bidirectional_attention",
        "a network with bidirectional attention cannot decode token by token");
    Gated gated = new Gated(config.size("intermediate_size"), false);
    return common.network(
        header,
        computation.rootMeanSquare(1e-6, "gelu_pytorch_tanh"),
        layer -> new Layer(heads.grouped(windows.of(layer), bias, bias), gated, norms));
  }
}
