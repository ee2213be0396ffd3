package org.cimlet.network.family;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.Mixture.Routing;

/// DeepSeek-V2, -V3, -V3.2, Kimi-K2 and GLM-5: latent attention; a few dense layers, then experts
/// of which some see every token.
///
/// The extra layer that predicts a second token (`num_nextn_predict_layers`) takes no part in plain
/// generation and is left out, as it is from the published 671 billion weights of DeepSeek-V3.
final class DeepSeekFamily {
  /// Ways to choose experts that add no bias to choose by.
  private static final Set<String> WITHOUT_BIAS = Set.of("greedy", "group_limited_greedy");

  /// The way that keeps a correction bias for each expert.
  private static final String WITH_BIAS = "noaux_tc";

  private static final Choice V2 = new Choice(false, false, 1, 1, false, 1);
  private static final Choice V3 = new Choice(true, true, 8, 4, true, 2.5);
  private static final Choice GLM = new Choice(true, true, 1, 1, true, 1.8);

  private DeepSeekFamily() {}

  /// Without `q_lora_rank` the query is projected whole: V2-Lite writes null there, mlc-llm leaves
  /// it out.
  static NetworkSpec v2(Header header, Keys config) {
    return network(header, config, "greedy", Indexer.NONE, V2);
  }

  /// The query's rank must be mentioned; experts are chosen with a correction bias by default.
  static NetworkSpec v3(Header header, Keys config) {
    if (!config.mentions("q_lora_rank")) {
      config.reportMissing(
          "q_lora_rank", "a whole number, or null where the query has no low rank");
    }
    return network(header, config, WITH_BIAS, Indexer.NONE, V3);
  }

  /// GLM-4.7-Flash: the same with one group of experts by default.
  static NetworkSpec glmLite(Header header, Keys config) {
    return network(header, config, WITH_BIAS, Indexer.NONE, GLM);
  }

  /// The same with an indexer in every layer, whose queries are made of the query's latent.
  static NetworkSpec sparse(Header header, Keys config) {
    boolean glm = header.family().startsWith("glm");
    config.size("q_lora_rank");
    if (config.word("index_topk_pattern").orElse("").contains("S")
        || config.words("indexer_types").orElse(List.of()).contains("shared")
        || config.optionalSize("index_topk_freq").orElse(1) > 1) {
      config.report(
          config.nameOf("index_topk_freq", "index_topk_pattern", "indexer_types"),
          "must give every layer an indexer of its own; layers that share what one picked are not"
              + " read");
    }
    Indexer indexer =
        new Indexer(
            config.whole("index_n_heads", 1, 1 << 12),
            config.size("index_head_dim"),
            config.size("index_topk"),
            glm);
    return network(header, config, WITH_BIAS, indexer, glm ? GLM : V3);
  }

  /// MiniCPM 3: latent attention, dense feed-forwards, a head that is tied by default. A value is
  /// as wide as the hidden size shared out.
  static NetworkSpec miniCpm3(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, true);
    int heads = Math.max(1, config.optionalWhole("num_attention_heads", 1, 1 << 16).orElse(1));
    Latent attention =
        attention(config.withDefaults(Map.of("v_head_dim", Math.max(1, common.hidden() / heads))));
    Gated gated = new Gated(config.size("intermediate_size"), false);
    int norms = 2 * common.hidden() + attention.queryRank() + attention.latentRank();
    return common.network(
        header,
        ComputationReader.of(config, common).scaledThroughout().rootMeanSquare(1e-5, "silu"),
        layer -> new Layer(attention, gated, norms));
  }

  private static NetworkSpec network(
      Header header, Keys config, String choiceByDefault, Indexer indexer, Choice absent) {
    CommonConfig common = CommonConfig.read(config, false);
    Latent attention = attention(config).withIndexer(indexer);
    FeedForward dense = new Gated(config.size("intermediate_size"), false);
    FeedForward experts = experts(config, choiceByDefault);
    if (!config.mentions("first_k_dense_replace")) {
      config.reportMissing("first_k_dense_replace", "the number of leading layers without experts");
    }
    int firstDense = config.optionalWhole("first_k_dense_replace", 0, Keys.MAX_SIZE).orElse(0);
    int step = Math.max(1, config.optionalSize("moe_layer_freq").orElse(1));
    // the indexer's key is normed with a weight and a bias an element
    int norms =
        2 * common.hidden()
            + attention.queryRank()
            + attention.latentRank()
            + 2 * indexer.headDim();
    return common.network(
        header,
        ComputationReader.of(config, common)
            .llamaNames()
            .neighbours()
            .latentScores(attention.plainDim() + attention.rotaryDim())
            .choice(Mixture.choice(config, absent))
            .rootMeanSquare(1e-6, "silu"),
        layer ->
            new Layer(
                attention, layer >= firstDense && layer % step == 0 ? experts : dense, norms));
  }

  static Latent attention(Keys config) {
    Latent attention =
        new Latent(
            config.whole("num_attention_heads", 1, 1 << 16),
            config.optionalSize("q_lora_rank").orElse(0),
            config.size("kv_lora_rank"),
            config.size("qk_nope_head_dim"),
            config.size("qk_rope_head_dim"),
            config.size("v_head_dim"));
    OptionalInt keyValueHeads = config.optionalSize("num_key_value_heads");
    if (attention.heads() > 0 && keyValueHeads.orElse(attention.heads()) != attention.heads()) {
      config.report(
          "num_key_value_heads",
          "must equal num_attention_heads, got %s and %s; each head has a key and a value of its own"
              .formatted(keyValueHeads.getAsInt(), attention.heads()));
    }
    long widest =
        (long) attention.plainDim() + Math.max(attention.rotaryDim(), attention.valueDim());
    if (attention.heads() * widest > Keys.MAX_SIZE) {
      config.report(
          "num_attention_heads",
          "must be at most %s elements over all heads, got %s heads of %s; correct one of them"
              .formatted(Keys.MAX_SIZE, attention.heads(), widest));
    }
    config.refuseIfSet("attention_bias", "biases of latent attention are not supported");
    return attention;
  }

  private static Experts experts(Keys config, String choiceByDefault) {
    Routing routing =
        Routing.read(config, config.nameOf("n_routed_experts", "num_local_experts", "num_experts"));
    int inner = config.size("moe_intermediate_size");
    if (!config.mentions("n_shared_experts")) {
      config.reportMissing("n_shared_experts", "a whole number, or null where there are none");
    }
    long sharedInner =
        (long) config.optionalWhole("n_shared_experts", 0, Keys.MAX_SIZE).orElse(0) * inner;
    if (sharedInner > Keys.MAX_SIZE) {
      config.report(
          "n_shared_experts",
          "must be at most %s wide together, got %s; correct it or moe_intermediate_size"
              .formatted(Keys.MAX_SIZE, sharedInner));
    }
    String choice = config.word("topk_method").orElse(choiceByDefault);
    if (!choice.equals(WITH_BIAS) && !WITHOUT_BIAS.contains(choice)) {
      config.report(
          "topk_method",
          "must be noaux_tc, greedy or group_limited_greedy, got %s; other ways are not supported"
              .formatted(choice));
    }
    return new Experts(
        routing.experts(),
        routing.active(),
        new Gated(inner, false),
        (int) Math.min(sharedInner, Keys.MAX_SIZE),
        choice.equals(WITH_BIAS));
  }
}
