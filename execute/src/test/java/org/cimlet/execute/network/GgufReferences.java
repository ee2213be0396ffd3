package org.cimlet.execute.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes references as the converters to GGUF write them: under their names, experts in one
/// tensor, one added to Gemma's norms, neighbouring rows of the llama architecture's queries and
/// keys rotated together.
public final class GgufReferences {
  private static final Pattern OF_LAYER =
      Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.weight");
  private static final Pattern EXPERT =
      Pattern.compile("(?:mlp|block_sparse_moe)\\.experts\\.(\\d+)\\.(\\w+)");
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("mlp.gate", "ffn_gate_inp"),
          Map.entry("block_sparse_moe.gate", "ffn_gate_inp"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"),
          Map.entry("gate_proj", "ffn_gate_exps"),
          Map.entry("up_proj", "ffn_up_exps"),
          Map.entry("down_proj", "ffn_down_exps"),
          Map.entry("w1", "ffn_gate_exps"),
          Map.entry("w3", "ffn_up_exps"),
          Map.entry("w2", "ffn_down_exps"));
  private static final Map<String, String> AROUND =
      Map.of(
          "post_attention_layernorm", "post_attention_norm",
          "pre_feedforward_layernorm", "ffn_norm",
          "post_feedforward_layernorm", "post_ffw_norm");
  private static final Map<String, String> WHOLE =
      Map.of(
          "model.embed_tokens.weight", "token_embd.weight",
          "model.norm.weight", "output_norm.weight",
          "lm_head.weight", "output.weight");
  private static final int HEAD_ROWS = 8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private GgufReferences() {}

  /// A tensor under its name in the file.
  private record Stored(List<Long> shape, List<float[]> parts) {}

  /// @param metadata whole numbers and floats, by names after the architecture's
  /// @param factors of the frequencies of rotation; empty where none stand in the file
  public static void write(
      Path gguf,
      List<String> lines,
      String architecture,
      Map<String, Number> metadata,
      float... factors)
      throws IOException {
    new GgufReferences().written(gguf, WrittenNetworks.of(lines), architecture, metadata, factors);
  }

  private static Map<String, Stored> stored(WrittenNetworks network, String architecture) {
    boolean around =
        network.values().containsKey("model.layers.0.pre_feedforward_layernorm.weight");
    Map<String, Stored> stored = new TreeMap<>();
    Map<String, TreeMap<Integer, float[]>> experts = new TreeMap<>();
    network
        .values()
        .forEach((name, values) -> {
          List<Long> shape = network.shape(name);
          Matcher layer = OF_LAYER.matcher(name);
          if (!layer.matches()) {
            stored.put(
                WHOLE.get(name), new Stored(shape, List.of(changed(name, values, architecture))));
            return;
          }
          Matcher expert = EXPERT.matcher(layer.group(2));
          String front = "blk." + layer.group(1) + ".";
          if (expert.matches()) {
            String theirs = front + NAMES.get(expert.group(2)) + ".weight";
            experts
                .computeIfAbsent(theirs, _ -> new TreeMap<>())
                .put(Integer.valueOf(expert.group(1)), values);
            List<Long> all = new ArrayList<>(shape);
            all.addFirst((long) experts.get(theirs).size());
            stored.put(theirs, new Stored(all, List.copyOf(experts.get(theirs).values())));
          } else {
            String part = around ? AROUND.get(layer.group(2)) : null;
            stored.put(
                front + (part == null ? NAMES.get(layer.group(2)) : part) + ".weight",
                new Stored(shape, List.of(changed(name, values, architecture))));
          }
        });
    return stored;
  }

  private static float[] changed(String name, float[] values, String architecture) {
    float[] changed = values.clone();
    if (architecture.startsWith("gemma") && name.endsWith("norm.weight")) {
      for (int i = 0; i < changed.length; i++) {
        changed[i] += 1;
      }
    }
    if (architecture.equals("llama") && (name.contains("q_proj") || name.contains("k_proj"))) {
      int columns = 24;
      for (int row = 0; row < values.length / columns; row++) {
        int within = row % HEAD_ROWS;
        int theirs = row - within + within % 2 * (HEAD_ROWS / 2) + within / 2;
        System.arraycopy(values, theirs * columns, changed, row * columns, columns);
      }
    }
    return changed;
  }

  private void written(
      Path gguf,
      WrittenNetworks network,
      String architecture,
      Map<String, Number> metadata,
      float... factors)
      throws IOException {
    Map<String, Stored> tensors = stored(network, architecture);
    if (factors.length > 0) {
      tensors.put(
          "rope_freqs.weight", new Stored(List.of((long) factors.length), List.of(factors)));
    }
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    u32(3);
    u64(tensors.size());
    u64(metadata.size() + 1L);
    string("general.architecture");
    u32(8);
    string(architecture);
    for (Map.Entry<String, Number> entry : metadata.entrySet()) {
      string(architecture + "." + entry.getKey());
      if (entry.getValue() instanceof Integer whole) {
        u32(4);
        u32(whole);
      } else {
        u32(6);
        u32(Float.floatToRawIntBits(entry.getValue().floatValue()));
      }
    }
    long offset = 0;
    for (Map.Entry<String, Stored> tensor : tensors.entrySet()) {
      string(tensor.getKey());
      u32(tensor.getValue().shape().size());
      for (long dimension : tensor.getValue().shape().reversed()) {
        u64(dimension);
      }
      u32(0);
      u64(offset);
      long bytes =
          tensor.getValue().parts().stream()
              .mapToLong(part -> (long) Float.BYTES * part.length)
              .sum();
      offset = Math.ceilDiv(offset + bytes, 32) * 32;
    }
    for (Stored tensor : tensors.values()) {
      while (out.size() % 32 != 0) {
        out.write(0);
      }
      for (float[] part : tensor.parts()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * part.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(part);
        out.writeBytes(bytes.array());
      }
    }
    Files.write(gguf, out.toByteArray());
  }

  private void u32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void u64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    u64(utf8.length);
    out.writeBytes(utf8);
  }
}
