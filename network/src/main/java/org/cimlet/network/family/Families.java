package org.cimlet.network.family;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Omissions;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.StoredWeights;
import org.cimlet.network.family.Family.Header;
import org.cimlet.network.family.LanguagePart.Part;

/// Every family that is read, by its `model_type`, and those known to be beyond a [NetworkSpec].
public final class Families {
  private static final Map<String, Family> READ =
      new TreeMap<>(
          Map.ofEntries(
              entry("RefinedWeb", NeoxFamily::falcon),
              entry("RefinedWebModel", NeoxFamily::falcon),
              entry("Yi", LlamaKin::untied),
              entry("afmoe", MixtureFamily::afmoe),
              entry("apertus", LlamaKin::apertus),
              entry("aquila", LlamaKin::untied),
              entry("arcee", LlamaKin::arcee),
              entry("arctic", MixtureFamily::arctic),
              entry("baichuan", LlamaKin::baichuan),
              entry("bailing_moe", MixtureFamily::bailing),
              entry("bailing_moe_v2", MixtureFamily::bailing),
              entry("bamba", MambaFamily::bamba),
              entry("bitnet", LlamaKin::bitNet),
              entry("bloom", NeoxFamily::bloom),
              entry("chatglm", LlamaKin::chatGlm),
              entry("codegen", GptFamily::gptJ),
              entry("cohere", LlamaKin::cohere),
              entry("cohere2", LlamaKin::cohere2),
              entry("dbrx", MixtureFamily::dbrx),
              entry("deepseek", MixtureFamily::deepSeek),
              entry("deepseek_v2", DeepSeekFamily::v2),
              entry("deepseek_v3", DeepSeekFamily::v3),
              entry("deepseek_v32", DeepSeekFamily::sparse),
              entry("dots1", MixtureFamily::dots1),
              entry("ernie4_5", LlamaKin::ernie),
              entry("ernie4_5_moe", MixtureFamily::ernieMoe),
              entry("exaone", LlamaKin::exaone),
              entry("exaone4", LlamaKin::exaone4),
              entry("exaone_moe", MixtureFamily::exaoneMoe),
              entry("falcon", NeoxFamily::falcon),
              entry("falcon_h1", MambaFamily::falconH1),
              entry("falcon_mamba", MambaFamily::mamba),
              entry("flex_olmo", MixtureFamily::flexOlmo),
              entry("gemma", GemmaFamily::gemma),
              entry("gemma2", GemmaFamily::gemma2),
              entry("gemma3", GemmaFamily::gemma3),
              entry("gemma3_text", GemmaFamily::gemma3Text),
              entry("gemma4", MixedHeadsFamily::gemma4),
              entry("gemma4_text", MixedHeadsFamily::gemma4),
              entry("gemma4_unified", MixedHeadsFamily::gemma4),
              entry("gemma4_unified_text", MixedHeadsFamily::gemma4),
              entry("glm", LlamaKin::glm),
              entry("glm4", LlamaKin::glm4),
              entry("glm4_moe", MixtureFamily::glm4Moe),
              entry("glm4_moe_lite", DeepSeekFamily::glmLite),
              entry("glm4v_moe_text", MixtureFamily::glm4Moe),
              entry("glm4v_text", LlamaKin::glm4),
              entry("glm_moe_dsa", DeepSeekFamily::sparse),
              entry("gpt2", GptFamily::gpt2),
              entry("gpt_bigcode", NeoxFamily::gptBigCode),
              entry("gpt_neo", NeoxFamily::gptNeo),
              entry("gpt_neox", NeoxFamily::gptNeox),
              entry("gpt_oss", MixtureFamily::gptOss),
              entry("gptj", GptFamily::gptJ),
              entry("granite", LlamaKin::granite),
              entry("granitemoe", MixtureFamily::graniteMoe),
              entry("granitemoehybrid", MambaFamily::graniteHybrid),
              entry("granitemoeshared", MixtureFamily::graniteMoe),
              entry("helium", LlamaKin::helium),
              entry("hunyuan_v1_dense", LlamaKin::hunyuan),
              entry("hunyuan_v1_moe", MixtureFamily::hunyuanMoe),
              entry("internlm", LlamaKin::internLm),
              entry("internlm2", LlamaKin::internLm),
              entry("internlm3", LlamaKin::internLm),
              entry("jamba", MambaFamily::jamba),
              entry("kimi_k2", DeepSeekFamily::v3),
              entry("kimi_linear", HybridFamily::kimiLinear),
              entry("lfm2", HybridFamily::lfm2),
              entry("lfm2_moe", HybridFamily::lfm2Moe),
              entry("llama", LlamaFamily::llama),
              entry("llama4", LlamaFamily::llama4),
              entry("llama4_text", LlamaFamily::llama4),
              entry("mamba", MambaFamily::mamba),
              entry("mamba2", MambaFamily::mamba2),
              entry("mimo", LlamaKin::miMo),
              entry("mimo_v2_flash", MixedHeadsFamily::miMoV2),
              entry("minicpm", LlamaKin::miniCpm),
              entry("minicpm3", DeepSeekFamily::miniCpm3),
              entry("minimax", HybridFamily::miniMax),
              entry("minimax_m1", HybridFamily::miniMax),
              entry("minimax_m2", MixtureFamily::miniMaxM2),
              entry("minimax_text_01", HybridFamily::miniMax),
              entry("ministral", LlamaKin::ministral),
              entry("ministral3", LlamaKin::ministral),
              entry("mistral", LlamaFamily::mistral),
              entry("mixtral", MixtureFamily::mixtral),
              entry("mpt", NeoxFamily::mpt),
              entry("nemotron", LlamaKin::nemotron),
              entry("nemotron_h", MambaFamily::nemotronH),
              entry("olmo", LlamaKin::olmo),
              entry("olmo2", LlamaFamily::olmo2),
              entry("olmo3", LlamaKin::olmo3),
              entry("olmoe", MixtureFamily::olmoe),
              entry("opt", GptFamily::opt),
              entry("orion", LlamaKin::orion),
              entry("persimmon", NeoxFamily::persimmon),
              entry("phi", GptFamily::phi),
              entry("phi-msft", GptFamily::phiMsft),
              entry("phi3", LlamaFamily::phi3),
              entry("phi3_v", LlamaFamily::phi3),
              entry("phi4mm", LlamaFamily::phi3),
              entry("phimoe", MixtureFamily::phiMoe),
              entry("qwen", LlamaKin::qwen),
              entry("qwen2", QwenFamily::qwen2),
              entry("qwen2_5_omni_text", QwenFamily::qwen2),
              entry("qwen2_5_vl", QwenFamily::qwen2),
              entry("qwen2_5_vl_text", QwenFamily::qwen2),
              entry("qwen2_moe", MixtureFamily::qwen2Moe),
              entry("qwen2_vl", QwenFamily::qwen2),
              entry("qwen2_vl_text", QwenFamily::qwen2),
              entry("qwen3", QwenFamily::qwen3),
              entry("qwen3_5", HybridFamily::qwen35),
              entry("qwen3_5_moe", HybridFamily::qwen3Next),
              entry("qwen3_5_moe_text", HybridFamily::qwen3Next),
              entry("qwen3_5_text", HybridFamily::qwen35),
              entry("qwen3_moe", QwenFamily::qwen3Moe),
              entry("qwen3_next", HybridFamily::qwen3Next),
              entry("qwen3_omni_moe_text", QwenFamily::qwen3Moe),
              entry("qwen3_vl", QwenFamily::qwen3),
              entry("qwen3_vl_moe", QwenFamily::qwen3Moe),
              entry("qwen3_vl_moe_text", QwenFamily::qwen3Moe),
              entry("qwen3_vl_text", QwenFamily::qwen3),
              entry("seed_oss", LlamaKin::seedOss),
              entry("smollm3", LlamaKin::smolLm3),
              entry("solar_open", MixtureFamily::glm4Moe),
              entry("stablelm", LlamaKin::stableLm),
              entry("stablelm_epoch", LlamaKin::stableLm),
              entry("starcoder2", NeoxFamily::starCoder2),
              entry("step3p5", MixedHeadsFamily::step35),
              entry("xverse", LlamaKin::untied)));

