package org.cimlet.network.family;

import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// Qwen2 and Qwen3: like LLaMA, but Qwen2 has biases on queries, keys and values, Qwen3 norms each
/// head's queries and keys instead.
final class QwenFamily {
  /// Qwen3Config's width of a head.
  private static final int QWEN3_HEAD_DIM = 128;

  /// Both classes' first layer with a window, where windows are used.
  private static final int MAX_WINDOW_LAYERS = 28;

  private QwenFamily() {}

  static NetworkSpec qwen2(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    Gated gated = new Gated(config.size("intermediate_size"), false);
    SlidingWindow windows = windows(config, common.layers(), MAX_WINDOW_LAYERS);
    int norms = 2 * common.hidden();
    Computation computation =
        ComputationReader.of(config, common).llamaNames().rootMeanSquare(1e-6, "silu");
    return common.network(
        header,
        computation,
        layer -> new Layer(heads.grouped(windows.of(layer), true, false), gated, norms));
  }

  static NetworkSpec qwen3(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(QWEN3_HEAD_DIM));
    boolean bias = config.flag("attention_bias", false);
    Gated gated = new Gated(config.size("intermediate_size"), false);
    SlidingWindow windows = windows(config, common.layers(), MAX_WINDOW_LAYERS);
    int norms = 2 * common.hidden() + 2 * heads.headDim();
    Computation computation =
        ComputationReader.of(config, common)
            .llamaNames()
            .with(Feature.QUERY_KEY_NORMS)
            .rootMeanSquare(1e-6, "silu");
    return common.network(
        header,
        computation,
        layer -> new Layer(heads.grouped(windows.of(layer), bias, bias), gated, norms));
  }

  /// Layers have experts unless `mlp_only_layers` names them or `decoder_sparse_step` skips them.
  static NetworkSpec qwen3Moe(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean bias = config.flag("attention_bias", false);
    Experts experts = Mixture.read(config).gated();
    // the newer class has no max_window_layers and limits every layer
    SlidingWindow windows = windows(config, common.layers(), 0);
    Decoder decoder = Decoder.of(header, config, common, heads).headNorms();
    decoder.attention(windows, bias, bias);
    return MixtureFamily.someSparse(decoder, config, experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .choice(MixtureFamily.shares(config))
                .with(Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-6, "silu"));
  }

  /// Only with `use_sliding_window`, and then only from layer `max_window_layers` on.
  ///
  /// @param firstByDefault the class's default of `max_window_layers`
  private static SlidingWindow windows(Keys config, int layers, int firstByDefault) {
    boolean used = config.flag("use_sliding_window", false);
    OptionalInt window = SlidingWindow.read(config);
    int first = config.optionalWhole("max_window_layers", 0, Keys.MAX_SIZE).orElse(firstByDefault);
    if (used && window.isEmpty()) {
      config.reportMissing("sliding_window", "a whole number where use_sliding_window is true");
    }
    return SlidingWindow.some(
        config, layers, used ? window : OptionalInt.empty(), layer -> used && layer >= first);
  }
}
