package org.cimlet.network.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Multipliers;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.Positions;
import org.cimlet.network.Recurrence;
import org.cimlet.network.Recurrence.SelectiveScan;
import org.cimlet.network.Recurrence.StateSpace;
import org.cimlet.network.family.Family.Header;

/// State spaces, alone, between layers that attend, or beside attention in the same layer.
final class MambaFamily {
  /// State spaces have no longest context; more tokens than anyone asks for.
  private static final int UNBOUNDED = 1 << 24;

  private static final int MAX_STATE = 1 << 12;
  private static final Heads NO_HEADS = new Heads(1, 1, 1);

  private MambaFamily() {}

  /// Mamba and Falcon-Mamba, whose norms of steps, `B` and `C` have no weights.
  static NetworkSpec mamba(Header header, Keys config) {
    CommonConfig common =
        CommonConfig.read(config, true, CommonConfig.contextOr(config, UNBOUNDED));
    int expand = config.optionalWhole("expand", 1, MAX_STATE).orElse(2);
    int inner = config.optionalSize("intermediate_size").orElse(wide(expand, common.hidden()));
    SelectiveScan scan =
        new SelectiveScan(
            inner,
            config.optionalWhole("state_size", 1, MAX_STATE).orElse(16),
            rank(config, "time_step_rank", common.hidden()),
            config.optionalWhole("conv_kernel", 1, HybridFamily.MAX_KERNEL).orElse(4),
            config.flag("use_bias", false),
            config.flag("use_conv_bias", true),
            false);
    return alone(header, config, common, scan);
  }

  static NetworkSpec mamba2(Header header, Keys config) {
    CommonConfig common =
        CommonConfig.read(config, false, CommonConfig.contextOr(config, UNBOUNDED));
    StateSpace state =
        new StateSpace(
            config.whole("num_heads", 1, Heads.MAX_HEADS),
            config.whole("head_dim", 1, HybridFamily.MAX_HEAD_DIM),
            config.whole("state_size", 1, MAX_STATE),
            config.optionalWhole("n_groups", 1, MAX_STATE).orElse(8),
            config.optionalWhole("conv_kernel", 1, HybridFamily.MAX_KERNEL).orElse(4),
            config.flag("use_bias", false),
            config.flag("use_conv_bias", true),
            config.flag("rms_norm", true));
    return alone(header, config, common, state);
  }

