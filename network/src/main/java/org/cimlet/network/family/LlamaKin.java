package org.cimlet.network.family;

import java.util.List;
import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Computation.TensorNames;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.Positions;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// Dense networks that differ from LLaMA in biases, norms, windows or scales.
final class LlamaKin {
  private static final int HEAD_DIM = 128;
  private static final int COHERE_WINDOW = 4096;

  private LlamaKin() {}

  /// Nothing differs but defaults: Yi, Aquila, XVERSE.
  static NetworkSpec untied(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .gated()
        .network(decoder.computation().llamaNames().rootMeanSquare(1e-6, "silu"));
  }

  /// Neighbouring elements are rotated together.
  static NetworkSpec helium(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .gated()
        .network(decoder.computation().llamaNames().neighbours().rootMeanSquare(1e-8, "silu"));
  }

  /// Some layers do not rotate.
  static NetworkSpec smolLm3(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    boolean bias = config.flag("attention_bias", false);
    OptionalInt window = SlidingWindow.read(config);
    boolean used = config.flag("use_sliding_window", false);
    SlidingWindow windows =
        SlidingWindow.some(
            config, decoder.common().layers(), used ? window : OptionalInt.empty(), layer -> used);
    List<Integer> rotated =
        config.counts(
            "no_rope_layers", config.isSet("no_rope_layers") ? decoder.common().layers() : 0);
    int interval = Math.max(1, config.optionalSize("no_rope_layer_interval").orElse(4));
    return decoder
        .attention(windows, bias, bias)
        .gated()
        .network(
            decoder
                .computation()
                .llamaNames()
                .theta(2e6)
                .unrotated(layer ->
                    rotated.isEmpty() ? (layer + 1) % interval == 0 : rotated.get(layer) == 0)
                .rootMeanSquare(1e-6, "silu"));
  }

  /// Biases on queries, keys and values, and a choice of one on attention's output.
  static NetworkSpec seedOss(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .biases(config.flag("attention_bias", true), config.flag("attention_out_bias", false))
        .gated()
        .network(decoder.computation().llamaNames().rootMeanSquare(1e-6, "silu"));
  }

  /// A feed-forward of two matrices that squares.
  static NetworkSpec arcee(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .plain()
        .network(decoder.computation().llamaNames().rootMeanSquare(1e-5, "relu2"));
  }

  /// The same with layer norms (Nemotron-4, Minitron).
  static NetworkSpec nemotron(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .normsOf(2)
        .plain()
        .network(
            decoder
                .computation()
                .llamaNames()
                .partlyRotated(0.5)
                .with(Feature.NORMS_PLUS_ONE)
                .layerNorm(1e-5, "relu2"));
  }

  /// Queries and keys are normed; the activation has two weights of its own in each layer.
  static NetworkSpec apertus(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    int activationWeights = config.word("hidden_act").orElse("xielu").equals("xielu") ? 2 : 0;
    return decoder
        .givenBiases()
        .plain()
        .otherNorms(layer -> 2 * decoder.heads().headDim() + activationWeights)
        .network(decoder.computation().with(Feature.QUERY_KEY_NORMS).rootMeanSquare(1e-5, "xielu"));
  }

  /// Embedding, attention, residuals and scores are scaled.
  static NetworkSpec granite(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .gated()
        .network(
            decoder
                .computation()
                .llamaNames()
                .factors(graniteFactors(config))
                .rootMeanSquare(1e-6, "silu"));
  }

  /// What all Granites multiply by.
  static Factors graniteFactors(Keys config) {
    return new Factors(
        config.positiveOr("embedding_multiplier", 1),
        config.positiveOr("attention_multiplier", 1),
        0,
        config.positiveOr("residual_multiplier", 1),
        1 / config.positiveOr("logits_scaling", 1),
        0,
        0);
  }

  /// The same, tied by default; some have experts.
  static NetworkSpec miniCpm(Header header, Keys config) {
    if (config.isSet("num_experts")) {
      return MixtureFamily.miniCpm(header, config);
    }
    Decoder decoder = Decoder.read(header, config, true);
    return decoder
        .gated(false)
        .network(decoder.computation().scaledThroughout().rootMeanSquare(1e-6, "silu"));
  }

