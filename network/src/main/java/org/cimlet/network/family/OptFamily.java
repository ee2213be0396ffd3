package org.cimlet.network.family;

import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// OPT: biases everywhere, layer norms with weight and bias, a feed-forward of two matrices,
/// learned positions and a tied head.
final class OptFamily {
  /// The position table starts two rows in, a leftover of its padding token.
  private static final int POSITION_OFFSET = 2;

  private OptFamily() {}

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
        common.context() + POSITION_OFFSET,
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
}
