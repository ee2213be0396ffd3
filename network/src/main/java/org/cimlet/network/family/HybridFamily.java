package org.cimlet.network.family;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Multipliers;
import org.cimlet.network.Multipliers.Residuals;
import org.cimlet.network.Multipliers.Sum;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.Positions;
import org.cimlet.network.Recurrence;
import org.cimlet.network.Recurrence.ChannelDelta;
import org.cimlet.network.Recurrence.DeltaRule;
import org.cimlet.network.Recurrence.GatedConvolution;
import org.cimlet.network.Recurrence.Lightning;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// Linear attention or short convolutions in most layers, attention in the others.
final class HybridFamily {
  private static final int QWEN_HEAD_DIM = 256;

  private HybridFamily() {}

  /// Three layers of the gated delta rule, then one that attends and gates what it found; experts
  /// beside one that every token sees.
  static NetworkSpec qwen3Next(Header header, Keys config) {
    Decoder decoder = gatedDelta(header, config);
    Experts experts =
        Mixture.read(config).shared("shared_expert_intermediate_size").gatedShare().gated();
    return MixtureFamily.someSparse(decoder, config, experts)
        .network(computation(decoder, config.flag("norm_topk_prob", true)));
  }

  /// The same with a dense feed-forward.
  static NetworkSpec qwen35(Header header, Keys config) {
    Decoder decoder = gatedDelta(header, config).gated(false);
    return decoder.network(computation(decoder, true));
  }

  /// @param whole whether the shares of a token's experts add up to one
  private static Computation computation(Decoder decoder, boolean whole) {
    return decoder
        .computation()
        .kinNames()
        .theta(1e7)
        .partlyRotated(0.25)
        .choice(Choice.SOFTMAX.withWholeShares(whole))
        .with(Feature.QUERY_KEY_NORMS)
        .with(Feature.NORMS_PLUS_ONE)
        .rootMeanSquare(1e-6, "silu");
  }

