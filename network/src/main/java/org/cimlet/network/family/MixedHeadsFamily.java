package org.cimlet.network.family;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Positions;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Heads.HeadDim;

/// Networks whose layers with a window have heads of other numbers or widths than those without.
final class MixedHeadsFamily {
  private static final int MIMO_WINDOW = 128;
  private static final int STEP_WINDOW = 512;
  private static final int GEMMA_WINDOW = 512;
  private static final int GEMMA_PATTERN = 6;
  private static final int GEMMA_HEAD_DIM = 256;

  private MixedHeadsFamily() {}

  /// MiMo-V2-Flash: most layers look back through a window, with key/value heads of their own and a
  /// learned sink for each head; values are narrower than keys.
  static NetworkSpec miMoV2(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads full = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    Heads windowed = windowedHeads(config, full);
    int window = SlidingWindow.readOr(config, MIMO_WINDOW).orElse(MIMO_WINDOW);
    int chunk = config.optionalSize("attention_chunk_size").orElse(window);
    if (chunk != window) {
      config.report(
          "attention_chunk_size",
          "must equal the window, got %s and %s; correct one of them".formatted(chunk, window));
    }
    boolean bias = config.flag("attention_bias", false);
    int valueDim = config.optionalSize("v_head_dim").orElse(full.headDim());
    Grouped far =
        sinks(
            full.grouped(SlidingWindow.UNLIMITED, bias, false).withValueDim(valueDim),
            config.flag("add_full_attention_sink_bias", false));
    Grouped near =
        sinks(
            windowed
                .grouped(window, bias, false)
                .withValueDim(config.optionalSize("swa_v_head_dim").orElse(valueDim)),
            config.flag("add_swa_attention_sink_bias", true));
    List<Integer> kinds = config.counts("hybrid_layer_pattern", common.layers());
    List<Integer> sparse = config.counts("moe_layer_freq", common.layers());
    Experts experts = Mixture.read(config).shared(0).routerBias(true).gated();
    Gated dense = new Gated(config.size("intermediate_size"), false);
    Decoder decoder = Decoder.of(header, config, common, full);
    return decoder
        .attention(layer -> is(kinds, layer, 1) ? near : far)
        .feedForward(layer -> is(sparse, layer, 0) ? dense : experts)
        .network(
            decoder
                .computation()
                .with(Feature.SEVERAL_ROTATIONS)
                .with(Feature.PARTIAL_ROTATION)
                .rootMeanSquare(1e-5, "silu"));
  }

  private static Grouped sinks(Grouped attention, boolean learned) {
    return learned ? attention.withSinks() : attention;
  }

  private static boolean is(List<Integer> ofLayers, int layer, int kind) {
    return layer < ofLayers.size() && ofLayers.get(layer) == kind;
  }

  /// Heads of layers with a window, where they differ.
  private static Heads windowedHeads(Keys config, Heads full) {
    int heads = config.optionalSize("swa_num_attention_heads").orElse(full.heads());
    int shared = config.optionalSize("swa_num_key_value_heads").orElse(full.keyValueHeads());
    if (shared > 0 && heads % shared != 0) {
      config.report(
          "swa_num_key_value_heads",
          "must divide swa_num_attention_heads, got %s key/value heads for %s heads; correct one"
                  .formatted(shared, heads)
              + " of them");
    }
    return new Heads(heads, shared, config.optionalSize("swa_head_dim").orElse(full.headDim()));
  }

