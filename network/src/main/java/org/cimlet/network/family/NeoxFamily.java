package org.cimlet.network.family;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.Positions;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// GPT-NeoX and others of its time: layer norms with weight and bias, a feed-forward of two
/// matrices, four times as wide as the network unless the file says otherwise.
final class NeoxFamily {
  /// BLOOM's files may say nothing of the context it was trained with.
  private static final int BLOOM_CONTEXT = 2048;

  private static final int FALCON_CONTEXT = 2048;
  private static final int GPT_NEO_WINDOW = 256;

  private NeoxFamily() {}

  /// Biases in attention and feed-forward, none on the head; two norms feed attention and
  /// feed-forward in parallel unless the file says one after the other.
  static NetworkSpec gptNeox(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean bias = config.flag("attention_bias", true);
    return decoder
        .biases(bias, bias)
        .normsOf(2)
        .parallel(config.flag("use_parallel_residual", true))
        .plain(true)
        .network(
            decoder
                .computation()
                .withIf(config.positiveOr("rotary_pct", 0.25) != 1, Feature.PARTIAL_ROTATION)
                .layerNorm(1e-5, "gelu"));
  }

  /// Learned positions, windows in some layers, no biases on queries, keys and values.
  static NetworkSpec gptNeo(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    Heads heads =
        Heads.multi(
            config,
            config.nameOf("num_heads", "num_attention_heads"),
            new HeadDim.Quotient("hidden_size", common.hidden()));
    int window = config.optionalSize("window_size").orElse(GPT_NEO_WINDOW);
    List<String> kinds = new ArrayList<>(config.words("attention_layers").orElse(List.of()));
    SlidingWindow windows =
        SlidingWindow.of(
            window,
            // global and local layers alternate in all that were published
            layer ->
                kinds.isEmpty() ? layer % 2 == 1 : kinds.get(layer % kinds.size()).equals("local"));
    Decoder decoder = Decoder.of(header, config, common, heads);
    Plain plain = new Plain(inner(config, common), true);
    return decoder
        .attention(windows, false, true)
        .normsOf(2)
        .learnedPositions(common.context())
        .feedForward(layer -> plain)
        .network(decoder.computation().with(Feature.OWN_SCORE_SCALE).learned(1e-5, "gelu_new"));
  }

  /// Biases everywhere, learned positions; one key and one value for all heads by default.
  static NetworkSpec gptBigCode(Header header, Keys config) {
    CommonConfig common = CommonConfig.gpt(config, true);
    HeadDim.Quotient quotient = new HeadDim.Quotient("n_embd", common.hidden());
    int count = config.whole("n_head", 1, Heads.MAX_HEADS);
    int keyValueHeads = config.flag("multi_query", true) ? 1 : count;
    Heads heads = Heads.of(config, "n_head", count, "multi_query", keyValueHeads, quotient);
    Plain plain = new Plain(inner(config, common), true);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .biases(true, true)
        .normsOf(2)
        .learnedPositions(common.context())
        .feedForward(layer -> plain)
        .network(decoder.computation().learned(1e-5, "gelu_pytorch_tanh"));
  }

  /// Rotary positions, a window, biases everywhere but on the head, which is tied.
  static NetworkSpec starCoder2(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean bias = config.flag("use_bias", true);
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .attention(SlidingWindow.all(window), bias, bias)
        .normsOf(2)
        .plain(bias)
        .network(decoder.computation().layerNorm(1e-5, "gelu_pytorch_tanh"));
  }