  private static Decoder gatedDelta(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(QWEN_HEAD_DIM));
    boolean bias = config.flag("attention_bias", false);
    int interval = Math.max(1, config.optionalSize("full_attention_interval").orElse(4));
    IntPredicate attends =
        LayerKinds.attending(config, common.layers(), layer -> (layer + 1) % interval == 0);
    DeltaRule delta =
        new DeltaRule(
            config.whole("linear_num_key_heads", 1, Heads.MAX_HEADS),
            config.whole("linear_num_value_heads", 1, Heads.MAX_HEADS),
            config.whole("linear_key_head_dim", 1, MAX_HEAD_DIM),
            config.whole("linear_value_head_dim", 1, MAX_HEAD_DIM),
            config.whole("linear_conv_kernel_dim", 1, MAX_KERNEL));
    Grouped attention = heads.grouped(SlidingWindow.UNLIMITED, bias, bias);
    int queries = heads.heads() * heads.headDim();
    Grouped gated = config.flag("attn_output_gate", true) ? attention.withGate(queries) : attention;
    return Decoder.of(header, config, common, heads)
        .attention(layer -> attends.test(layer) ? gated : new Attention.None())
        .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : delta)
        .otherNorms(layer -> attends.test(layer) ? 2 * heads.headDim() : 0);
  }

  /// Widest head and longest convolution that are believed: their products stay within a count.
  static final int MAX_HEAD_DIM = 1 << 13;

  static final int MAX_KERNEL = 1 << 10;

  /// Lightning attention in seven layers of eight.
  static NetworkSpec miniMax(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    Heads heads = decoder.heads();
    List<Integer> listed = config.counts("attn_type_list", decoder.common().layers());
    IntPredicate attends =
        listed.isEmpty()
            ? LayerKinds.attending(config, decoder.common().layers(), layer -> layer % 2 == 1)
            : layer -> layer < listed.size() && listed.get(layer) == 1;
    Experts experts =
        Mixture.read(config, "intermediate_size").shared("shared_intermediate_size").gated();
    Lightning lightning = new Lightning(heads.heads(), heads.headDim());
    Grouped attention = heads.grouped(SlidingWindow.UNLIMITED, false, false);
    return decoder
        .attention(layer -> attends.test(layer) ? attention : new Attention.None())
        .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : lightning)
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .kinNames()
                .theta(1e7)
                .rotatedShare(
                    config,
                    "rotary_dim",
                    config.optionalSize("rotary_dim").orElse(heads.headDim())
                        / (double) Math.max(1, heads.headDim()))
                .multipliers(miniMaxResiduals(config))
                .rootMeanSquare(1e-5, "silu"));
  }

  /// MiniMax's own files, and HuggingFace's, call them differently.
  private static Multipliers miniMaxResiduals(Keys config) {
    boolean normed = config.flag("postnorm", true);
    return new Multipliers(
        1,
        Multipliers.NONE.projected(),
        1,
        1,
        1,
        Multipliers.Growth.NONE,
        new Residuals(
            normed,
            sum(config, "layernorm_full_attention_%s", "full_attn_%s_factor"),
            sum(config, "layernorm_linear_attention_%s", "linear_attn_%s_factor"),
            sum(config, "layernorm_mlp_%s", "mlp_%s_factor")));
  }

  private static Sum sum(Keys config, String own, String other) {
    return new Sum(weight(config, "alpha", own, other), weight(config, "beta", own, other));
  }

  private static double weight(Keys config, String which, String own, String other) {
    return config.positiveOr(config.nameOf(own.formatted(which), other.formatted(which)), 1);
  }

  /// Kimi's delta attention in three layers of four, latent attention without rotation in the
  /// others.
  static NetworkSpec kimiLinear(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false, CommonConfig.contextOr(config, 1 << 20));
    Attention latent = DeepSeekFamily.attention(config);
    Keys linear = config.within("linear_attn_config", "give the linear layers' sizes there");
    linear.refuseIfSet("use_full_rank_gate", "gates without a low rank (Kimi K3) are not read");
    Set<Integer> full = linear.numbers("full_attn_layers", "layer numbers", common.layers());
    ChannelDelta delta =
        new ChannelDelta(
            linear.whole("num_heads", 1, Heads.MAX_HEADS),
            linear.whole("head_dim", 1, MAX_HEAD_DIM),
            linear.whole("short_conv_kernel_size", 1, MAX_KERNEL));
    // its layers count from 1
    IntPredicate attends = layer -> full.contains(layer + 1);
    Experts experts = Mixture.read(config).shared(0).routerBias(true).gated();
    int latentNorms = config.optionalSize("kv_lora_rank").orElse(0);
    int queryNorms = config.optionalSize("q_lora_rank").orElse(0);
    Heads heads = new Heads(1, 1, 1);
    Decoder decoder =
        Decoder.of(header, config, common, heads)
            .attention(layer -> attends.test(layer) ? latent : new Attention.None())
            .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : delta)
            .otherNorms(layer -> attends.test(layer) ? latentNorms + queryNorms : 0);
    return MixtureFamily.leadingDense(decoder, config, experts)
        .network(
            decoder
                .computation()
                .kinNames()
                .choice(Mixture.choice(config, Mixture.BIASED))
                .positions(new Positions.None())
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Short convolutions between gates, and a few layers that attend.
  static NetworkSpec lfm2(Header header, Keys config) {
    Decoder decoder = convolutions(header, config);
    Gated gated = new Gated(adjusted(config), false);
    return decoder
        .feedForward(layer -> gated)
        .network(
            decoder
                .computation()
                .kinNames()
                .theta(1e6)
                .with(Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// The same with experts behind a few dense layers.
  static NetworkSpec lfm2Moe(Header header, Keys config) {
    Decoder decoder = convolutions(header, config);
    int dense = config.optionalWhole("num_dense_layers", 0, CommonConfig.MAX_LAYERS).orElse(2);
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Experts experts = Mixture.read(config).routerBias(config.flag("use_expert_bias", true)).gated();
    return decoder
        .feedForward(layer -> layer < dense ? gated : experts)
        .network(
            decoder
                .computation()
                .kinNames()
                .choice(Mixture.choice(config, Mixture.BIASED))
                .theta(1e6)
                .with(Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-5, "silu"));
  }

  private static Decoder convolutions(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    CommonConfig common = decoder.common();
    Set<Integer> full = config.numbers("full_attn_idxs", "layer numbers", common.layers() - 1);
    IntPredicate attends =
        LayerKinds.attending(
            config, common.layers(), layer -> full.isEmpty() || full.contains(layer));
    GatedConvolution convolution =
        new GatedConvolution(
            config.optionalSize("conv_dim").orElse(common.hidden()),
            config.optionalWhole("conv_L_cache", 1, MAX_KERNEL).orElse(3),
            config.flag("conv_bias", false));
    Grouped attention = decoder.heads().grouped(SlidingWindow.UNLIMITED, false, false);
    return decoder
        .attention(layer -> attends.test(layer) ? attention : new Attention.None())
        .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : convolution)
        .otherNorms(layer -> attends.test(layer) ? 2 * decoder.heads().headDim() : 0);
  }

  /// Two thirds of what the file says, times a factor, rounded up to a multiple.
  private static int adjusted(Keys config) {
    int inner = config.size(config.nameOf("block_ff_dim", "intermediate_size"));
    double factor = config.positiveOr("block_ffn_dim_multiplier", 1);
    int multiple = config.optionalSize("block_multiple_of").orElse(256);
    if (!config.flag("block_auto_adjust_ff_dim", true) || multiple == 0) {
      return inner;
    }
    double two = Math.floor(factor * Math.floorDiv(2L * inner, 3L));
    return (int) Math.min(Math.ceil(two / multiple) * multiple, Keys.MAX_SIZE);
  }
}
