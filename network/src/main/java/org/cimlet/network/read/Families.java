package org.cimlet.network.read;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.Family.Header;

/// Every family that is read, by its `model_type`, and those known to be beyond a [NetworkSpec].
final class Families {
  private static final Map<String, Family> READ =
      new TreeMap<>(
          Map.ofEntries(
              entry("deepseek_v2", DeepSeekFamily::v2),
              entry("deepseek_v3", DeepSeekFamily::v3),
              entry("gemma", GemmaFamily::gemma),
              entry("gemma2", GemmaFamily::gemma2),
              entry("gemma3", GemmaFamily::gemma3),
              entry("gemma3_text", GemmaFamily::gemma3Text),
              entry("gpt2", GptFamily::gpt2),
              entry("gpt_oss", GptOssFamily::gptOss),
              entry("gptj", GptFamily::gptJ),
              entry("kimi_k2", DeepSeekFamily::v3),
              entry("llama", LlamaFamily::llama),
              entry("mistral", LlamaFamily::mistral),
              entry("mixtral", MixtralFamily::mixtral),
              entry("olmo2", LlamaFamily::olmo2),
              entry("opt", OptFamily::opt),
              entry("phi", GptFamily::phi),
              entry("phi-msft", GptFamily::phiMsft),
              entry("phi3", LlamaFamily::phi3),
              entry("qwen2", QwenFamily::qwen2),
              entry("qwen3", QwenFamily::qwen3),
              entry("qwen3_moe", QwenFamily::qwen3Moe)));

  private static final String LLAMA4 =
      "its attention works in chunks: a token looks back to the start of its chunk of"
          + " attention_chunk_size positions, which no window expresses; only full and sliding attention are read";

  /// Why a family cannot be read truthfully.
  private static final Map<String, String> REFUSED =
      Map.of(
          "deepseek_v32",
          "its sparse attention is not supported: an indexer (index_n_heads, index_head_dim) with"
              + " weights and cached keys of its own picks the index_topk positions a token looks"
              + " back on; deepseek_v3 is the same network without it",
          "llama4",
          LLAMA4,
          "llama4_text",
          LLAMA4);

  private Families() {}

  /// The families that are read, in alphabetical order.
  static List<String> names() {
    return List.copyOf(READ.keySet());
  }

  /// Reads a whole `config.json`.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong with it
  static NetworkSpec read(String name, Document document) {
    Diagnostics diagnostics = new Diagnostics();
    Keys config = Keys.of(document, diagnostics);
    String type = config.word("model_type").orElse("");
    Family family = READ.get(type);
    if (family == null) {
      reportType(config, type);
      throw new InvalidInputException(diagnostics.found());
    }
    NetworkSpec network = family.read(new Header(name, type), config);
    config.reportMisspelled("this family");
    config.refuseIfSet("is_encoder_decoder", "only networks without an encoder are supported");
    config.refuseIfSet("pruned_heads", "layers with fewer heads than others are not supported");
    diagnostics.throwIfAny();
    WeightLimit.check(network, document);
    return network;
  }

  private static void reportType(Keys config, String type) {
    String refused = REFUSED.get(type);
    if (refused != null) {
      config.report(
          "model_type", "must be a family that can be read, got " + type + ": " + refused);
    } else if (!config.has("model_type")) {
      config.reportMissing("model_type", "the name of a family, such as llama");
      config.reportMisspelled("this family");
    } else if (!type.isEmpty()) {
      config.report(
          "model_type",
          "must be one of %s, got %s%s; only these families are read"
              .formatted(String.join(", ", names()), type, Suggestion.didYouMean(type, names())));
    }
  }
}
