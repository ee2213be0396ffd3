package org.cimlet.tensor.compress;

import java.util.Set;
import java.util.regex.Pattern;

/// Which tensors of a HuggingFace folder are linears of a layer, by their names.
final class LinearNames {
  private static final Pattern IN_A_LAYER =
      Pattern.compile("(?:.*\\.)?(?:layers|h|blocks)\\.\\d+\\.(?:.*\\.)?(\\w+)\\.weight");

  private static final Set<String> LINEARS =
      Set.of(
          "q_proj",
          "k_proj",
          "v_proj",
          "o_proj",
          "out_proj",
          "qkv_proj", // llama, OPT, Phi-3
          "q_a_proj",
          "q_b_proj",
          "kv_a_proj_with_mqa",
          "kv_b_proj", // DeepSeek
          "gate_proj",
          "up_proj",
          "down_proj",
          "gate_up_proj",
          "fc1",
          "fc2",
          "fc_in",
          "fc_out",
          "w1",
          "w2",
          "w3", // Mixtral
          "c_attn",
          "c_proj",
          "c_fc", // GPT-2
          "query_key_value",
          "dense",
          "dense_h_to_4h",
          "dense_4h_to_h", // GPT-NeoX, Falcon
          "in_proj",
          "x_proj",
          "dt_proj", // state spaces, short convolutions
          "in_proj_qkvz",
          "in_proj_ba",
          "in_proj_qkv",
          "in_proj_z",
          "in_proj_b",
          "in_proj_a", // delta rules
          "b_proj",
          "f_a_proj",
          "f_b_proj",
          "g_a_proj",
          "g_b_proj", // Kimi's
          "output_gate", // lightning attention
          "wq_b",
          "wk",
          "weights_proj", // indexers
          "input_linear",
          "output_linear"); // Granite

  /// GPT-2's own linears, which it stores as `[inputs, outputs]`.
  private static final Set<String> COLUMNS = Set.of("c_attn", "c_proj", "c_fc");

  private LinearNames() {}

  static boolean isLinear(String tensor) {
    var name = IN_A_LAYER.matcher(tensor);
    return name.matches() && LINEARS.contains(name.group(1));
  }

  /// @param family `model_type` of config.json
  static boolean storesColumns(String family, String tensor) {
    var name = IN_A_LAYER.matcher(tensor);
    return family.equals("gpt2") && name.matches() && COLUMNS.contains(name.group(1));
  }
}
