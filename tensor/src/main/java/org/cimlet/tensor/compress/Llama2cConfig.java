package org.cimlet.tensor.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cimlet.tensor.file.Llama2cFile;
import org.cimlet.tensor.json.Json;

/// The `config.json` that a llama2.c checkpoint would have as a HuggingFace folder.
final class Llama2cConfig {
  private Llama2cConfig() {}

  static Json.Members of(Llama2cFile file) {
    SequencedMap<String, Json> config = new LinkedHashMap<>();
    config.put("architectures", new Json.Items(List.of(new Json.Text("LlamaForCausalLM"))));
    config.put("model_type", new Json.Text("llama"));
    number(config, "hidden_size", Integer.toString(file.dim()));
    number(config, "intermediate_size", Integer.toString(file.hiddenDim()));
    number(config, "num_hidden_layers", Integer.toString(file.layers()));
    number(config, "num_attention_heads", Integer.toString(file.heads()));
    number(config, "num_key_value_heads", Integer.toString(file.kvHeads()));
    number(config, "vocab_size", Integer.toString(file.vocabulary()));
    number(config, "max_position_embeddings", Integer.toString(file.context()));
    // constants of run.c
    config.put("hidden_act", new Json.Text("silu"));
    number(config, "rms_norm_eps", "1e-05");
    number(config, "rope_theta", "10000.0");
    number(config, "bos_token_id", "1");
    number(config, "eos_token_id", "1"); // it ends a text where the next begins
    config.put("tie_word_embeddings", file.sharedHead() ? Json.Literal.TRUE : Json.Literal.FALSE);
    config.put("torch_dtype", new Json.Text("float32"));
    return new Json.Members(config);
  }

  private static void number(SequencedMap<String, Json> config, String key, String digits) {
    config.put(key, new Json.Digits(digits));
  }
}
