package org.cimlet.network.family;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Computation.TensorNames;
import org.cimlet.network.Multipliers;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Omissions;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// LLaMA and what is built just like it: two RMS norms a layer, a gated feed-forward, rotary
/// positions, the head untied unless the file ties it.
final class LlamaFamily {
  private LlamaFamily() {}

  /// `attention_bias` is on all four projections, `mlp_bias` on all three; both are off by default.
  static NetworkSpec llama(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean attentionBias = config.flag("attention_bias", false);
    Gated gated = new Gated(config.size("intermediate_size"), config.flag("mlp_bias", false));
    Layer layer =
        new Layer(
            heads.grouped(SlidingWindow.UNLIMITED, attentionBias, attentionBias),
            gated,
            2 * common.hidden());
    Computation computation =
        ComputationReader.of(config, common).llamaNames().rootMeanSquare(1e-6, "silu");
    return common.network(header, computation, _ -> layer);
  }

  /// A window must be spelled out, null for none: left out it means 4096 to HuggingFace's class and
  /// none to mlc-llm.
  static NetworkSpec mistral(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    if (!config.mentions("sliding_window") && !config.mentions("sliding_window_size")) {
      config.reportMissing(
          "sliding_window", "a whole number, or null where nothing limits attention");
    }
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Layer layer = new Layer(heads.grouped(window, false, false), gated, 2 * common.hidden());
    Computation computation =
        ComputationReader.of(config, common).llamaNames().rootMeanSquare(1e-6, "silu");
    return common.network(header, computation, _ -> layer);
  }

  /// Queries, keys and values are one matrix in the file, gate and up are another; the parameters
  /// are the same. No biases exist, no window is the default.
  static NetworkSpec phi3(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    for (String key : new String[] {"attention_bias", "mlp_bias", "lm_head_bias"}) {
      config.refuseIfSet(key, "phi3 has no biases");
    }
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Layer layer = new Layer(heads.grouped(window, false, false), gated, 2 * common.hidden());
    Computation computation =
        ComputationReader.of(config, common)
            .names(
                // under adapters that the towers need
                header.family().equals("phi4mm") ? TensorNames.OWN : TensorNames.LLAMAS_KIN)
            .partlyRotated(1)
            .rootMeanSquare(1e-5, "silu");
    return common.network(header, computation, _ -> layer);
  }

  /// Norms follow attention and feed-forward instead of leading them, and queries and keys are
  /// normed over all heads together.
  static NetworkSpec olmo2(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    boolean attentionBias = config.flag("attention_bias", false);
    int norms = 2 * common.hidden() + (heads.heads() + heads.keyValueHeads()) * heads.headDim();
    Gated gated = new Gated(config.size("intermediate_size"), false);
    Layer layer =
        new Layer(
            heads.grouped(SlidingWindow.UNLIMITED, attentionBias, attentionBias), gated, norms);
    Computation computation =
        ComputationReader.of(config, common)
            .llamaNames()
            .with(Feature.NORMS_BEHIND)
            .with(Feature.QUERY_KEY_NORMS)
            .rootMeanSquare(1e-5, "silu");
    return common.network(header, computation, _ -> layer);
  }

  /// Queries grow in layers that do not rotate, unless the file says otherwise.
  private static Multipliers.Growth tuned(Keys config) {
    double rate = config.positiveOr("attn_scale", 0.1);
    int every = config.optionalSize("floor_scale").orElse(8192);
    boolean so =
        !config.mentions("attn_temperature_tuning")
            || (config.isSet("attn_temperature_tuning")
                && !config.given().is("attn_temperature_tuning", 0));
    return so ? new Multipliers.Growth(rate, every, 1, true) : Multipliers.Growth.NONE;
  }

  /// Experts beside one that every token sees, in every `interleave_moe_layer_step`th layer; three
  /// layers of four attend in chunks and rotate.
  static NetworkSpec llama4(Header header, Keys config) {
    Decoder decoder = Decoder.read(header, config, false);
    int layers = decoder.common().layers();
    boolean bias = config.flag("attention_bias", false);
    int chunk = config.optionalSize("attention_chunk_size").orElse(SlidingWindow.UNLIMITED);
    List<Integer> rotated =
        config.counts("no_rope_layers", config.isSet("no_rope_layers") ? layers : 0);
    int interval = Math.max(1, config.optionalSize("no_rope_layer_interval").orElse(4));
    IntPredicate rotates =
        layer -> layer < rotated.size() ? rotated.get(layer) == 1 : (layer + 1) % interval != 0;
    SlidingWindow windows = SlidingWindow.of(chunk, rotates);
    int step = Math.max(1, config.optionalSize("interleave_moe_layer_step").orElse(1));
    Set<Integer> listed = config.numbers("moe_layers", "layer numbers", layers - 1);
    Gated dense =
        new Gated(config.size(config.nameOf("intermediate_size_mlp", "intermediate_size")), false);
    Experts experts =
        Mixture.read(config, "intermediate_size")
            .sharedOf(config.optionalSize("intermediate_size").orElse(0))
            .gated();
    NetworkSpec network =
        decoder
            .attention(windows, bias, bias)
            .feedForward(layer ->
                (listed.isEmpty() ? (layer + 1) % step == 0 : listed.contains(layer))
                    ? experts
                    : dense)
            .network(
                decoder
                    .computation()
                    .theta(500_000)
                    .kinNames()
                    .neighbours()
                    .choice(new Choice(true, false, 1, 1, false, 1))
                    .with(Feature.SCALED_EXPERT_INPUTS)
                    .with(Feature.CHUNKED_ATTENTION)
                    .withIf(config.flag("use_qk_norm", true), Feature.HEADS_NORMED_BEHIND)
                    .unrotated(rotates.negate())
                    .multipliers(Multipliers.NONE.withQueries(tuned(config)))
                    .rootMeanSquare(1e-5, "silu"));
    return chunk == SlidingWindow.UNLIMITED
        ? network
        : network.with(
            Omissions.simplified(
                "attention in chunks of %s positions is taken as a window as long; in its chunk a token looks back half as far on average"
                    .formatted(chunk)));
  }
}
