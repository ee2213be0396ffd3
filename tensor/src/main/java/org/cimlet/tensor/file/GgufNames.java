package org.cimlet.tensor.file;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HuggingFace's names of a GGUF file's tensors.
final class GgufNames {
  private static final Pattern OF_LAYER = Pattern.compile("blk\\.([0-9]+)\\.(.+)\\.(weight|bias)");

  private static final Map<String, String> WHOLE =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("attn_norm", "input_layernorm"),
          Map.entry("attn_q", "self_attn.q_proj"),
          Map.entry("attn_k", "self_attn.k_proj"),
          Map.entry("attn_v", "self_attn.v_proj"),
          Map.entry("attn_output", "self_attn.o_proj"),
          Map.entry("attn_q_norm", "self_attn.q_norm"),
          Map.entry("attn_k_norm", "self_attn.k_norm"),
          Map.entry("ffn_norm", "post_attention_layernorm"),
          Map.entry("ffn_gate", "mlp.gate_proj"),
          Map.entry("ffn_up", "mlp.up_proj"),
          Map.entry("ffn_down", "mlp.down_proj"),
          Map.entry("ffn_gate_inp", "mlp.gate"),
          Map.entry("ffn_gate_exps", "mlp.experts.gate_proj"),
          Map.entry("ffn_up_exps", "mlp.experts.up_proj"),
          Map.entry("ffn_down_exps", "mlp.experts.down_proj"));

  /// Networks with norms behind attention and feed-forward too.
  private static final Map<String, String> AROUND =
      Map.of(
          "post_attention_norm", "post_attention_layernorm",
          "ffn_norm", "pre_feedforward_layernorm",
          "post_ffw_norm", "post_feedforward_layernorm");

  private GgufNames() {}

  /// The name in a HuggingFace folder of the llama family; the file's own where that has none.
  ///
  /// @param around whether norms stand behind attention and feed-forward too
  static String huggingFace(String name, boolean around) {
    Matcher layer = OF_LAYER.matcher(name);
    if (!layer.matches()) {
      return WHOLE.getOrDefault(name, name);
    }
    String part = around ? AROUND.get(layer.group(2)) : null;
    if (part == null) {
      part = PARTS.get(layer.group(2));
    }
    return part == null
        ? name
        : "model.layers.%s.%s.%s".formatted(layer.group(1), part, layer.group(3));
  }
}
