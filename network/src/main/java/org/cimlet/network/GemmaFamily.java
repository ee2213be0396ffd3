package org.cimlet.network;

import java.util.OptionalInt;
import org.cimlet.network.Family.Header;
import org.cimlet.network.Heads.HeadDim;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;

/// Gemma: a wide gated feed-forward, heads of 256 elements unless told otherwise, and a head that
/// shares the embedding. From the second generation on, each block is normed before and after and
/// most layers look back through a window.
final class GemmaFamily {
  private static final int HEAD_DIM = 256;
  private static final int SLIDING_WINDOW = 4096;

  /// Gemma3TextConfig's own sizes. The multimodal files leave them out, so they are taken from
  /// here.
  private static final int GEMMA3_VOCABULARY = 262_208;

  private static final int GEMMA3_CONTEXT = 131_072;
  private static final int GEMMA3_HEADS = 8;
  private static final int GEMMA3_KEY_VALUE_HEADS = 4;
  private static final int GEMMA3_PATTERN = 6;

  private GemmaFamily() {}

  static NetworkSpec gemma(Header header, Config config) {
    Trunk trunk = Trunk.read(config, true);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    Windows windows = Windows.none();
    return network(header, config, trunk, heads, windows, 2 * trunk.hidden());
  }

  /// Every other layer has a window, the first one included.
  static NetworkSpec gemma2(Header header, Config config) {
    Trunk trunk = Trunk.read(config, true);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    Windows windows =
        Windows.some(
            config,
            trunk.layers(),
            Windows.readOr(config, SLIDING_WINDOW),
            layer -> layer % 2 == 0);
    return network(header, config, trunk, heads, windows, 4 * trunk.hidden());
  }

  /// Five layers with a window, then one without; queries and keys are normed head by head.
  static NetworkSpec gemma3Text(Header header, Config config) {
    Trunk trunk =
        new Trunk(
            config.size("hidden_size"),
            config.optionalSize("vocab_size").orElse(GEMMA3_VOCABULARY),
            config.optionalSize("max_position_embeddings").orElse(GEMMA3_CONTEXT),
            config.size("num_hidden_layers", Config.MAX_LAYERS),
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
    Windows windows =
        Windows.some(
            config,
            trunk.layers(),
            Windows.readOr(config, SLIDING_WINDOW),
            layer -> (layer + 1) % pattern != 0);
    int norms = 4 * trunk.hidden() + 2 * heads.headDim();
    return network(header, config, trunk, heads, windows, norms);
  }

  /// The language part of a network that also sees: its vision tower encodes pictures before
  /// generation begins and is not read. The spec's family tells that the part was read.
  static NetworkSpec gemma3(Header header, Config config) {
    Config language = config.within("text_config");
    NetworkSpec network = gemma3Text(new Header(header.name(), "gemma3_text"), language);
    language.blameMisspelled();
    return network;
  }

  private static NetworkSpec network(
      Header header, Config config, Trunk trunk, Heads heads, Windows windows, int norms) {
    boolean bias = config.flag("attention_bias", false);
    config.refuseIfSet(
        "use_bidirectional_attention", "networks that look ahead generate nothing token by token");
    Gated gated = new Gated(config.size("intermediate_size"), false);
    return trunk.network(
        header, layer -> new Layer(heads.grouped(windows.of(layer), bias, bias), gated, norms));
  }
}
