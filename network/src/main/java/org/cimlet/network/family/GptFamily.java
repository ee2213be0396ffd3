package org.cimlet.network.family;

import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// GPT-2, OPT and their kin: layer norms with weight and bias, a feed-forward of two matrices, four
/// times as wide as the network unless the file says otherwise.
final class GptFamily {
  /// The position table of OPT starts two rows in, a leftover of its padding token.
  private static final int OPT_POSITION_OFFSET = 2;

  private GptFamily() {}

  /// Biases everywhere, learned positions, a tied head.
  static NetworkSpec gpt2(Header header, Keys config) {
    CommonConfig common = CommonConfig.gpt(config, true);
    Heads heads = Heads.multi(config, "n_head", new HeadDim.Quotient("n_embd", common.hidden()));
    Plain plain = new Plain(inner(config, common), true);
    config.refuseIfSet("add_cross_attention", "a network without an encoder has none");
    Layer layer =
        new Layer(heads.grouped(SlidingWindow.UNLIMITED, true, true), plain, 4 * common.hidden());
    Computation computation =
        ComputationReader.of(config, common)
            .withIf(!config.flag("scale_attn_weights", true), Feature.OWN_SCORE_SCALE)
            .withIf(config.flag("scale_attn_by_inverse_layer_idx", false), Feature.OWN_SCORE_SCALE)
            .gpt2();
    return common.network(
        header, computation, common.context(), false, 2 * common.hidden(), _ -> layer);
  }

  /// OPT: biases everywhere, learned positions, a tied head.
  static NetworkSpec opt(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    Heads heads =
        Heads.multi(
            config, "num_attention_heads", new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean bias = config.flag("enable_bias", true);
    Plain plain = new Plain(config.size("ffn_dim"), bias);
    refuseNarrowEmbedding(config, common.hidden());
    int norm = config.flag("layer_norm_elementwise_affine", true) ? 2 * common.hidden() : 0;
    boolean normsFirst = config.flag("do_layer_norm_before", true);
    boolean lastNorm = normsFirst && !config.flag("_remove_final_layer_norm", false);
    Layer layer = new Layer(heads.grouped(SlidingWindow.UNLIMITED, bias, bias), plain, 2 * norm);
    Computation computation =
        ComputationReader.of(config, common)
            .with(Feature.POSITION_OFFSET)
            .withIf(!normsFirst, Feature.NORMS_BEHIND)
            .learned(1e-5, "relu");
    return common.network(
        header,
        computation,
        common.context() + OPT_POSITION_OFFSET,
        false,
        lastNorm ? norm : 0,
        _ -> layer);
  }

  private static void refuseNarrowEmbedding(Keys config, int hidden) {
    int width = config.optionalSize("word_embed_proj_dim").orElse(hidden);
    if (hidden > 0 && width > 0 && width != hidden) {
      config.report(
          "word_embed_proj_dim",
          "must equal hidden_size, got %s and %s; an embedding of another width (opt-350m) is not"
                  .formatted(width, hidden)
              + " supported, its projections have no place in a network's shape");
    }
  }

  /// Rotary positions; one norm feeds attention and feed-forward alike; no biases in attention, but
  /// one on the head.
  static NetworkSpec gptJ(Header header, Keys config) {
    CommonConfig common = CommonConfig.gpt(config, false);
    Heads heads = Heads.multi(config, "n_head", new HeadDim.Quotient("n_embd", common.hidden()));
    Plain plain = new Plain(inner(config, common), true);
    Layer layer =
        new Layer(
            heads.grouped(SlidingWindow.UNLIMITED, false, false), plain, 2 * common.hidden(), true);
    Computation computation =
        ComputationReader.of(config, common)
            .neighbours()
            .with(Feature.PARTIAL_ROTATION)
            .rotaryLayerNorm("layer_norm_epsilon", "activation_function");
    return common.network(header, computation, 0, true, 2 * common.hidden(), _ -> layer);
  }

  /// Phi-1 to Phi-2 as Microsoft first published them: like GPT-J, with biases everywhere.
  static NetworkSpec phiMsft(Header header, Keys config) {
    CommonConfig common = CommonConfig.gpt(config, false);
    Heads heads =
        Heads.read(config, "n_head", "n_head_kv", new HeadDim.Quotient("n_embd", common.hidden()));
    Computation computation =
        ComputationReader.of(config, common)
            .with(Feature.PARTIAL_ROTATION)
            .rotaryLayerNorm("layer_norm_epsilon", "activation_function");
    return phi(header, common, computation, heads, inner(config, common), 0);
  }

  /// The same networks under HuggingFace's own keys.
  static NetworkSpec phi(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean normed = config.flag("qk_layernorm", false);
    Computation computation =
        ComputationReader.of(config, common)
            .with(Feature.PARTIAL_ROTATION)
            .withIf(normed, Feature.QUERY_KEY_NORMS)
            .rotaryLayerNorm("layer_norm_eps", "hidden_act");
    int headNorms = normed ? 4 * heads.headDim() : 0;
    return phi(header, common, computation, heads, config.size("intermediate_size"), headNorms);
  }

  private static NetworkSpec phi(
      Header header,
      CommonConfig common,
      Computation computation,
      Heads heads,
      int inner,
      int headNorms) {
    Layer layer =
        new Layer(
            heads.grouped(SlidingWindow.UNLIMITED, true, true),
            new Plain(inner, true),
            2 * common.hidden() + headNorms,
            true);
    return common.network(header, computation, 0, true, 2 * common.hidden(), _ -> layer);
  }

  private static int inner(Keys config, CommonConfig common) {
    return config.optionalSize("n_inner").orElse(4 * common.hidden());
  }
}
