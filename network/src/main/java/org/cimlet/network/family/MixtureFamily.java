package org.cimlet.network.family;

import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;
import org.cimlet.network.family.Mixture.Routing;

/// Grouped attention, and experts in all layers or in most.
final class MixtureFamily {
  private static final int GPT_OSS_HEAD_DIM = 64;
  private static final int GPT_OSS_WINDOW = 128;
  private static final int AFMOE_WINDOW = 1024;

  private MixtureFamily() {}

  /// Mistral's attention; experts behind a router without bias.
  static NetworkSpec mixtral(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    Experts experts = Mixture.read(config, "intermediate_size").gated();
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .attention(SlidingWindow.all(window), false, false)
        .feedForward(layer -> experts)
        .network(decoder.computation().llamaNames().theta(1e6).rootMeanSquare(1e-5, "silu"));
  }

  /// Experts with biases behind a router with biases, attention with biases and a learned sink for
  /// each head, every other layer through a window.
  static NetworkSpec gptOss(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(GPT_OSS_HEAD_DIM));
    boolean bias = config.flag("attention_bias", true);
    Experts experts = Mixture.read(config, "intermediate_size").bias(true).routerBias(true).gated();
    OptionalInt window = SlidingWindow.readOr(config, GPT_OSS_WINDOW);
    SlidingWindow windows =
        SlidingWindow.some(config, common.layers(), window, layer -> layer % 2 == 0);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .attention(windows, bias, bias)
        .grouped(Grouped::withSinks)
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .theta(150_000)
                .with(Feature.CLAMPED_GATES)
                .withIf(config.positiveOr("swiglu_limit", 7) != 7, Feature.OWN_CLAMP)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Biases on queries, keys and values; a shared expert with a gate of its own.
  static NetworkSpec qwen2Moe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    decoder.biases(config.flag("qkv_bias", true), false);
    Experts experts =
        Mixture.read(config).shared("shared_expert_intermediate_size").gatedShare().gated();
    return someSparse(decoder, config, experts)
        .network(
            decoder.computation().llamaNames().choice(shares(config)).rootMeanSquare(1e-6, "silu"));
  }

  /// Queries and keys are normed over all heads together.
  static NetworkSpec olmoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    Experts experts = Mixture.read(config, "intermediate_size").gated();
    return decoder
        .givenBiases()
        .wholeNorms()
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .choice(shares(config))
                .with(Feature.QUERY_KEY_NORMS)
                .withIf(config.isSet("clip_qkv"), Feature.CLIPPED_INPUTS)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// FlexOlmo: the same, each block's output normed instead of its input.
  static NetworkSpec flexOlmo(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    Experts experts = Mixture.read(config, "intermediate_size").gated();
    return decoder
        .givenBiases()
        .wholeNorms()
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .choice(shares(config))
                .with(Feature.NORMS_BEHIND)
                .with(Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-6, "silu"));
  }

  /// Snowflake's Arctic: a dense block as wide as the network beside the experts, with a norm of
  /// its own.
  static NetworkSpec arctic(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean beside = config.flag("use_residual", false);
    int hidden = decoder.common().hidden();
    Experts experts =
        Mixture.read(config, "intermediate_size").sharedOf(beside ? hidden : 0).gated();
    Gated dense = new Gated(config.size("intermediate_size"), false);
    int step = Math.max(1, config.optionalSize("moe_layer_frequency").orElse(2));
    return decoder
        .givenBiases()
        .otherNorms(layer -> beside && (layer + 1) % step == 0 ? hidden : 0)
        .feedForward(layer -> (layer + 1) % step == 0 ? experts : dense)
        .network(decoder.computation().rootMeanSquare(1e-5, "silu"));
  }

  /// Whether a token's shares of its experts add up to one; not so by the classes' own default.
  static Choice shares(Keys config) {
    return Choice.SOFTMAX.withWholeShares(config.flag("norm_topk_prob", false));
  }

  /// Granite with experts, some of them beside one that every token sees.
  static NetworkSpec graniteMoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    Experts experts =
        Mixture.read(config, "intermediate_size").shared("shared_intermediate_size").gated();
    return decoder
        .givenBiases()
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .factors(LlamaKin.graniteFactors(config))
                .rootMeanSquare(1e-6, "silu"));
  }

  /// Layer norms with biases, and biases on attention and the head.
  static NetworkSpec phiMoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean bias = config.flag("attention_bias", false);
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    Experts experts = Mixture.read(config, "intermediate_size").gated();
    return decoder
        .attention(SlidingWindow.all(window), bias, bias)
        .normsOf(2)
        .headBias(config.flag("lm_head_bias", false))
        .feedForward(layer -> experts)
        .network(decoder.computation().theta(1e6).layerNorm(1e-5, "silu"));
  }

  /// Sizes of attention and experts stand in objects of their own; layer norms have no biases.
  static NetworkSpec dbrx(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Keys attention = config.within("attn_config", "give key/value heads there");
    Keys mixture = config.within("ffn_config", "give the experts' sizes there");
    String headsKey = config.nameOf("n_heads", "num_attention_heads");
    int count = config.whole(headsKey, 1, Heads.MAX_HEADS);
    Heads heads =
        Heads.of(
            config,
            headsKey,
            count,
            headsKey,
            attention.optionalWhole("kv_n_heads", 1, Heads.MAX_HEADS).orElse(count),
            new HeadDim.Quotient("d_model", common.hidden()));
    Routing routing = Routing.read(mixture, "moe_num_experts");
    Gated expert = new Gated(mixture.size("ffn_hidden_size"), false);
    Experts experts = new Experts(routing.experts(), routing.active(), expert, 0, false);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .withIf(attention.has("clip_qkv"), Feature.CLIPPED_INPUTS)
                .layerNorm(1e-5, "silu"));
  }

  /// The first DeepSeek, whose heads have keys and values of their own.
  static NetworkSpec deepSeek(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean bias = config.flag("attention_bias", false);
    return leadingDense(decoder.biases(bias, bias), config, Mixture.read(config).shared(0).gated())
        .network(decoder.computation().rootMeanSquare(1e-6, "silu"));
  }

  /// GLM-4.5 and its kin: dense layers, then experts chosen with a correction bias.
  static NetworkSpec glm4Moe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean normed = config.flag("use_qk_norm", false);
    if (normed) {
      decoder.headNorms();
    }
    decoder.biases(config.flag("attention_bias", false), false);
    Experts experts = Mixture.read(config).shared(1).routerBias(true).gated();
    boolean solar = header.family().equals("solar_open");
    return leadingDense(decoder, config, experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .theta(solar ? 1e6 : 10_000)
                .choice(Mixture.choice(config, Mixture.BIASED))
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .partlyRotated(solar ? 1 : 0.5)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Trinity: norms around attention and feed-forward, a gate on what attention gives, windows in
  /// three layers of four; dense layers first, then experts chosen with a correction bias.
  static NetworkSpec afmoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false).headNorms().norms(4);
    int every = Math.max(1, config.optionalSize("global_attn_every_n_layers").orElse(4));
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            decoder.common().layers(),
            SlidingWindow.readOr(config, AFMOE_WINDOW),
            layer -> (layer + 1) % every != 0);
    int firstDense = config.optionalWhole("num_dense_layers", 0, Keys.MAX_SIZE).orElse(1);
    Experts experts = Mixture.read(config).shared(1).routerBias(true).gated();
    FeedForward dense =
        firstDense == 0 ? experts : new Gated(config.size("intermediate_size"), false);
    return decoder
        .attention(windows, false, false)
        .grouped(attention -> attention.withGate(attention.heads() * attention.headDim()))
        .feedForward(layer -> layer < firstDense ? dense : experts)
        .network(
            decoder
                .computation()
                .with(Feature.QUERY_KEY_NORMS)
                .with(Feature.NORMS_AROUND)
                .unrotated(windows::isFull)
                .withIf(config.flag("mup_enabled", false), Feature.SCALED_EMBEDDING)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// The same with norms on queries and keys in every layer (dots.llm1).
  static NetworkSpec dots1(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false).headNorms();
    Experts experts = Mixture.read(config).shared(0).routerBias(true).gated();
    return leadingDense(decoder.givenBiases(), config, experts)
        .network(decoder.computation().with(Feature.QUERY_KEY_NORMS).rootMeanSquare(1e-6, "silu"));
  }

  /// EXAONE 4 with experts.
  static NetworkSpec exaoneMoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false).headNorms();
    SlidingWindow windows = SlidingWindow.exaone(config, decoder.common().layers());
    decoder.attention(windows, false, false);
    Experts experts = Mixture.read(config).shared(1).routerBias(true).gated();
    return leadingDense(decoder, config, experts)
        .network(
            decoder
                .computation()
                .with(Feature.QUERY_KEY_NORMS)
                .unrotated(windows::isFull)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Queries and keys are normed over all heads together; experts are chosen with a correction
  /// bias.
  static NetworkSpec miniMaxM2(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    if (config.counts("attn_type_list", decoder.common().layers()).contains(0)) {
      config.report(
          "attn_type_list",
          "must be 1 for each layer, got 0 for some; other attention than by heads is not read"
              + " here");
    }
    boolean normed = config.flag("use_qk_norm", true);
    if (normed) {
      decoder.wholeNorms();
    }
    Experts experts =
        Mixture.read(config, "intermediate_size")
            .shared("shared_intermediate_size")
            .routerBias(config.flag("use_routing_bias", true))
            .gated();
    int width = Math.max(1, decoder.heads().headDim());
    double rotated = (double) config.optionalSize("rotary_dim").orElse(width) / width;
    return decoder
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .llamaNames()
                .choice(Mixture.choice(config, Mixture.BIASED))
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .rotatedShare(config, "rotary_dim", rotated)
                .rootMeanSquare(1e-6, "silu"));
  }

  /// Biases are all on or all off; experts stand in every `moe_layer_interval`th layer of a range.
  static NetworkSpec ernieMoe(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    boolean bias = config.flag("use_bias", false);
    int first = config.optionalWhole("moe_layer_start_index", 0, Keys.MAX_SIZE).orElse(1);
    int last =
        config.given().is("moe_layer_end_index", -1)
            ? Keys.MAX_SIZE
            : config.optionalWhole("moe_layer_end_index", 0, Keys.MAX_SIZE).orElse(Keys.MAX_SIZE);
    int interval = Math.max(1, config.optionalSize("moe_layer_interval").orElse(1));
    boolean chosen = config.flag("moe_use_aux_free", true);
    Experts experts = Mixture.read(config).shared(0).bias(bias).routerBias(chosen).gated();
    Gated dense = new Gated(config.size("intermediate_size"), bias);
    return decoder
        .biases(bias, bias)
        .headBias(bias)
        .feedForward(layer ->
            layer >= first && layer <= last && (layer + 1) % interval == 0 ? experts : dense)
        .network(decoder.computation().theta(500_000).rootMeanSquare(1e-5, "silu"));
  }

  /// Hunyuan with experts beside one that every token sees, as wide as they are.
  static NetworkSpec hunyuanMoe(Header header, Keys config) {
    config.refuseIfSet("use_cla", "layers that share keys and values are not supported");
    Decoder decoder = Decoder.read(header, config, false);
    if (config.counts("attn_type_list", decoder.common().layers()).contains(0)) {
      config.report(
          "attn_type_list",
          "must be 1 for each layer, got 0 for some; other attention than by heads is not read"
              + " here");
    }
    boolean normed = config.flag("use_qk_norm", true);
    if (normed) {
      decoder.headNorms();
    }
    Experts experts = Mixture.read(config, "intermediate_size").shared(1).gated();
    return decoder
        .givenBiases()
        .feedForward(layer -> experts)
        .network(
            decoder
                .computation()
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Ling and Ring with attention in every layer.
  static NetworkSpec bailing(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean normed = config.flag("use_qk_norm", false);
    if (normed) {
      decoder.headNorms();
    }
    boolean bias = config.flag("use_bias", false);
    decoder.biases(config.flag("use_qkv_bias", false), bias);
    boolean chosen = config.flag("moe_router_enable_expert_bias", false);
    Experts experts =
        Mixture.read(config)
            .shared(0, "moe_shared_expert_intermediate_size")
            .bias(bias)
            .routerBias(chosen)
            .gated();
    return leadingDense(decoder, config, experts)
        .network(
            decoder
                .computation()
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .rootMeanSquare(1e-6, "silu"));
  }

  /// MiniCPM with experts: its class ties the head.
  static NetworkSpec miniCpm(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    Experts experts = Mixture.read(config, "intermediate_size").gated();
    return decoder
        .feedForward(layer -> experts)
        .network(decoder.computation().scaledThroughout().rootMeanSquare(1e-6, "silu"));
  }

  /// Experts, unless `mlp_only_layers` names a layer or `decoder_sparse_step` skips it.
  static Decoder someSparse(Decoder decoder, Keys config, Experts experts) {
    int last = decoder.common().layers() - 1;
    Set<Integer> dense = config.numbers("mlp_only_layers", "layer numbers", last);
    int step = Math.max(1, config.optionalSize("decoder_sparse_step").orElse(1));
    FeedForward gated =
        dense.isEmpty() && step == 1 ? experts : new Gated(config.size("intermediate_size"), false);
    return decoder.feedForward(
        layer -> dense.contains(layer) || (layer + 1) % step != 0 ? gated : experts);
  }

  /// Dense layers first, then experts in every `moe_layer_freq`th.
  static Decoder leadingDense(Decoder decoder, Keys config, Experts experts) {
    int firstDense = config.optionalWhole("first_k_dense_replace", 0, Keys.MAX_SIZE).orElse(0);
    int step = Math.max(1, config.optionalSize("moe_layer_freq").orElse(1));
    FeedForward dense =
        firstDense == 0 && step == 1 ? experts : new Gated(config.size("intermediate_size"), false);
    return decoder.feedForward(layer -> layer >= firstDense && layer % step == 0 ? experts : dense);
  }
}
