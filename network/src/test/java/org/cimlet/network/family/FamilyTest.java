package org.cimlet.network.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.Multipliers;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.Weights;
import org.cimlet.network.read.NetworkReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a family takes a key, or its absence, to mean. The small network of each test is our own.
class FamilyTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final String SIZES =
      """
      "hidden_size": 64, "intermediate_size": 172, "num_hidden_layers": 4, "vocab_size": 512,
      "max_position_embeddings": 1024, "num_attention_heads": 8\
      """;

  @TempDir Path folder;

  @Test
  void llamaHasAsManyKeyValueHeadsAsHeadsUntilToldOtherwise() {
    assertThat(grouped(read("llama", "\"rms_norm_eps\": 1e-5")))
        .isEqualTo(new Grouped(8, 8, 8, UNLIMITED, false, false));
    assertThat(grouped(read("llama", "\"num_key_value_heads\": 2, \"head_dim\": 16")))
        .isEqualTo(new Grouped(8, 2, 16, UNLIMITED, false, false));
  }

  /// Files that name no token that ends a text name others; they were taken for slips of the pen.
  @Test
  void otherTokensAreNoMisspelledEnd() {
    assertThat(
            read("llama", "\"pad_token_id\": null, \"bos_token_id\": 1").computation().endTokens())
        .isEmpty();
  }

  /// Files of one version of the class have the one key, of another the other, some both.
  @Test
  void aPatternOfWindowsGoesByEitherNameAndByBoth() {
    for (String keys :
        List.of(
            "\"sliding_window_pattern\": 2",
            "\"_sliding_window_pattern\": 2",
            "\"_sliding_window_pattern\": 2, \"sliding_window_pattern\": 2")) {
      NetworkSpec network =
          read("cohere2", keys + ", \"sliding_window\": 16, \"num_key_value_heads\": 4");
      assertThat(network.layers().stream().map(layer -> ((Grouped) layer.attention()).window()))
          .as(keys)
          .containsExactly(16, UNLIMITED, 16, UNLIMITED);
    }
  }

  @Test
  void aMakersOwnParametersAreCalledSo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("params.json"), "{\"dim\": 4096, \"n_layers\": 32, \"n_heads\": 32}");
    assertThatThrownBy(() -> NetworkReader.read(file.toString()))
        .hasMessageContaining("a maker's own params.json is not read");
  }

  @ParameterizedTest
  @CsvSource({
    "hunyuan, share keys and values",
    "jetmoe, made of experts too",
    "openelm, a width of its own",
    "phi4flash, read one cache",
    "llada, by diffusion",
    "nemotron-nas, a shape of its own",
    "gemma3n_text, several residual streams",
    "blt, patches of different lengths",
    "kimi_k3, behind a latent of their own"
  })
  void whatIsNoSuchNetworkIsRefusedByName(String family, String why) {
    assertThatThrownBy(() -> read(family, "\"num_key_value_heads\": 8"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("did you mean");
  }

  /// MiniMax-M2 lists the kind of each layer, all alike; Kimi K3's parts are no Kimi-Linear's.
  @Test
  void keysThatAWholeFamilyHasAreReadAndThoseOfItsKinAreNot() {
    String miniMax =
        """
        "num_key_value_heads": 2, "num_local_experts": 4, "num_experts_per_tok": 2,
        "qk_norm_type": "per_layer", "attn_type_list": [1, 1, 1, %s]\
        """;
    assertThat(read("minimax_m2", miniMax.formatted(1)).layers()).hasSize(4);
    assertThatThrownBy(() -> read("minimax_m2", miniMax.formatted(0)))
        .hasMessageContaining("attn_type_list: must be 1 for each layer");
    String kimi =
        """
        "q_lora_rank": null, "kv_lora_rank": 16, "qk_nope_head_dim": 8, "qk_rope_head_dim": 4,
        "v_head_dim": 8, "num_experts": 4, "num_experts_per_token": 2,
        "moe_intermediate_size": 32, "num_shared_experts": 1, "first_k_dense_replace": 1,
        "linear_attn_config": {"full_attn_layers": [4], "num_heads": 2, "head_dim": 8,
          "short_conv_kernel_size": 4 %s} %s\
        """;
    assertThat(read("kimi_linear", kimi.formatted("", "")).layers()).hasSize(4);
    assertThatThrownBy(
            () -> read("kimi_linear", kimi.formatted(", \"use_full_rank_gate\": true", "")))
        .hasMessageContaining("use_full_rank_gate: must be off or absent");
    for (String key : List.of("routed_expert_hidden_size", "attn_res_block_size")) {
      assertThatThrownBy(() -> read("kimi_linear", kimi.formatted("", ", \"" + key + "\": 12")))
          .hasMessageContaining(key + ": must be no key of kimi_linear");
    }
  }

  /// An empty list stands for the class's own pattern.
  @Test
  void everyFourthLayerDoesNotRotateWhereTheListIsEmpty() {
    String kv = "\"num_key_value_heads\": 8, \"no_rope_layers\": ";
    assertThat(read("smollm3", kv + "[]").computation().unrotated()).containsExactly(3);
    assertThat(read("smollm3", kv + "[0, 1, 1, 0]").computation().unrotated())
        .containsExactly(0, 3);
    String llama4 =
        """
        "num_key_value_heads": 8, "num_local_experts": 4, "num_experts_per_tok": 1,
        "attention_chunk_size": 8, "no_rope_layers": [], "attn_temperature_tuning": %s\
        """;
    assertThat(read("llama4_text", llama4.formatted(4)).computation().unrotated())
        .containsExactly(3);
    assertThat(read("llama4_text", llama4.formatted(4)).computation().multipliers().queries())
        .isEqualTo(new Multipliers.Growth(0.1, 8192, 1, true));
    assertThat(read("llama4_text", llama4.formatted(0)).computation().multipliers().queries())
        .isEqualTo(Multipliers.Growth.NONE);
  }

  @Test
  void llamaMayHaveBiases() {
    NetworkSpec network = read("llama", "\"attention_bias\": true, \"mlp_bias\": true");
    assertThat(grouped(network)).isEqualTo(new Grouped(8, 8, 8, UNLIMITED, true, true));
    assertThat(network.layers().getFirst().feedForward()).isEqualTo(new Gated(172, true));
  }

  @Test
  void theHeadIsTiedByDefaultOnlyWhereTheClassSaysSo() {
    assertThat(read("llama", "\"use_cache\": true").tiedHead()).isFalse();
    assertThat(read("qwen2", "\"num_key_value_heads\": 8").tiedHead()).isFalse();
    assertThat(read("gemma", "\"num_key_value_heads\": 8").tiedHead()).isTrue();
    assertThat(
            read("gemma", "\"num_key_value_heads\": 8, \"tie_word_embeddings\": false").tiedHead())
        .isFalse();
    assertThat(read("opt", "\"ffn_dim\": 256").tiedHead()).isTrue();
  }

  @Test
  void aNullStandsForAsManyKeyValueHeadsAsHeads() {
    assertThat(grouped(read("qwen2", "\"num_key_value_heads\": null")).keyValueHeads())
        .isEqualTo(8);
  }

  @Test
  void qwenUsesItsWindowOnlyWhenToldAndOnlyInItsLaterLayers() {
    String window = "\"num_key_value_heads\": 4, \"sliding_window\": 32, \"max_window_layers\": 3";
    assertThat(windows(read("qwen2", window))).containsOnly(UNLIMITED);
    assertThat(windows(read("qwen2", window + ", \"use_sliding_window\": true")))
        .containsExactly(UNLIMITED, UNLIMITED, UNLIMITED, 32);
    // both classes begin at layer 28 by default, beyond these four
    assertThat(
            windows(
                read(
                    "qwen3",
                    "\"num_key_value_heads\": 4, \"sliding_window\": 32, \"use_sliding_window\":"
                        + " true")))
        .containsOnly(UNLIMITED);
  }

  @Test
  void aListOfLayerTypesOverridesTheFamilysRule() {
    assertThat(
            windows(
                read(
                    "gemma2",
                    """
                    "num_key_value_heads": 4, "sliding_window": 32, "layer_types":
                    ["full_attention", "full_attention", "sliding_attention", "full_attention"]\
                    """)))
        .containsExactly(UNLIMITED, UNLIMITED, 32, UNLIMITED);
  }

  @Test
  void qwen2HasBiasesOnQueriesKeysAndValuesAndQwen3NormsTheHeads() {
    NetworkSpec qwen2 = read("qwen2", "\"num_key_value_heads\": 4");
    assertThat(grouped(qwen2)).isEqualTo(new Grouped(8, 4, 8, UNLIMITED, true, false));
    assertThat(qwen2.layers().getFirst().normWeights()).isEqualTo(2 * 64);
    NetworkSpec qwen3 = read("qwen3", "\"num_key_value_heads\": 4");
    // Qwen3Config's heads are 128 wide whatever the hidden size
    assertThat(grouped(qwen3)).isEqualTo(new Grouped(8, 4, 128, UNLIMITED, false, false));
    assertThat(qwen3.layers().getFirst().normWeights()).isEqualTo(2 * 64 + 2 * 128);
  }

  @Test
  void qwen3MoeHasExpertsInEveryStepthLayerThatIsNotNamedDense() {
    String experts =
        """
        "num_key_value_heads": 4, "num_experts": 16, "num_experts_per_tok": 3,
        "moe_intermediate_size": 32\
        """;
    assertThat(experts(read("qwen3_moe", experts))).containsExactly(true, true, true, true);
    assertThat(experts(read("qwen3_moe", experts + ", \"decoder_sparse_step\": 2")))
        .containsExactly(false, true, false, true);
    assertThat(experts(read("qwen3_moe", experts + ", \"mlp_only_layers\": [0, 2]")))
        .containsExactly(false, true, false, true);
    assertThat(read("qwen3_moe", experts).layers().getFirst().feedForward())
        .isEqualTo(new Experts(16, 3, new Gated(32, false), 0, false));
  }

  @Test
  void deepSeekSharesExpertsAndChoosesWithABiasUnlessToldOtherwise() {
    String shape =
        """
        "q_lora_rank": 24, "kv_lora_rank": 16, "qk_nope_head_dim": 8, "qk_rope_head_dim": 4,
        "v_head_dim": 6, "first_k_dense_replace": 1, "n_routed_experts": 8,
        "num_experts_per_tok": 2, "n_shared_experts": 2, "moe_intermediate_size": 32\
        """;
    NetworkSpec network = read("deepseek_v3", shape);
    assertThat(network.layers().getLast().feedForward())
        .isEqualTo(new Experts(8, 2, new Gated(32, false), 64, true));
    assertThat(network.layers().getFirst().feedForward()).isEqualTo(new Gated(172, false));
    assertThat(network.layers().getFirst().attention()).isEqualTo(new Latent(8, 24, 16, 8, 4, 6));
    assertThat(network.layers().getFirst().normWeights()).isEqualTo(2 * 64 + 24 + 16);
    assertThat(experts(read("deepseek_v3", shape + ", \"moe_layer_freq\": 2")))
        .containsExactly(false, false, true, false);
    NetworkSpec greedy = read("deepseek_v2", shape.replace("24", "null"));
    assertThat(greedy.layers().getLast().feedForward())
        .isEqualTo(new Experts(8, 2, new Gated(32, false), 64, false));
    assertThat(greedy.layers().getFirst().attention()).isEqualTo(new Latent(8, 0, 16, 8, 4, 6));
  }

  @Test
  void gemma3LooksFarInEverySixthLayerOfItsLanguagePart() throws IOException {
    // the first 4-billion network's text_config says no more than this; 3,880,263,168 with the
    // class's vocabulary of 262,208: 34 * (2560 * 2048 * 3 + 3 * 2560 * 10240 + 4 * 2560 + 2 * 256)
    // + 262208 * 2560 + 2560
    NetworkSpec network =
        parse(
            """
            {"model_type": "gemma3", "vision_config": {"hidden_size": 1152}, "text_config":
              {"model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240,
               "num_hidden_layers": 34, "sliding_window": 1024}}\
            """);
    assertThat(network.family()).isEqualTo("gemma3_text");
    assertThat(network.maxContext()).isEqualTo(131_072);
    assertThat(windows(network)).filteredOn(w -> w == UNLIMITED).hasSize(5);
    assertThat(Weights.total(network)).isEqualTo(3_880_263_168L);
  }

  @Test
  void gemma3sPatternGoesByEitherName() {
    for (String key : List.of("sliding_window_pattern", "_sliding_window_pattern")) {
      assertThat(windows(read("gemma3_text", "\"sliding_window\": 32, \"" + key + "\": 2")))
          .containsExactly(32, UNLIMITED, 32, UNLIMITED);
    }
  }

  @Test
  void gpt2IsFourTimesAsWideInsideUnlessToldOtherwise() throws IOException {
    String keys =
        """
        {"model_type": "gpt2", "n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 128,
         "vocab_size": 300, "n_inner": %s}\
        """;
    assertThat(parse(keys.formatted("null")).layers().getFirst().feedForward())
        .isEqualTo(new Plain(256, true));
    NetworkSpec network = parse(keys.formatted("100"));
    assertThat(network.layers().getFirst().feedForward()).isEqualTo(new Plain(100, true));
    assertThat(network.learnedPositions()).isEqualTo(128);
    assertThat(network.layers().getFirst().normWeights()).isEqualTo(4 * 64);
  }

  @Test
  void gptJAndPhiRunTheFeedForwardBesideAttention() {
    NetworkSpec phi = read("phi", "\"qk_layernorm\": true");
    assertThat(phi.layers()).allMatch(NetworkSpec.Layer::parallel);
    assertThat(phi.headBias()).isTrue();
    // one layer norm, and one each for the heads' queries and keys, 8 wide, with weight and bias
    assertThat(phi.layers().getFirst().normWeights()).isEqualTo(2 * 64 + 2 * 2 * 8);
    assertThat(read("llama", "\"use_cache\": true").layers())
        .noneMatch(NetworkSpec.Layer::parallel);
  }

  @Test
  void optsPositionTableStartsTwoRowsIn() {
    NetworkSpec network = read("opt", "\"ffn_dim\": 256");
    assertThat(network.maxContext()).isEqualTo(1024);
    assertThat(network.learnedPositions()).isEqualTo(1026);
    assertThat(network.finalNormWeights()).isEqualTo(2 * 64);
    assertThat(read("opt", "\"ffn_dim\": 256, \"do_layer_norm_before\": false").finalNormWeights())
        .isZero();
  }

  @Test
  void olmo2NormsQueriesAndKeysOverAllHeads() {
    assertThat(read("olmo2", "\"num_key_value_heads\": 2").layers().getFirst().normWeights())
        .isEqualTo(2 * 64 + 8 * 8 + 2 * 8);
  }

  @Test
  void aConfigMayBeYaml() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            model_type: llama  # our own
            hidden_size: 64
            intermediate_size: 172
            num_hidden_layers: 4
            vocab_size: 512
            max_position_embeddings: 1024
            num_attention_heads: 8
            """);
    NetworkSpec network = NetworkReader.read(file.toString());
    assertThat(network.name()).isEqualTo("mine");
    assertThat(grouped(network)).isEqualTo(new Grouped(8, 8, 8, UNLIMITED, false, false));
  }

  private NetworkSpec read(String type, String more) {
    return Families.read(
        type,
        Document.parse(
            type + ".json",
            "{\"model_type\": \"%s\", %s, %s}".formatted(type, SIZES, more),
            Document.Format.JSON));
  }

  private NetworkSpec parse(String json) throws IOException {
    return NetworkReader.read(Files.writeString(folder.resolve("n.json"), json).toString());
  }

  private static Grouped grouped(NetworkSpec network) {
    return (Grouped) network.layers().getFirst().attention();
  }

  private static List<Integer> windows(NetworkSpec network) {
    return network.layers().stream().map(layer -> layer.attention().window()).toList();
  }

  private static List<Boolean> experts(NetworkSpec network) {
    return network.layers().stream().map(l -> l.feedForward() instanceof Experts).toList();
  }
}
