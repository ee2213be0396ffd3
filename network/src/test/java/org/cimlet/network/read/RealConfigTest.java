package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.Omissions.NotPlaced;
import org.cimlet.network.Recurrence;
import org.cimlet.network.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Config files as their publishers wrote them, and the dialect of mlc-llm.
class RealConfigTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("cimlet.data", "no-data"), "hf-configs");

  @BeforeEach
  void needsTheRealFiles() {
    assumeTrue(Files.isDirectory(CONFIGS), "no real configs at " + CONFIGS);
  }

  /// Published totals (Llama 4: counted by hand below); where a preset of the same network exists
  /// its test has them too.
  @ParameterizedTest
  @CsvSource({
    "Qwen--Qwen2.5-1.5B_config.json, 1543714304",
    "Qwen--Qwen2.5-32B_config.json, 32763876352",
    "Qwen--Qwen2.5-72B_config.json, 72706203648",
    "Qwen--Qwen2.5-7B_config.json, 7615616512",
    "Qwen--Qwen3-0.6B_config.json, 596049920",
    "Qwen--Qwen3-1.7B_config.json, 1720574976",
    "Qwen--Qwen3-235B-A22B_config.json, 235093634560",
    "Qwen--Qwen3-30B-A3B_config.json, 30532122624",
    "Qwen--Qwen3-32B_config.json, 32762123264",
    "Qwen--Qwen3-8B_config.json, 8190735360",
    "deepseek-ai--DeepSeek-R1_config.json, 671026419200",
    "deepseek-ai--DeepSeek-V3_config.json, 671026419200",
    "facebook--opt-6.7b_config.json, 6658473984",
    "meta-llama--Llama-2-13b-hf_config.json, 13015864320",
    "meta-llama--Llama-2-70b-hf_config.json, 68976648192",
    "meta-llama--Llama-2-7b-hf_config.json, 6738415616",
    "meta-llama--Meta-Llama-3.1-405B_config.json, 405853388800",
    "meta-llama--Meta-Llama-3.1-70B_config.json, 70553706496",
    "meta-llama--Meta-Llama-3.1-8B_config.json, 8030261248",
    "mistralai--Mixtral-8x22B-v0.1_config.json, 140620634112",
    "mistralai--Mixtral-8x7B-v0.1_config.json, 46702792704",
    "moonshotai--Kimi-K2-Instruct_config.json, 1026408232448",
    "openai--gpt-oss-120b_config.json, 116829156672",
    "openai--gpt-oss-20b_config.json, 20914757184",
    "meta-llama--Llama-4-Scout-17B-16E-Instruct_config.json, 107769861120",
    "mlc-preset/deepseek_v2_lite.json, 15706484224",
    "mlc-preset/gemma2_27b.json, 27227128320",
    "mlc-preset/gemma2_2b.json, 2614341888",
    "mlc-preset/gemma2_9b.json, 9241705984",
    "mlc-preset/gemma3_1b_it.json, 999885952",
    "mlc-preset/gemma_2b.json, 2506172416",
    "mlc-preset/gpt2.json, 124439808",
    "mlc-preset/gpt2_medium.json, 354823168",
    "mlc-preset/gpt_j.json, 6050882784",
    "mlc-preset/llama2_13b.json, 13015864320",
    "mlc-preset/llama2_70b.json, 68976648192",
    "mlc-preset/llama2_7b.json, 6738415616",
    "mlc-preset/llama3_2_1b.json, 1235814400",
    "mlc-preset/llama3_2_3b.json, 3212749824",
    "mlc-preset/mistral_7b.json, 7241732096",
    "mlc-preset/mistral_7b_v03.json, 7248023552",
    "mlc-preset/olmo2_7b.json, 7298617344",
    "mlc-preset/phi-2.json, 2779683840",
    "mlc-preset/phi-3_5.json, 3821079552",
    "mlc-preset/phi-4.json, 3836021760",
    "mlc-preset/qwen2.5_3b.json, 3085938688",
    "mlc-preset/qwen2_7b.json, 7615616512",
    "mlc-preset/smollm2_135m.json, 134515008",
    "mlc-preset/smollm2_360m.json, 361821120",
    "mlc-preset/tinyllama_1b_chat_v1.0.json, 1100048384",
    "tt-metal/Qwen2.5-7B-Instruct_config.json, 7615616512"
  })
  void aRealConfigHasExactlyThePublishedParameters(String file, long published) {
    assertThat(Weights.total(read(file))).isEqualTo(published);
  }

  /// Totals that others counted: of the language part where the network also sees.
  @ParameterizedTest
  @CsvSource({
    "H12-nested-text-config/Qwen--Qwen3-VL-2B-Instruct_config.json, 1720574976",
    "H12-nested-text-config/llava_1.5_7b_hf.json, 6738939904",
    "H12-nested-text-config/moonshotai--Kimi-K2.5_config.json, 1026408232448",
    "H12-nested-text-config/qwen2_vl_7b.json, 7615616512",
    "H13-plain-families/EXAONE-4.0-32B.json, 32003216384",
    "H13-plain-families/Olmo-3.1-32B.json, 32233522176",
    "H13-plain-families/glm45.json, 352797829024",
    "H13-plain-families/granite-3.1-1b-a400m-instruct.json, 1334628352",
    "H13-plain-families/olmoe.json, 6919161856",
    "H13-plain-families/pythia-410m.json, 405334016",
    "H13-plain-families/stablelm_3b.json, 2795443200",
    "H03-suggested-family/olmoe.json, 6919161856",
    "H07-infinity/net, 1100048384"
  })
  void aFamilyOfTodayHasTheParametersThatOthersCounted(String file, long counted) {
    assertThat(Weights.total(readCase(file))).isEqualTo(counted);
  }

  /// Where the whole is published, its vision tower is the rest: 2,127,532,032 for Qwen3-VL-2B,
  /// 8,291,375,616 for Qwen2-VL-7B, 7,063,427,072 for LLaVA-1.5-7B.
  @ParameterizedTest
  @CsvSource({
    "H12-nested-text-config/Qwen--Qwen3-VL-2B-Instruct_config.json, 406957056",
    "H12-nested-text-config/llava_1.5_7b_hf.json, 324487168",
    "H12-nested-text-config/qwen2_vl_7b.json, 675759104"
  })
  void aTowerThatSeesIsCountedAndNotPlaced(String file, long counted) {
    assertThat(readCase(file).omissions().notPlaced())
        .containsExactly(new NotPlaced("vision tower", OptionalLong.of(counted)));
  }

  @Test
  void aHybridsLayersKeepAStateOrAttend() {
    NetworkSpec qwen = readCase("H14-reasons/Qwen--Qwen3.5-27B_config.json");
    assertThat(qwen.layers().stream().filter(l -> l.recurrence() instanceof Recurrence.DeltaRule))
        .hasSize(48)
        .allMatch(layer -> layer.attention() instanceof Attention.None);
    // 16 layers of four key/value heads of 256; queries come with a gate
    assertThat(Weights.cached(qwen)).isEqualTo(16 * 2 * 4 * 256);
    long attention = 5120L * 2 * 6144 + 2 * 5120 * 1024 + 6144 * 5120 + 2 * 256;
    long delta =
        5120L * (2 * 2048 + 2 * 6144) // queries, keys, values and their gate
            + 5120 * 2 * 48 // b, a
            + (2 * 2048 + 6144) * 4 // convolution
            + 2 * 48 // A_log, dt_bias
            + 128 // norm
            + 6144 * 5120;
    assertThat(Weights.total(qwen))
        .isEqualTo(
            2 * 248_320L * 5120
                + 5120
                + 16 * attention
                + 48 * delta
                + 64 * (3 * 5120L * 17_408 + 2 * 5120));
    NetworkSpec nemotron =
        readCase("H14-reasons/nvidia--NVIDIA-Nemotron-3-Nano-30B-A3B-BF16_config.json");
    // six layers of two key/value heads of 128; 23 of 64 heads of 64 with 128 numbers each, and
    // three earlier inputs of the convolution
    assertThat(Weights.cached(nemotron)).isEqualTo(6 * 2 * 2 * 128);
    assertThat(Weights.state(nemotron))
        .isEqualTo(23L * (64 * 64 * 128 + 3 * (64 * 64 + 2 * 8 * 128)));
    // as the published weights count: 31,577,937,344 in 16 bits, and 23 x 128 correction biases
    assertThat(Weights.total(nemotron)).isEqualTo(31_577_940_288L);
  }

  @Test
  void everyRealConfigIsRead() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(CONFIGS)) {
      files = walk.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    Map<String, String> refused = new TreeMap<>();
    for (Path file : files) {
      try {
        NetworkReader.read(file.toString());
      } catch (InvalidInputException e) {
        refused.put(CONFIGS.relativize(file).toString(), String.valueOf(e.getMessage()));
      }
    }
    assertThat(files).hasSize(52);
    assertThat(refused).isEmpty();
  }

  /// Published as 685 and 744 billion with the layer that drafts; factor by factor: of each layer
  /// four matrices of latent attention, two halves of the fifth, an indexer of three and its norm,
  /// then the experts.
  @Test
  void sparseAttentionKeepsItsIndexersWeights() {
    long indexer = 1536L * 64 * 128 + 7168L * 128 + 7168L * 64 + 2 * 128;
    assertThat(Weights.total(read("deepseek-ai--DeepSeek-V3.2_config.json")))
        .isEqualTo(671_026_419_200L + 61 * indexer);
    long attention =
        6144L * 2048 // q_a
            + 2048L * 64 * 256 // q_b
            + 6144L * (512 + 64) // kv_a
            + 512L * 64 * (192 + 256) // kv_b
            + 64L * 256 * 6144; // o
    long picks = 2048L * 32 * 128 + 6144L * 128 + 6144L * 32 + 2 * 128;
    long norms = 2 * 6144 + 2048 + 512;
    long experts = 257L * 3 * 6144 * 2048 + 256L * 6144 + 256;
    assertThat(Weights.total(readCase("H14-reasons/zai-org--GLM-5_config.json")))
        .isEqualTo(
            2 * 154_880L * 6144
                + 6144
                + 78 * (attention + picks + norms)
                + 3 * (3L * 6144 * 12_288)
                + 75 * experts);
  }

  @Test
  void llama4sChunksAreAWindowAndSaidToBe() {
    NetworkSpec scout = read("meta-llama--Llama-4-Scout-17B-16E-Instruct_config.json");
    // by hand: 48 layers of attention, a router, 16 experts and one that is shared
    long layer = 2 * 5120L * 5120 + 2 * 5120 * 1024 + 16 * 5120 + 17 * 3 * 5120L * 8192 + 2 * 5120;
    assertThat(Weights.total(scout)).isEqualTo(2 * 202_048L * 5120 + 5120 + 48 * layer);
    assertThat(windows("meta-llama--Llama-4-Scout-17B-16E-Instruct_config.json"))
        .startsWith(8192, 8192, 8192, Integer.MAX_VALUE, 8192);
    assertThat(scout.omissions().simplified().getFirst()).contains("8192");
  }

  @ParameterizedTest
  @CsvSource({
    "H02-draft-head/config.json, a head that drafts",
    "H03-suggested-family/as-suggested.json, that is the class of olmoe",
    "H14-reasons/bge_large.json, an encoder"
  })
  void whatCannotBeReadIsRefusedByName(String file, String why) {
    assertThatThrownBy(() -> readCase(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("did you mean");
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek-v3, deepseek-ai--DeepSeek-V3_config.json",
    "gemma-2b, mlc-preset/gemma_2b.json",
    "gemma2-9b, mlc-preset/gemma2_9b.json",
    "gpt-oss-120b, openai--gpt-oss-120b_config.json",
    "gpt-oss-20b, openai--gpt-oss-20b_config.json",
    "gpt2, mlc-preset/gpt2.json",
    "llama-2-13b, meta-llama--Llama-2-13b-hf_config.json",
    "llama-2-70b, meta-llama--Llama-2-70b-hf_config.json",
    "llama-2-7b, meta-llama--Llama-2-7b-hf_config.json",
    "llama-3.1-405b, meta-llama--Meta-Llama-3.1-405B_config.json",
    "llama-3.1-70b, meta-llama--Meta-Llama-3.1-70B_config.json",
    "llama-3.1-8b, meta-llama--Meta-Llama-3.1-8B_config.json",
    "llama-3.2-1b, mlc-preset/llama3_2_1b.json",
    "llama-3.2-3b, mlc-preset/llama3_2_3b.json",
    "mistral-7b, mlc-preset/mistral_7b.json",
    "mixtral-8x22b, mistralai--Mixtral-8x22B-v0.1_config.json",
    "mixtral-8x7b, mistralai--Mixtral-8x7B-v0.1_config.json",
    "opt-6.7b, facebook--opt-6.7b_config.json",
    "qwen2.5-32b, Qwen--Qwen2.5-32B_config.json",
    "qwen2.5-72b, Qwen--Qwen2.5-72B_config.json",
    "qwen2.5-7b, Qwen--Qwen2.5-7B_config.json",
    "qwen3-0.6b, Qwen--Qwen3-0.6B_config.json",
    "qwen3-235b-a22b, Qwen--Qwen3-235B-A22B_config.json",
    "qwen3-30b-a3b, Qwen--Qwen3-30B-A3B_config.json",
    "qwen3-32b, Qwen--Qwen3-32B_config.json",
    "qwen3-8b, Qwen--Qwen3-8B_config.json",
    "tinyllama-1.1b, mlc-preset/tinyllama_1b_chat_v1.0.json"
  })
  void aPresetIsTheNetworkOfTheRealConfig(String preset, String file) {
    NetworkSpec real = read(file);
    NetworkSpec read = NetworkReader.read(preset);
    // a preset has the keys that decide the shape, and weights come with a config of their own
    NetworkSpec renamed =
        new NetworkSpec(
            preset,
            real.family(),
            real.hiddenSize(),
            real.vocabulary(),
            real.maxContext(),
            real.learnedPositions(),
            real.tiedHead(),
            real.headBias(),
            real.finalNormWeights(),
            real.layers(),
            read.computation(),
            read.omissions());
    assertThat(read).isEqualTo(renamed);
  }

  @Test
  void mlcsContextWindowReplacesTheLongestContext() {
    assertThat(read("mlc-preset/llama2_7b.json").maxContext()).isEqualTo(2048);
    assertThat(read("mlc-preset/mistral_7b.json").maxContext()).isEqualTo(32_768);
  }

  @Test
  void mistralsFirstVersionLooksThroughAWindowAndTheThirdDoesNot() {
    assertThat(windows("mlc-preset/mistral_7b.json")).containsOnly(4096);
    assertThat(windows("mlc-preset/mistral_7b_v03.json")).containsOnly(Integer.MAX_VALUE);
  }

  @Test
  void gemmaAlternatesWindowsWithFullAttention() {
    assertThat(windows("mlc-preset/gemma2_2b.json"))
        .startsWith(4096, Integer.MAX_VALUE, 4096, Integer.MAX_VALUE);
    // five with a window, then one without: 4 of 26
    assertThat(windows("mlc-preset/gemma3_1b_it.json"))
        .startsWith(512, 512, 512, 512, 512, Integer.MAX_VALUE, 512)
        .satisfies(all -> assertThat(all.stream().filter(w -> w > 512)).hasSize(4));
  }

  @Test
  void gptOssHasSinksAndAWindowInEveryOtherLayer() {
    NetworkSpec network = read("openai--gpt-oss-20b_config.json");
    assertThat(windows("openai--gpt-oss-20b_config.json"))
        .startsWith(128, Integer.MAX_VALUE, 128, Integer.MAX_VALUE);
    assertThat(network.layers())
        .allMatch(l -> l.attention() instanceof Attention.Grouped g && g.sinks() && g.inputBias());
  }

  @Test
  void deepSeekHasDenseLayersFirstAndKimiOnlyOne() {
    assertThat(denseLayers("deepseek-ai--DeepSeek-V3_config.json")).isEqualTo(3);
    assertThat(denseLayers("moonshotai--Kimi-K2-Instruct_config.json")).isEqualTo(1);
    assertThat(denseLayers("mlc-preset/deepseek_v2_lite.json")).isEqualTo(1);
  }

  @Test
  void aFolderIsReadByItsConfigAndNamedAfterItself(@TempDir Path folder) throws IOException {
    Path home = Files.createDirectory(folder.resolve("my-network"));
    Files.copy(CONFIGS.resolve("Qwen--Qwen3-0.6B_config.json"), home.resolve("config.json"));
    assertThat(NetworkReader.read(home.toString()).name()).isEqualTo("my-network");
    assertThat(NetworkReader.read(home.resolve("config.json").toString()).name())
        .isEqualTo("my-network");
    assertThat(read("mlc-preset/gpt2.json").name()).isEqualTo("gpt2");
  }

  @Test
  void everySingleKeyThatDecidesAShapeIsMissedWhenItIsGone(@TempDir Path folder)
      throws IOException {
    String text = Files.readString(CONFIGS.resolve("deepseek-ai--DeepSeek-V3_config.json"));
    List<String> keys =
        List.of(
            "first_k_dense_replace",
            "hidden_size",
            "intermediate_size",
            "kv_lora_rank",
            "max_position_embeddings",
            "model_type",
            "moe_intermediate_size",
            "n_routed_experts",
            "n_shared_experts",
            "num_attention_heads",
            "num_experts_per_tok",
            "num_hidden_layers",
            "q_lora_rank",
            "qk_nope_head_dim",
            "qk_rope_head_dim",
            "v_head_dim",
            "vocab_size");
    for (String key : keys) {
      Path file = folder.resolve("config.json");
      Files.writeString(file, text.replace("\"" + key + "\":", "\"gone\":"));
      assertThatThrownBy(() -> NetworkReader.read(file.toString()))
          .as(key)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(": " + key + ": must be given");
    }
  }

  private static NetworkSpec readCase(String file) {
    Path cases = CONFIGS.resolveSibling("cases").resolve("inputs-1");
    assumeTrue(Files.isDirectory(cases), "no cases at " + cases);
    return NetworkReader.read(cases.resolve(file).toString());
  }

  private static NetworkSpec read(String file) {
    return NetworkReader.read(CONFIGS.resolve(file).toString());
  }

  private static List<Integer> windows(String file) {
    return read(file).layers().stream().map(layer -> layer.attention().window()).toList();
  }

  private static long denseLayers(String file) {
    return read(file).layers().stream().filter(l -> !(l.feedForward() instanceof Experts)).count();
  }
}