  /// The newer architecture has a norm each for attention and feed-forward and groups its heads;
  /// the older has one key and one value for all of them.
  static NetworkSpec falcon(Header header, Keys config) {
    CommonConfig common =
        CommonConfig.read(config, true, CommonConfig.contextOr(config, FALCON_CONTEXT));
    boolean newer = config.flag("new_decoder_architecture", config.has("n_head_kv"));
    String headsKey = config.nameOf("num_attention_heads", "n_head");
    int count = config.whole(headsKey, 1, Heads.MAX_HEADS);
    String keyValueKey = config.nameOf("num_kv_heads", "n_head_kv", "num_key_value_heads");
    int keyValueHeads =
        newer
            ? config.optionalWhole(keyValueKey, 1, Heads.MAX_HEADS).orElse(count)
            : config.flag("multi_query", true) ? 1 : count;
    HeadDim.Quotient quotient = new HeadDim.Quotient("hidden_size", common.hidden());
    Heads heads = Heads.of(config, headsKey, count, keyValueKey, keyValueHeads, quotient);
    boolean bias = config.flag("bias", false);
    boolean parallel = newer || config.flag("parallel_attn", true);
    int norms =
        config.optionalWhole("num_ln_in_parallel_attn", 1, 2).orElse(newer || !parallel ? 2 : 1);
    Plain plain = new Plain(inner(config, common), bias);
    Decoder decoder = Decoder.of(header, config, common, heads);
    ComputationReader computation = decoder.computation();
    if (config.flag("alibi", false)) {
      computation.positions(new Positions.Biased());
    }
    return decoder
        .biases(bias, bias)
        .normsOf(2)
        .norms(norms)
        .parallel(parallel)
        .feedForward(layer -> plain)
        .network(computation.layerNorm(1e-5, "gelu"));
  }

  /// Biases everywhere, a norm behind the embedding, positions that bias scores, a tied head.
  static NetworkSpec bloom(Header header, Keys config) {
    CommonConfig common =
        CommonConfig.read(config, true, CommonConfig.contextOr(config, BLOOM_CONTEXT));
    Heads heads =
        Heads.multi(
            config,
            config.nameOf("n_head", "num_attention_heads"),
            new HeadDim.Quotient("hidden_size", common.hidden()));
    Plain plain = new Plain(inner(config, common), true);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .biases(true, true)
        .normsOf(2)
        .normsOutside(2)
        .feedForward(layer -> plain)
        .network(
            decoder
                .computation()
                .with(Feature.NORMED_EMBEDDING)
                .positions(new Positions.Biased())
                .layerNorm(1e-5, "gelu"));
  }

  /// Nothing has a bias unless `no_bias` is off; attention's own keys stand in `attn_config`.
  static NetworkSpec mpt(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    boolean bias = !config.flag("no_bias", true);
    Keys attention = config.find("attn_config").orElse(config);
    boolean biased = attention.flag("alibi", true);
    String headsKey = config.nameOf("n_heads", "num_attention_heads");
    int count = config.whole(headsKey, 1, Heads.MAX_HEADS);
    int keyValueHeads = attention.optionalWhole("kv_n_heads", 1, Heads.MAX_HEADS).orElse(count);
    HeadDim.Quotient quotient = new HeadDim.Quotient("d_model", common.hidden());
    Heads heads = Heads.of(config, headsKey, count, headsKey, keyValueHeads, quotient);
    attention.refuseIfSet("qk_ln", "norms on queries and keys of MPT are not read");
    OptionalInt ratio = config.optionalSize("expansion_ratio");
    long inner = (long) ratio.orElse(4) * common.hidden();
    Plain plain = new Plain((int) Math.min(inner, Keys.MAX_SIZE), bias);
    Decoder decoder = Decoder.of(header, config, common, heads);
    return decoder
        .biases(bias, bias)
        .normsOf(bias ? 2 : 1)
        .learnedPositions(biased ? 0 : common.context())
        .feedForward(layer -> plain)
        .network(
            decoder
                .computation()
                .positions(biased ? new Positions.Biased() : new Positions.Learned())
                .layerNorm(1e-5, "gelu"));
  }

  /// Biases everywhere but on the head, norms with biases on queries and keys.
  static NetworkSpec persimmon(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    boolean normed = config.flag("qk_layernorm", true);
    return decoder
        .biases(true, true)
        .normsOf(2)
        .otherNorms(layer -> normed ? 4 * decoder.heads().headDim() : 0)
        .plain(true)
        .network(
            decoder
                .computation()
                .theta(25_000)
                .with(Feature.PARTIAL_ROTATION)
                .withIf(normed, Feature.QUERY_KEY_NORMS)
                .layerNorm(1e-5, "relu2"));
  }

  private static int inner(Keys config, CommonConfig common) {
    String key = config.nameOf("ffn_hidden_size", "n_inner", "intermediate_size");
    long byDefault = 4L * common.hidden();
    return config.optionalSize(key).orElse((int) Math.min(byDefault, Keys.MAX_SIZE));
  }
}