  /// Step-3.5: layers with a window have other heads; a gate of one number a head; experts beside
  /// one that every token sees, in the layers that `moe_layers_enum` names. `layer_types` goes on
  /// over the layers that draft.
  static NetworkSpec step35(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads full = Heads.read(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    Optional<Keys> other = config.find("attention_other_setting");
    Heads windowed =
        other.map(keys -> Heads.read(keys, new HeadDim.Fixed(full.headDim()))).orElse(full);
    int window = SlidingWindow.readOr(config, STEP_WINDOW).orElse(STEP_WINDOW);
    boolean gated = config.flag("use_head_wise_attn_gate", true);
    Grouped far = headGate(full.grouped(SlidingWindow.UNLIMITED, false, false), gated);
    Grouped near = headGate(windowed.grouped(window, false, false), gated);
    List<String> kinds = config.words("layer_types").orElse(List.of());
    Set<Integer> sparse = sparseLayers(config, common.layers());
    Experts experts = Mixture.read(config).shared("share_expert_dim").routerBias(true).gated();
    Gated dense = new Gated(config.size("intermediate_size"), false);
    Decoder decoder = Decoder.of(header, config, common, full);
    return decoder
        .attention(layer ->
            layer < kinds.size() && kinds.get(layer).equals("sliding_attention") ? near : far)
        .headNorms()
        .feedForward(layer -> sparse.contains(layer) ? experts : dense)
        .network(
            decoder
                .computation()
                .positions(new Positions.None())
                .with(Feature.SEVERAL_ROTATIONS)
                .with(Feature.QUERY_KEY_NORMS)
                .with(Feature.NORMS_PLUS_ONE)
                .rootMeanSquare(1e-5, "silu"));
  }

  private static Grouped headGate(Grouped attention, boolean gated) {
    return gated ? attention.withGate(attention.heads()) : attention;
  }

  /// Numbers with commas between; all layers but the first where the file names none.
  private static Set<Integer> sparseLayers(Keys config, int layers) {
    Set<Integer> sparse = new TreeSet<>();
    Optional<String> named = config.word("moe_layers_enum");
    if (named.isEmpty()) {
      IntStream.range(1, Math.max(1, layers)).forEach(sparse::add);
    }
    for (String number : named.orElse("").split(",", -1)) {
      if (number.strip().matches("\\d{1,4}")) {
        sparse.add(Integer.parseInt(number.strip()));
      } else if (named.isPresent()) {
        config.report(
            "moe_layers_enum",
            "must be layer numbers with commas between, got " + config.shown("moe_layers_enum"));
        break;
      }
    }
    return sparse;
  }

  /// Gemma 4: layers without a window have wider heads, whose values are their keys; some networks
  /// have experts beside a feed-forward that every token passes. The small ones, whose layers share
  /// keys and read an embedding of their own, are not read.
  static NetworkSpec gemma4(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true, CommonConfig.contextOr(config, 1 << 17));
    refuseAbove0(config, "num_kv_shared_layers", "layers that share keys and values are not read");
    refuseAbove0(config, "hidden_size_per_layer_input", "an embedding in each layer is not read");
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(GEMMA_HEAD_DIM));
    boolean same = config.flag("attention_k_eq_v", false);
    int farHeads = config.optionalSize("num_global_key_value_heads").orElse(heads.keyValueHeads());
    int farDim = config.optionalSize("global_head_dim").orElse(2 * GEMMA_HEAD_DIM);
    SlidingWindow windows =
        SlidingWindow.some(
            config,
            common.layers(),
            SlidingWindow.readOr(config, GEMMA_WINDOW),
            layer -> (layer + 1) % GEMMA_PATTERN != 0);
    boolean bias = config.flag("attention_bias", false);
    Grouped near = heads.grouped(windows.of(0), bias, bias);
    Grouped wide =
        new Heads(heads.heads(), same ? farHeads : heads.keyValueHeads(), farDim)
            .grouped(SlidingWindow.UNLIMITED, bias, bias);
    Grouped far = same ? wide.withKeysAsValues() : wide;
    boolean mixed = config.flag("enable_moe_block", false);
    int inner = config.size("intermediate_size");
    FeedForward feedForward =
        mixed
            ? Mixture.read(config).sharedOf(inner).routerBias(true).gated()
            : new Gated(inner, false);
    // seven norms and a scale for the router where there are two ways
    int norms = (mixed ? 7 + 1 : 4) * common.hidden();
    return common.network(
        header,
        ComputationReader.of(config, common)
            .theta(1e6)
            .with(Feature.NORMS_AROUND)
            .with(Feature.QUERY_KEY_NORMS)
            .with(Feature.OWN_SCORE_SCALE)
            .with(Feature.SEVERAL_ROTATIONS)
            .withIf(config.isSet("final_logit_softcapping"), Feature.SOFT_CAPS)
            .rootMeanSquare(1e-6, "gelu_pytorch_tanh"),
        layer -> {
          Grouped attention = windows.of(layer) == SlidingWindow.UNLIMITED ? far : near;
          return new Layer(
              attention.withWindow(windows.of(layer)),
              feedForward,
              norms + 2 * attention.headDim());
        });
  }

  private static void refuseAbove0(Keys config, String key, String why) {
    int given = config.optionalWhole(key, 0, Keys.MAX_SIZE).orElse(0);
    if (given > 0) {
      config.report(key, "must be 0, got %s: %s".formatted(given, why));
    }
  }
}