  private static final String COMPRESSED =
      "its layers cache keys that stand for several positions each, and pass several"
          + " residual streams";

  private static final String ENCODER =
      "an encoder, which sees a whole text at once and generates nothing token by token";

  private static final String WITH_ENCODER =
      "an encoder with a decoder that looks into it; only networks of one decoder are read";

  private static final String DIFFUSION =
      "a network that fills in a whole text at once by diffusion, not token by token";

  private static final String SEARCHED =
      "each of its layers has a shape of its own, which a search has found (block_configs)";

  /// Why a family cannot be read truthfully.
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("deepseek_v4", COMPRESSED),
          entry(
              "kimi_k3",
              "its experts lie behind a latent of their own, and its layers read what whole blocks"
                  + " of layers before them gave"),
          entry("bert", ENCODER),
          entry("roberta", ENCODER),
          entry("xlm-roberta", ENCODER),
          entry("distilbert", ENCODER),
          entry("albert", ENCODER),
          entry("electra", ENCODER),
          entry("mpnet", ENCODER),
          entry("deberta", ENCODER),
          entry("deberta-v2", ENCODER),
          entry("modernbert", ENCODER),
          entry("nomic_bert", ENCODER),
          entry("new", ENCODER),
          entry("jina_bert", ENCODER),
          entry("clip", ENCODER),
          entry("siglip", ENCODER),
          entry("wav2vec2", ENCODER),
          entry("hubert", ENCODER),
          entry("t5", WITH_ENCODER),
          entry("mt5", WITH_ENCODER),
          entry("umt5", WITH_ENCODER),
          entry("bart", WITH_ENCODER),
          entry("mbart", WITH_ENCODER),
          entry("pegasus", WITH_ENCODER),
          entry("marian", WITH_ENCODER),
          entry("m2m_100", WITH_ENCODER),
          entry("whisper", WITH_ENCODER),
          entry("t5gemma", WITH_ENCODER),
          entry(
              "mllama",
              "some of its layers look into what the vision tower made (cross_attention_layers)"),
          entry(
              "gemma3n",
              "its layers read an embedding of their own and pass several residual streams"),
          entry(
              "gemma3n_text",
              "its layers read an embedding of their own and pass several residual streams"),
          entry("llada", DIFFUSION),
          entry("llada2_moe", DIFFUSION),
          entry("dream", DIFFUSION),
          entry("nemotron-nas", SEARCHED),
          entry("deci", SEARCHED),
          entry("blt", "networks of bytes, in patches of different lengths, are not supported"),
          entry("xlstm", "recurrent networks of this kind are not supported"),
          entry("hunyuan", "its layers share keys and values with their neighbours (use_cla)"),
          entry("jetmoe", "its attention is made of experts too"),
          entry("openelm", "each of its layers has heads and a width of its own"),
          entry("phi4flash", "half of its layers read one cache, which another layer wrote"),
          entry("longcat_flash", "its layers attend twice, and some of its experts do nothing"),
          entry("zamba2", "its attention layers share weights with each other"),
          entry("rwkv", "recurrent networks of this kind are not supported"),
          entry("rwkv5", "recurrent networks of this kind are not supported"),
          entry("rwkv6", "recurrent networks of this kind are not supported"),
          entry("rwkv7", "recurrent networks of this kind are not supported"),
          entry("recurrent_gemma", "recurrent networks of this kind are not supported"),
          entry("medusa", "a head that drafts tokens for another network"),
          entry("eagle", "a head that drafts tokens for another network"),
          entry("mlp_speculator", "a head that drafts tokens for another network"));

  /// Keys that decide a shape: one that a family's reader does not ask for would be left out
  /// unnoticed.
  private static final Set<String> DECIDE_SHAPE =
      Set.of(
          "num_experts",
          "num_local_experts",
          "n_routed_experts",
          "moe_num_experts",
          "moe_intermediate_size",
          "moe_latent_size",
          "routed_expert_hidden_size",
          "mla_use_output_gate",
          "attn_res_block_size",
          "n_shared_experts",
          "num_shared_experts",
          "shared_expert_intermediate_size",
          "moe_shared_expert_intermediate_size",
          "shared_intermediate_size",
          "kv_lora_rank",
          "q_lora_rank",
          "index_n_heads",
          "index_topk",
          "attention_chunk_size",
          "attn_type_list",
          "hybrid_override_pattern",
          "layers_block_type",
          "linear_attn_config",
          "linear_num_key_heads",
          "mamba_d_state",
          "mamba_num_heads",
          "ssm_state_size",
          "conv_L_cache",
          "block_configs",
          "moba_block_size",
          "cross_attention_layers",
          "hidden_size_per_layer_input",
          "altup_num_inputs",
          "num_kv_shared_layers",
          "swa_num_attention_heads",
          "v_head_dim");

  private Families() {}

  /// The families that are read, in alphabetical order.
  public static List<String> names() {
    return List.copyOf(READ.keySet());
  }

  /// Whether a family is read.
  static boolean isRead(String family) {
    return READ.containsKey(family);
  }

  /// Reads a whole `config.json`.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong with it
  public static NetworkSpec read(String name, Document document) {
    Diagnostics diagnostics = new Diagnostics();
    Keys config = Keys.of(document, diagnostics);
    String type = config.word("model_type").orElse("");
    Optional<Part> part = REFUSED.containsKey(type) ? Optional.empty() : LanguagePart.in(config);
    String family = part.map(Part::family).orElse(type);
    Keys language = part.map(Part::config).orElse(config);
    diagnostics.throwIfAny();
    Family reader = READ.get(family);
    if (reader == null) {
      reportType(part.isPresent() && !REFUSED.containsKey(type) ? language : config, family);
      throw new InvalidInputException(diagnostics.found());
    }
    Architectures.check(config, type.isEmpty() ? family : type, READ.keySet());
    NetworkSpec network = reader.read(new Header(name, family), language);
    Optional<QuantizationConfig> quantization = QuantizationConfig.in(config);
    language.reportMisspelled("this family");
    language.reportUnread(
        DECIDE_SHAPE,
        ("must be no key of %s, whose shape it would decide unread, got %%s; correct model_type, or"
                + " remove the key")
            .formatted(family));
    config.refuseIfSet("is_encoder_decoder", "only networks without an encoder are supported");
    language.refuseIfSet("pruned_heads", "layers with fewer heads than others are not supported");
    diagnostics.throwIfAny();
    WeightLimit.check(network, document);
    if (part.isPresent()) {
      network = network.with(network.computation().within());
      if (part.get().around() != config) {
        network = network.with(LanguagePart.others(part.get().around(), network));
      }
    }
    return network
        .with(LanguagePart.others(config, network))
        .with(LanguagePart.drafts(language))
        .with(part.map(Part::assumption).orElse(Omissions.NONE))
        .with(quantization.map(QuantizationConfig::omissions).orElse(Omissions.NONE))
        .with(Architectures.omissions(config, family));
  }

  /// How another program has quantized the weights of a `config.json`'s network, where it says so.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with all that is wrong with it
  public static Optional<StoredWeights> quantized(Document document) {
    return QuantizationConfig.read(document).map(QuantizationConfig::stored);
  }

  /// What reading them takes; empty where no other program has quantized the weights.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with all that is wrong with it
  public static Optional<QuantizedFiles> quantization(Document document) {
    return QuantizationConfig.read(document).map(found -> found.files(document));
  }

  private static void reportType(Keys config, String type) {
    String refused = REFUSED.get(type);
    if (refused != null) {
      config.report(
          "model_type", "must be a family that can be read, got " + type + ": " + refused);
    } else if (!config.has("model_type") && config.has("dim") && config.has("n_layers")) {
      config.reportMissing(
          "model_type",
          "the name of a family in a config.json of HuggingFace's; a maker's own params.json is not"
              + " read");
    } else if (!config.has("model_type")) {
      config.reportMissing("model_type", "the name of a family, such as llama");
      config.reportMisspelled("this family");
    } else if (LanguagePart.isAround(type)) {
      config.reportMissing("text_config", "the language part's own config");
    } else {
      config.report(
          "model_type",
          "must be a family that is read, got %s%s; docs/families.md lists those that are"
              .formatted(type.isEmpty() ? "no name" : type, suggestion(config, type)));
    }
  }

  /// Families that differ by a digit are different families: a name is taken for a slip only where
  /// the file's class says so, or where it names none.
  private static String suggestion(Keys config, String type) {
    List<String> likely =
        READ.keySet().stream()
            .filter(family ->
                config.has("architectures")
                    ? Architectures.name(config, family)
                    : digits(family).equals(digits(type)))
            .toList();
    return Suggestion.didYouMean(type, likely);
  }

  private static String digits(String name) {
    return name.replaceAll("[^0-9]", "");
  }
}
