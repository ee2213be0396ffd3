package org.cimlet.tensor.file;

/// The `config.json` that a llama2.c checkpoint would have as a HuggingFace folder.
final class Llama2cConfig {
  private Llama2cConfig() {}

  /// With the constants of `run.c`; the token that begins a text ends it, where the next begins.
  static String of(Llama2cFile file) {
    return """
    {
      "architectures": [
        "LlamaForCausalLM"
      ],
      "model_type": "llama",
      "hidden_size": %s,
      "intermediate_size": %s,
      "num_hidden_layers": %s,
      "num_attention_heads": %s,
      "num_key_value_heads": %s,
      "vocab_size": %s,
      "max_position_embeddings": %s,
      "hidden_act": "silu",
      "rms_norm_eps": 1e-05,
      "rope_theta": 10000.0,
      "bos_token_id": 1,
      "eos_token_id": 1,
      "tie_word_embeddings": %s,
      "torch_dtype": "float32"
    }
    """
        .formatted(
            file.dim(),
            file.hiddenDim(),
            file.layers(),
            file.heads(),
            file.kvHeads(),
            file.vocabulary(),
            file.context(),
            file.sharedHead());
  }
}