  /// Norms have no weights.
  static NetworkSpec olmo(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .givenBiases()
        .normsOf(0)
        .gated(false)
        .network(
            decoder
                .computation()
                .withIf(config.has("clip_qkv"), Feature.CLIPPED_INPUTS)
                .layerNorm(1e-5, "silu"));
  }

  /// OLMo 2 with a window in three layers of four, which alone are not scaled to longer contexts.
  static NetworkSpec olmo3(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false).wholeNorms();
    boolean bias = config.flag("attention_bias", false);
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            decoder.common().layers(),
            SlidingWindow.readOr(config, COHERE_WINDOW),
            layer -> (layer + 1) % 4 != 0);
    return decoder
        .attention(windows, bias, bias)
        .gated(false)
        .network(
            decoder
                .computation()
                .llamaNames()
                .with(Feature.NORMS_BEHIND)
                .with(Feature.QUERY_KEY_NORMS)
                .windowsUnscaled()
                .rootMeanSquare(1e-5, "silu"));
  }

  static NetworkSpec exaone(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder.gated(false).network(decoder.computation().rootMeanSquare(1e-5, "silu"));
  }

  /// Norms stand behind attention and feed-forward, queries and keys are normed head by head.
  static NetworkSpec exaone4(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false).headNorms();
    SlidingWindow windows = SlidingWindow.exaone(config, decoder.common().layers());
    return decoder
        .attention(windows, false, false)
        .gated(false)
        .network(
            decoder
                .computation()
                .llamaNames()
                .with(Feature.NORMS_BEHIND)
                .with(Feature.QUERY_KEY_NORMS)
                .unrotated(windows::isFull)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// One norm without bias feeds attention and feed-forward alike; the head is tied.
  static NetworkSpec cohere(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    boolean normed = config.flag("use_qk_norm", false);
    if (normed) {
      decoder.wholeNorms();
    }
    return decoder
        .givenBiases()
        .norms(1)
        .parallel(true)
        .gated(false)
        .network(
            decoder
                .computation()
                .neighbours()
                .with(Feature.SCALED_LOGITS)
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .layerNorm(1e-5, "silu"));
  }

  /// The same with a window in all layers but every fourth, which does not rotate.
  static NetworkSpec cohere2(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    boolean bias = config.flag("attention_bias", false);
    // files of different versions have either, some both
    OptionalInt given = config.optionalSize("sliding_window_pattern");
    OptionalInt renamed = config.optionalSize("_sliding_window_pattern");
    int pattern = Math.max(1, given.orElse(renamed.orElse(4)));
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            decoder.common().layers(),
            SlidingWindow.readOr(config, COHERE_WINDOW),
            layer -> (layer + 1) % pattern != 0);
    return decoder
        .attention(windows, bias, bias)
        .norms(1)
        .parallel(true)
        .gated(false)
        .network(
            decoder
                .computation()
                .neighbours()
                .with(Feature.SCALED_LOGITS)
                .unrotated(windows::isFull)
                .layerNorm(1e-5, "silu"));
  }

  /// Ministral 3, and Ministral with a list of layers.
  static NetworkSpec ministral(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    OptionalInt window = SlidingWindow.read(config);
    SlidingWindow windows =
        SlidingWindow.some(config, common.layers(), window, layer -> window.isPresent());
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .attention(windows, false, false)
        .gated(false)
        .network(decoder.computation().llamaNames().growingQueries().rootMeanSquare(1e-5, "silu"));
  }

  /// Qwen2 with layers that draft, which are left out.
  static NetworkSpec miMo(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .biases(config.flag("attention_bias", true), false)
        .gated(false)
        .network(decoder.computation().llamaNames().rootMeanSquare(1e-6, "silu"));
  }

  /// Queries, keys and values are one matrix, gate and up half as wide as the file says.
  static NetworkSpec qwen(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    Gated gated = new Gated(config.size("intermediate_size") / 2, false);
    return decoder
        .biases(true, !config.flag("no_bias", true))
        .feedForward(layer -> gated)
        .network(decoder.computation().rootMeanSquare(1e-6, "silu"));
  }

  /// ChatGLM 2 and 3, GLM-4 as first published: sizes under names of their own.
  static NetworkSpec chatGlm(Header header, Keys config) {
    config.refuseIfSet(
        "position_encoding_2d", "the first ChatGLM, with positions of two dimensions, is not read");
    Decoder decoder = Decoder.read(header, config, false);
    boolean bias = config.flag("add_bias_linear", false);
    return decoder
        .biases(bias || config.flag("add_qkv_bias", false), bias)
        .normsOf(config.flag("rmsnorm", true) ? 1 : 2)
        .normsOutside(config.flag("post_layer_norm", true) ? 1 : 0)
        .gated(bias)
        .network(
            decoder
                .computation()
                .neighbours()
                .with(Feature.PARTIAL_ROTATION)
                .rootMeanSquare(1e-5, "silu"));
  }

  static NetworkSpec glm(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .biases(config.flag("attention_bias", true), false)
        .gated(false)
        .network(
            decoder
                .computation()
                .kinNames()
                .neighbours()
                .partlyRotated(0.5)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Two more norms in each layer.
  static NetworkSpec glm4(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .biases(config.flag("attention_bias", false), false)
        .norms(4)
        .gated(false)
        .network(
            decoder
                .computation()
                .kinNames()
                .neighbours()
                .partlyRotated(0.5)
                .with(Feature.NORMS_AROUND)
                .rootMeanSquare(1e-5, "silu"));
  }

  /// The larger of two has no positions but a bias of its scores; its file has no
  /// `max_position_embeddings`.
  static NetworkSpec baichuan(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    ComputationReader computation = decoder.computation();
    if (!config.has("max_position_embeddings")) {
      computation.positions(new Positions.Biased());
    }
    return decoder.gated(false).network(computation.rootMeanSquare(1e-6, "silu"));
  }

  /// InternLM 1, 2 and 3: biases on all of attention, or on none of it; the third tells them apart.
  static NetworkSpec internLm(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean bias = config.flag("bias", header.family().equals("internlm"));
    boolean mlp = bias && header.family().equals("internlm3");
    return decoder
        .biases(config.flag("qkv_bias", bias), bias)
        .gated(mlp)
        .network(decoder.computation().rootMeanSquare(1e-6, "silu"));
  }

  /// Layer norms with biases.
  static NetworkSpec orion(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    return decoder
        .normsOf(2)
        .gated(false)
        .network(decoder.computation().llamaNames().layerNorm(1e-5, "silu"));
  }

  /// Layer norms with biases; the parallel kind has one a layer. Heads may be normed, each by
  /// weights of its own.
  static NetworkSpec stableLm(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean parallel = config.flag("use_parallel_residual", false);
    boolean normed = config.flag("qk_layernorm", false);
    if (normed) {
      decoder.wholeNorms();
    }
    return decoder
        .biases(config.flag("use_qkv_bias", false), false)
        .normsOf(2)
        .norms(parallel ? 1 : 2)
        .parallel(parallel)
        .gated(false)
        .network(
            decoder
                .computation()
                .names(normed ? TensorNames.OWN : TensorNames.LLAMA)
                .partlyRotated(0.25)
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .layerNorm(1e-5, "silu"));
  }

  /// Biases are all on or all off.
  static NetworkSpec ernie(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, true);
    boolean bias = config.flag("use_bias", false);
    return decoder
        .biases(bias, bias)
        .headBias(bias)
        .gated(bias)
        .network(
            decoder
                .computation()
                .llamaNames()
                .theta(500_000)
                .neighbours()
                .rootMeanSquare(1e-5, "silu"));
  }

  /// Queries and keys are normed head by head.
  static NetworkSpec hunyuan(Header header, Keys config) {
    config.refuseIfSet("use_cla", "layers that share keys and values are not supported");
    Decoder decoder = Decoder.read(header, config, false);
    if (config.flag("use_qk_norm", true)) {
      decoder.headNorms();
    }
    return decoder
        .givenBiases()
        .gated()
        .network(decoder.computation().with(Feature.QUERY_KEY_NORMS).rootMeanSquare(1e-5, "silu"));
  }

  /// Further norms stand inside attention and inside the feed-forward.
  static NetworkSpec bitNet(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    int inner = config.optionalSize("intermediate_size").orElse(0);
    int hidden = decoder.common().hidden();
    return decoder
        .givenBiases()
        .gated(false)
        .otherNorms(layer -> hidden + inner)
        .network(decoder.computation().with(Feature.INNER_NORMS).rootMeanSquare(1e-6, "relu2"));
  }
}