  private static NetworkSpec alone(
      Header header, Keys config, CommonConfig common, Recurrence recurrence) {
    Decoder decoder = Decoder.of(header, config, common, NO_HEADS);
    return decoder
        .attention(layer -> new Attention.None())
        .recurrence(layer -> recurrence)
        .norms(1)
        .network(
            computation(decoder, config)
                .positions(new Positions.None())
                .withIf(header.family().equals("falcon_mamba"), Feature.OWN_STATE_NORMS)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Weights called as LLaMA's but for what mixes tokens, and whether steps are limited.
  private static ComputationReader computation(Decoder decoder, Keys config) {
    boolean limited =
        config.isSet("time_step_limit")
            && !config.shown("time_step_limit").matches("\\[0(\\.0)?, ?\"?Infinity\"?]");
    return decoder.computation().kinNames().withIf(limited, Feature.LIMITED_STEPS);
  }

  /// Layers of one kind each, by a letter: `M` a state space, `*` attention, `-` a feed-forward,
  /// `E` experts.
  static NetworkSpec nemotronH(Header header, Keys config) {
    String pattern = pattern(config);
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads =
        Heads.read(
            config,
            new Heads.HeadDim.Fixed(
                config
                    .optionalWhole("attention_head_dim", 1, HybridFamily.MAX_HEAD_DIM)
                    .orElse(128)));
    if (common.layers() > 0 && pattern.length() != common.layers()) {
      config.report(
          "hybrid_override_pattern",
          "must have a letter for each of the %s layers, got %s; correct one of them"
              .formatted(common.layers(), pattern.length()));
    }
    StateSpace state =
        new StateSpace(
            config.whole("mamba_num_heads", 1, Heads.MAX_HEADS),
            config.whole("mamba_head_dim", 1, HybridFamily.MAX_HEAD_DIM),
            config.whole("ssm_state_size", 1, MAX_STATE),
            config.whole("n_groups", 1, MAX_STATE),
            config.whole("conv_kernel", 1, HybridFamily.MAX_KERNEL),
            config.flag("use_bias", false),
            config.flag("use_conv_bias", true),
            true);
    boolean bias = config.flag("attention_bias", false);
    Grouped attention = heads.grouped(SlidingWindow.UNLIMITED, bias, bias);
    boolean mlpBias = config.flag("mlp_bias", false);
    FeedForward plain =
        pattern.indexOf('-') >= 0
            ? new Plain(config.size("intermediate_size"), mlpBias)
            : new FeedForward.None();
    FeedForward experts = pattern.indexOf('E') >= 0 ? experts(config, mlpBias) : plain;
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .norms(1)
        .attention(layer -> is(pattern, layer, '*') ? attention : new Attention.None())
        .recurrence(layer -> is(pattern, layer, 'M') ? state : new Recurrence.None())
        .feedForward(layer ->
            is(pattern, layer, '-')
                ? plain
                : is(pattern, layer, 'E') ? experts : new FeedForward.None())
        .network(
            computation(decoder, config)
                .choice(Mixture.choice(config, Mixture.BIASED))
                .positions(new Positions.None())
                .rootMeanSquare(1e-5, "relu2"));
  }

  private static Experts experts(Keys config, boolean bias) {
    Mixture mixture = Mixture.read(config).routerBias(true);
    if (config.has("moe_shared_expert_intermediate_size")) {
      long inner =
          (long) config.optionalSize("n_shared_experts").orElse(1)
              * config.optionalSize("moe_shared_expert_intermediate_size").orElse(0);
      mixture.sharedOf((int) Math.min(inner, Keys.MAX_SIZE));
    } else {
      mixture.shared(0);
    }
    return mixture.of(new Plain(config.size("moe_intermediate_size"), bias));
  }

  private static String pattern(Keys config) {
    String pattern = config.word("hybrid_override_pattern").orElse("");
    if (pattern.isEmpty()) {
      pattern =
          String.join(
              "",
              config.words("layers_block_type").orElse(List.of()).stream()
                  .map(MambaFamily::letter)
                  .toList());
    }
    if (pattern.isEmpty()) {
      config.reportMissing("hybrid_override_pattern", "a letter for each layer");
    } else if (!pattern.matches("[M*E-]+")) {
      config.report(
          "hybrid_override_pattern",
          "must be made of M, *, - and E, got %s; other kinds of layers are not read"
              .formatted(config.shown("hybrid_override_pattern")));
    }
    return pattern;
  }

  private static String letter(String kind) {
    return switch (kind) {
      case "mamba" -> "M";
      case "attention" -> "*";
      case "mlp" -> "-";
      case "moe" -> "E";
      default -> "?";
    };
  }

  private static boolean is(String pattern, int layer, char kind) {
    return layer < pattern.length() && pattern.charAt(layer) == kind;
  }

  /// A state space and attention in every layer, on the same input.
  static NetworkSpec falconH1(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean normed = config.flag("mamba_rms_norm", false);
    StateSpace state = stateSpace(config, decoder.common(), normed);
    boolean biases =
        config.isSet("attention_bias")
            || config.isSet("mlp_bias")
            || config.isSet("projectors_bias");
    double in = config.positiveOr("attention_in_multiplier", 1);
    double score = in * in * config.positiveOr("key_multiplier", 1);
    int headDim = Math.max(1, decoder.heads().headDim());
    return decoder
        .givenBiases()
        .recurrence(layer -> state)
        .gated()
        .network(
            computation(decoder, config)
                .factors(
                    new Factors(
                        config.positiveOr("embedding_multiplier", 1),
                        score / Math.sqrt(headDim),
                        0,
                        1,
                        config.positiveOr("lm_head_multiplier", 1),
                        0,
                        0))
                .multipliers(falcon(config, in))
                .withIf(biases || state.bias(), Feature.BIASES_AMONG_FACTORS)
                .withIf(
                    normed && config.flag("mamba_norm_before_gate", true), Feature.OWN_STATE_NORMS)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// What a token is multiplied by on its way in counts with what is made of it.
  private static Multipliers falcon(Keys config, double attention) {
    double in = config.positiveOr("ssm_in_multiplier", 1);
    List<Double> projected = config.positives("ssm_multipliers", 5);
    List<Double> feedForward = config.positives("mlp_multipliers", 2);
    return new Multipliers(
        attention * config.positiveOr("attention_out_multiplier", 1),
        projected.isEmpty()
            ? Collections.nCopies(5, in)
            : projected.stream().map(each -> in * each).toList(),
        config.positiveOr("ssm_out_multiplier", 1),
        feedForward.isEmpty() ? 1 : feedForward.get(0),
        feedForward.isEmpty() ? 1 : feedForward.get(1),
        Multipliers.Growth.NONE,
        Multipliers.Residuals.PLAIN);
  }

  /// A state space in most layers, attention in those that are listed, a feed-forward in all.
  static NetworkSpec bamba(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    int layers = decoder.common().layers();
    Set<Integer> listed = config.numbers("attn_layer_indices", "layer numbers", layers - 1);
    return mixed(decoder, config, LayerKinds.attending(config, layers, listed::contains))
        .gated()
        .network(computation(decoder, config).partlyRotated(0.5).rootMeanSquare(1e-5, "silu"));
  }

  /// Granite 4: the same, with experts beside a feed-forward that every token sees, or with that
  /// alone.
  static NetworkSpec graniteHybrid(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    IntPredicate attends = LayerKinds.attending(config, decoder.common().layers(), layer -> false);
    mixed(decoder, config, attends);
    FeedForward feedForward =
        config.isSet("num_local_experts") && !config.given().is("num_local_experts", 0)
            ? Mixture.read(config, "intermediate_size").shared("shared_intermediate_size").gated()
            : new Gated(config.size("shared_intermediate_size"), false);
    ComputationReader computation =
        computation(decoder, config).factors(LlamaKin.graniteFactors(config));
    if (!config.word("position_embedding_type").orElse("").equals("rope")) {
      computation.positions(new Positions.None());
    }
    return decoder
        .feedForward(layer -> feedForward)
        .network(computation.rootMeanSquare(1e-6, "silu"));
  }

  private static Decoder mixed(Decoder decoder, Keys config, IntPredicate attends) {
    boolean bias = config.flag("attention_bias", false);
    Grouped attention = decoder.heads().grouped(SlidingWindow.UNLIMITED, bias, bias);
    StateSpace state = stateSpace(config, decoder.common(), true);
    return decoder
        .attention(layer -> attends.test(layer) ? attention : new Attention.None())
        .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : state);
  }

  private static StateSpace stateSpace(Keys config, CommonConfig common, boolean normed) {
    int expand = config.optionalWhole("mamba_expand", 1, MAX_STATE).orElse(2);
    int inner = config.optionalSize("mamba_d_ssm").orElse(wide(expand, common.hidden()));
    int heads = config.whole("mamba_n_heads", 1, Heads.MAX_HEADS);
    int headDim =
        config.given().isText("mamba_d_head") || !config.has("mamba_d_head")
            ? inner / Math.max(1, heads)
            : config.whole("mamba_d_head", 1, HybridFamily.MAX_HEAD_DIM);
    if (heads > 0 && headDim > 0 && (long) heads * headDim != inner) {
      config.report(
          "mamba_n_heads",
          "must share out %s channels, got %s heads of %s; correct one of them"
              .formatted(inner, heads, headDim));
    }
    return new StateSpace(
        heads,
        headDim,
        config.whole("mamba_d_state", 1, MAX_STATE),
        config.optionalWhole("mamba_n_groups", 1, MAX_STATE).orElse(1),
        config.optionalWhole("mamba_d_conv", 1, HybridFamily.MAX_KERNEL).orElse(4),
        config.flag("mamba_proj_bias", false),
        config.flag("mamba_conv_bias", true),
        normed);
  }

  /// Mamba layers, attention in every `attn_layer_period`th, experts in every
  /// `expert_layer_period`th; no positions.
  static NetworkSpec jamba(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    int hidden = decoder.common().hidden();
    int attentionPeriod = Math.max(1, config.optionalSize("attn_layer_period").orElse(8));
    int attentionOffset = config.optionalWhole("attn_layer_offset", 0, Keys.MAX_SIZE).orElse(4);
    int expertPeriod = Math.max(1, config.optionalSize("expert_layer_period").orElse(2));
    int expertOffset = config.optionalWhole("expert_layer_offset", 0, Keys.MAX_SIZE).orElse(1);
    IntPredicate attends = layer -> layer % attentionPeriod == attentionOffset;
    SelectiveScan scan =
        new SelectiveScan(
            wide(config.optionalWhole("mamba_expand", 1, MAX_STATE).orElse(2), hidden),
            config.optionalWhole("mamba_d_state", 1, MAX_STATE).orElse(16),
            rank(config, "mamba_dt_rank", hidden),
            config.optionalWhole("mamba_d_conv", 1, HybridFamily.MAX_KERNEL).orElse(4),
            config.flag("mamba_proj_bias", false),
            config.flag("mamba_conv_bias", true),
            true);
    Gated dense = new Gated(config.size("intermediate_size"), false);
    FeedForward experts =
        config.optionalSize("num_experts").orElse(1) == 1
            ? dense
            : Mixture.read(config, "intermediate_size").gated();
    Grouped attention = decoder.heads().grouped(SlidingWindow.UNLIMITED, false, false);
    return decoder
        .attention(layer -> attends.test(layer) ? attention : new Attention.None())
        .recurrence(layer -> attends.test(layer) ? new Recurrence.None() : scan)
        .feedForward(layer -> layer % expertPeriod == expertOffset ? experts : dense)
        .network(
            decoder
                .computation()
                .kinNames()
                .choice(Choice.SOFTMAX.withWholeShares(false))
                .positions(new Positions.None())
                .rootMeanSquare(1e-6, "silu"));
  }

  /// `auto` is a sixteenth of the hidden size.
  private static int rank(Keys config, String key, int hidden) {
    return config.given().isText(key) || !config.has(key)
        ? Math.max(1, Math.ceilDiv(hidden, 16))
        : config.size(key);
  }

  private static int wide(int expand, int hidden) {
    return (int) Math.min((long) expand * hidden, Keys.MAX_SIZE);
  }
}
