package org.cimlet.network;

import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.network.Family.Header;
import org.cimlet.network.Heads.HeadDim;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;

/// Qwen2 and Qwen3: like LLaMA, but Qwen2 has biases on queries, keys and values, Qwen3 norms each
/// head's queries and keys instead.
final class QwenFamily {
  /// Qwen3Config's width of a head.
  private static final int QWEN3_HEAD_DIM = 128;

  /// Both classes' first layer with a window, where windows are used.
  private static final int MAX_WINDOW_LAYERS = 28;

  private QwenFamily() {}

  static NetworkSpec qwen2(Header header, Config config) {
    Trunk trunk = Trunk.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", trunk.hidden()));
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Windows windows = windows(config, trunk.layers(), MAX_WINDOW_LAYERS);
    int norms = 2 * trunk.hidden();
    return trunk.network(
        header, layer -> new Layer(heads.grouped(windows.of(layer), true, false), gated, norms));
  }

  static NetworkSpec qwen3(Header header, Config config) {
    Trunk trunk = Trunk.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(QWEN3_HEAD_DIM));
    boolean bias = config.flag("attention_bias", false);
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Windows windows = windows(config, trunk.layers(), MAX_WINDOW_LAYERS);
    int norms = 2 * trunk.hidden() + 2 * heads.headDim();
    return trunk.network(
        header, layer -> new Layer(heads.grouped(windows.of(layer), bias, bias), gated, norms));
  }

  /// Layers have experts unless `mlp_only_layers` names them or `decoder_sparse_step` skips them.
  static NetworkSpec qwen3Moe(Header header, Config config) {
    Trunk trunk = Trunk.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", trunk.hidden()));
    boolean bias = config.flag("attention_bias", false);
    Set<Integer> dense = config.layerNumbers("mlp_only_layers", trunk.layers());
    int step = Math.max(1, config.optionalSize("decoder_sparse_step").orElse(1));
    Routing routing = Routing.read(config, "num_experts");
    Gated expert = new Gated(config.size("moe_intermediate_size"), false);
    FeedForward experts = new Experts(routing.experts(), routing.active(), expert, 0, false);
    FeedForward gated = new Gated(config.size("intermediate_size"), false);
    // the newer class has no max_window_layers and limits every layer
    Windows windows = windows(config, trunk.layers(), 0);
    int norms = 2 * trunk.hidden() + 2 * heads.headDim();
    return trunk.network(
        header,
        layer ->
            new Layer(
                heads.grouped(windows.of(layer), bias, bias),
                dense.contains(layer) || (layer + 1) % step != 0 ? gated : experts,
                norms));
  }

  /// Only with `use_sliding_window`, and then only from layer `max_window_layers` on.
  ///
  /// @param firstByDefault the class's default of `max_window_layers`
  private static Windows windows(Config config, int layers, int firstByDefault) {
    boolean used = config.flag("use_sliding_window", false);
    OptionalInt window = Windows.read(config);
    int first = config.countOr("max_window_layers", firstByDefault);
    if (used && window.isEmpty()) {
      config.blameMissing("sliding_window", "a whole number where use_sliding_window is true");
    }
    return Windows.some(
        config, layers, used ? window : OptionalInt.empty(), layer -> used && layer >= first);
  }
}
