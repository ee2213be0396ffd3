package org.cimlet.network;

import org.cimlet.network.Family.Header;
import org.cimlet.network.Heads.HeadDim;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.NetworkSpec.Layer;

/// GPT-2 and its kin: layer norms with weight and bias, a feed-forward of two matrices, four times
/// as wide as the network unless told otherwise.
final class GptFamily {
  private GptFamily() {}

  /// Biases everywhere, learned positions, a tied head.
  static NetworkSpec gpt2(Header header, Config config) {
    Trunk trunk = Trunk.gpt(config, true);
    Heads heads = Heads.multi(config, "n_head", new HeadDim.Quotient("n_embd", trunk.hidden()));
    Plain plain = new Plain(inner(config, trunk), true);
    config.refuseIfSet("add_cross_attention", "a network without an encoder has none");
    Layer layer =
        new Layer(heads.grouped(Windows.UNLIMITED, true, true), plain, 4 * trunk.hidden());
    return trunk.network(header, trunk.context(), false, 2 * trunk.hidden(), _ -> layer);
  }

  /// Rotary positions; one norm feeds attention and feed-forward alike; no biases in attention, but
  /// one on the head.
  static NetworkSpec gptJ(Header header, Config config) {
    Trunk trunk = Trunk.gpt(config, false);
    Heads heads = Heads.multi(config, "n_head", new HeadDim.Quotient("n_embd", trunk.hidden()));
    Plain plain = new Plain(inner(config, trunk), true);
    Layer layer =
        new Layer(heads.grouped(Windows.UNLIMITED, false, false), plain, 2 * trunk.hidden(), true);
    return trunk.network(header, 0, true, 2 * trunk.hidden(), _ -> layer);
  }

  /// Phi-1 to Phi-2 as Microsoft first published them: like GPT-J, with biases everywhere.
  static NetworkSpec phiMsft(Header header, Config config) {
    Trunk trunk = Trunk.gpt(config, false);
    Heads heads =
        Heads.read(config, "n_head", "n_head_kv", new HeadDim.Quotient("n_embd", trunk.hidden()));
    return phi(header, trunk, heads, inner(config, trunk), 0);
  }

  /// The same networks under HuggingFace's own keys.
  static NetworkSpec phi(Header header, Config config) {
    Trunk trunk = Trunk.read(config, false);
    Heads heads = Heads.read(config, new HeadDim.Quotient("hidden_size", trunk.hidden()));
    int headNorms = config.flag("qk_layernorm", false) ? 4 * heads.headDim() : 0;
    return phi(header, trunk, heads, config.size("intermediate_size"), headNorms);
  }

  private static NetworkSpec phi(
      Header header, Trunk trunk, Heads heads, int inner, int headNorms) {
    Layer layer =
        new Layer(
            heads.grouped(Windows.UNLIMITED, true, true),
            new Plain(inner, true),
            2 * trunk.hidden() + headNorms,
            true);
    return trunk.network(header, 0, true, 2 * trunk.hidden(), _ -> layer);
  }

  private static int inner(Config config, Trunk trunk) {
    return config.optionalSize("n_inner").orElse(4 * trunk.hidden());
  }
}
