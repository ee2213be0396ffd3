package org.cimlet.tensor.file;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `config.json` that a GGUF file's network would have as a HuggingFace folder.
final class GgufConfig {
  /// `model_type`s by `general.architecture`.
  private static final Map<String, String> FAMILIES =
      new TreeMap<>(
          Map.of(
              "gemma", "gemma",
              "gemma2", "gemma2",
              "gemma3", "gemma3_text",
              "llama", "llama",
              "phi3", "phi3",
              "qwen2", "qwen2",
              "qwen2moe", "qwen2_moe",
              "qwen3", "qwen3",
              "qwen3moe", "qwen3_moe"));

  /// Whole numbers that mean the same under another name, after the architecture's.
  private static final Map<String, String> WHOLE =
      Map.ofEntries(
          Map.entry("block_count", "num_hidden_layers"),
          Map.entry("context_length", "max_position_embeddings"),
          Map.entry("embedding_length", "hidden_size"),
          Map.entry("feed_forward_length", "intermediate_size"),
          Map.entry("attention.head_count", "num_attention_heads"),
          Map.entry("attention.head_count_kv", "num_key_value_heads"),
          Map.entry("attention.key_length", "head_dim"),
          Map.entry("attention.sliding_window", "sliding_window"),
          Map.entry("expert_used_count", "num_experts_per_tok"),
          Map.entry("expert_feed_forward_length", "moe_intermediate_size"),
          Map.entry("expert_shared_feed_forward_length", "shared_expert_intermediate_size"));

  private static final int MOST_FACTORS = 1 << 12;
  private static final int GEMMA2_27B_LAYERS = 46;
  private static final int GEMMA3_27B_LAYERS = 62;

  private final GgufFile file;
  private final String architecture;
  private final ObjectNode config = JsonNodeFactory.instance.objectNode();

  private GgufConfig(GgufFile file, String architecture) {
    this.file = file;
    this.architecture = architecture;
  }

  /// @throws InvalidInputException where the file describes no network that is read
  static String of(GgufFile file) {
    String name = file.tensors().name();
    if (file.metadata().isEmpty() && file.tensors().tensors().isEmpty()) {
      throw InvalidInputException.of(
          name,
          "must hold a network, got a GGUF file without metadata or tensors; fetch or convert it"
              + " again");
    }
    String architecture =
        file.text("general.architecture")
            .orElseThrow(() ->
                new Faults(name)
                    .only(
                        "general.architecture",
                        "must name the network's family, got none; convert the file again"));
    if (!FAMILIES.containsKey(architecture)) {
      throw new Faults(name)
          .only(
              "general.architecture",
              "must be one of %s to be read from a GGUF file, got %s; name the folder it was converted from"
                  .formatted(String.join(", ", FAMILIES.keySet()), Shown.name(architecture)));
    }
    return new GgufConfig(file, architecture).text();
  }

  private String text() {
    boolean experts = number("expert_count").filter(count -> count > 0).isPresent();
    boolean mixtral = experts && architecture.equals("llama");
    config.put("model_type", mixtral ? "mixtral" : FAMILIES.get(architecture));
    WHOLE.forEach((theirs, ours) -> number(theirs).ifPresent(value -> config.put(ours, value)));
    if (experts) {
      config.put(
          mixtral ? "num_local_experts" : "num_experts", number("expert_count").orElseThrow());
    }
    if (architecture.equals("qwen3moe")) {
      config.put("norm_topk_prob", true); // the program that reads such files takes it for granted
    }
    gemma();
    real("attention.layer_norm_rms_epsilon").ifPresent(value -> config.put("rms_norm_eps", value));
    real("rope.freq_base").ifPresent(value -> config.put("rope_theta", value));
    scaling();
    file.tensors()
        .find("token_embd.weight")
        .ifPresent(embedding -> config.put("vocab_size", embedding.rows()));
    if (file.tensors().find("blk.0.attn_q.bias").isPresent()) {
      config.put("attention_bias", true);
    }
    config.put("tie_word_embeddings", file.tensors().find("output.weight").isEmpty());
    file.whole("tokenizer.ggml.eos_token_id").ifPresent(end -> config.put("eos_token_id", end));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(config);
  }

  /// Gemma's soft caps; what its scores are scaled by is not in the file, and is the width of a
  /// head in all but the largest networks.
  private void gemma() {
    real("attn_logit_softcapping").ifPresent(cap -> config.put("attn_logit_softcapping", cap));
    real("final_logit_softcapping").ifPresent(cap -> config.put("final_logit_softcapping", cap));
    long layers = number("block_count").orElse(0L);
    boolean largest =
        (architecture.equals("gemma2") && layers == GEMMA2_27B_LAYERS)
            || (architecture.equals("gemma3") && layers == GEMMA3_27B_LAYERS);
    Optional<Long> width = number("attention.key_length");
    Optional<Long> heads = number("attention.head_count").filter(count -> count > 0);
    if (largest && heads.isPresent()) {
      width = number("embedding_length").map(hidden -> hidden / heads.get());
    }
    if (architecture.startsWith("gemma")) {
      width.ifPresent(scalar -> config.put("query_pre_attn_scalar", scalar));
    }
  }

  /// What each pair's frequency is divided by may stand among the tensors: for all texts (Llama
  /// 3.1), or for short and long ones (Phi-3).
  private void scaling() {
    Optional<Tensor> all = file.tensors().find("rope_freqs.weight");
    boolean factors =
        all.isPresent() || file.tensors().find("rope_factors_long.weight").isPresent();
    String type =
        file.text(architecture + ".rope.scaling.type").orElse(factors ? "factors" : "none");
    if (all.isPresent()) {
      ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", "longrope");
      scaling.put("attention_factor", 1);
      for (double factor : factors(all.get())) {
        scaling.withArray("short_factor").add(factor);
        scaling.withArray("long_factor").add(factor);
      }
    } else if (!type.equals("none")) {
      ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", type);
      real("rope.scaling.factor").ifPresent(value -> scaling.put("factor", value));
    }
  }

  /// As many as half the widest head that is believed, at most.
  private float[] factors(Tensor tensor) {
    if (tensor.shape().size() != 1
        || tensor.columns() > MOST_FACTORS
        || tensor.type().isInteger()) {
      throw new Faults(file.tensors().name())
          .only(
              tensor.name(),
              "must be a vector of at most %s floats, got %s; convert the file again"
                  .formatted(MOST_FACTORS, tensor.shape()));
    }
    float[] factors = new float[Math.toIntExact(tensor.columns())];
    tensor.readRow(0, factors);
    for (float factor : factors) {
      if (!(factor > 0 && Float.isFinite(factor))) {
        throw new Faults(file.tensors().name())
            .only(
                tensor.name(),
                "must hold numbers above 0, got %s; convert the file again".formatted(factor));
      }
    }
    return factors;
  }

  private Optional<Long> number(String key) {
    return file.whole(architecture + "." + key);
  }

  private Optional<Double> real(String key) {
    @Nullable GgufValue value = file.metadata().get(architecture + "." + key);
    return value instanceof GgufValue.Real(double real) ? Optional.of(real) : Optional.empty();
  }
}
