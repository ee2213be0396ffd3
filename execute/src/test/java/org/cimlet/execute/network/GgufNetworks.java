package org.cimlet.execute.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.tensor.file.Llama2cFile;
import org.cimlet.tensor.file.Tensor;

/// Writes llama2.c checkpoints as the converters to GGUF write networks of the llama family: under
/// their names, with neighbouring rows of queries and keys rotated together.
public final class GgufNetworks {
  private static final int F32 = 0;
  private static final int Q8_0 = 8;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("model.embed_tokens", "token_embd"),
          Map.entry("model.norm", "output_norm"),
          Map.entry("lm_head", "output"),
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private GgufNetworks() {}

  /// @param quantized whether matrices become Q8_0, as far as their rows are whole blocks
  public static void convert(Path checkpoint, Path gguf, boolean quantized) throws IOException {
    try (Llama2cFile file = Llama2cFile.open(checkpoint)) {
      new GgufNetworks().write(file, gguf, quantized);
    }
  }

  private void write(Llama2cFile file, Path gguf, boolean quantized) throws IOException {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("llama.block_count", file.layers());
    sizes.put("llama.context_length", file.context());
    sizes.put("llama.embedding_length", file.dim());
    sizes.put("llama.feed_forward_length", file.hiddenDim());
    sizes.put("llama.attention.head_count", file.heads());
    sizes.put("llama.attention.head_count_kv", file.kvHeads());
    sizes.put("tokenizer.ggml.eos_token_id", 1);
    List<Tensor> tensors = file.tensors().tensors();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    u32(3);
    u64(tensors.size());
    u64(sizes.size() + 2L);
    string("general.architecture");
    u32(8);
    string("llama");
    string("llama.attention.layer_norm_rms_epsilon");
    u32(6);
    u32(Float.floatToRawIntBits(1e-5f));
    sizes.forEach((key, size) -> {
      string(key);
      u32(4);
      u32(size);
    });
    List<byte[]> data = new ArrayList<>();
    long offset = 0;
    int headRows = file.dim() / file.heads();
    for (Tensor tensor : tensors) {
      boolean blocks = quantized && tensor.shape().size() == 2 && tensor.columns() % 32 == 0;
      byte[] bytes = bytes(tensor, headRows, blocks);
      string(name(tensor.name()));
      u32(tensor.shape().size());
      for (long dimension : tensor.shape().reversed()) {
        u64(dimension);
      }
      u32(blocks ? Q8_0 : F32);
      u64(offset);
      data.add(bytes);
      offset = Math.ceilDiv(offset + bytes.length, 32) * 32;
    }
    for (byte[] bytes : data) {
      pad();
      out.writeBytes(bytes);
    }
    Files.write(gguf, out.toByteArray());
  }

  private static String name(String theirs) {
    String bare = theirs.substring(0, theirs.length() - ".weight".length());
    if (!bare.startsWith("model.layers.")) {
      return NAMES.get(bare) + ".weight";
    }
    String[] parts = bare.substring("model.layers.".length()).split("\\.", 2);
    return "blk.%s.%s.weight".formatted(parts[0], NAMES.get(parts[1]));
  }

  /// Row `2i + j` of a head is HuggingFace's row `j * half + i`.
  private static byte[] bytes(Tensor tensor, int headRows, boolean blocks) {
    int columns = Math.toIntExact(tensor.columns());
    int rows = Math.toIntExact(tensor.rows());
    boolean rotated = tensor.name().contains("q_proj") || tensor.name().contains("k_proj");
    int rowBytes = blocks ? columns / 32 * 34 : columns * Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(rows * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      int within = row % headRows;
      int theirs = row - within + within % 2 * (headRows / 2) + within / 2;
      float[] values = tensor.row(rotated ? theirs : row);
      if (blocks) {
        quantize(values, bytes);
      } else {
        for (float value : values) {
          bytes.putFloat(value);
        }
      }
    }
    return bytes.array();
  }

  private static void quantize(float[] values, ByteBuffer bytes) {
    for (int first = 0; first < values.length; first += 32) {
      float largest = 0;
      for (int i = first; i < first + 32; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float scale = largest / 127;
      bytes.putShort(Float.floatToFloat16(scale));
      for (int i = first; i < first + 32; i++) {
        bytes.put((byte) (scale == 0 ? 0 : Math.round(values[i] / scale)));
      }
    }
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

  private void pad() {
    while (out.size() % 32 != 0) {
      out.write(0);
    }
  }
}
