package org.cimlet.conformance.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A llama of one layer in one file: sizes of 2 to 6, weights of 1/16.
final class SmallGguf {
  private static final int ALIGNMENT = 32;
  private static final int TEXT = 8;
  private static final int WHOLE = 4;
  private static final int REAL = 6;

  private final ByteBuffer out = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);

  private SmallGguf() {}

  static byte[] file() {
    return new SmallGguf().written();
  }

  private byte[] written() {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put("token_embd", new long[] {4, 5});
    tensors.put("blk.0.attn_norm", new long[] {4});
    tensors.put("blk.0.attn_q", new long[] {4, 4});
    tensors.put("blk.0.attn_k", new long[] {4, 2});
    tensors.put("blk.0.attn_v", new long[] {4, 2});
    tensors.put("blk.0.attn_output", new long[] {4, 4});
    tensors.put("blk.0.ffn_norm", new long[] {4});
    tensors.put("blk.0.ffn_gate", new long[] {4, 6});
    tensors.put("blk.0.ffn_up", new long[] {4, 6});
    tensors.put("blk.0.ffn_down", new long[] {6, 4});
    tensors.put("output_norm", new long[] {4});
    tensors.put("output", new long[] {4, 5});
    tensors.put("rope_freqs", new long[] {1});
    out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3);
    out.putLong(tensors.size()).putLong(9);
    text("general.architecture");
    out.putInt(TEXT);
    text("llama");
    whole("block_count", 1);
    whole("context_length", 8);
    whole("embedding_length", 4);
    whole("feed_forward_length", 6);
    whole("attention.head_count", 2);
    whole("attention.head_count_kv", 1);
    real("attention.layer_norm_rms_epsilon", 1e-5f);
    real("rope.freq_base", 1e4f);
    long offset = 0;
    for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
      text(tensor.getKey() + ".weight");
      out.putInt(tensor.getValue().length);
      Arrays.stream(tensor.getValue()).forEach(out::putLong);
      out.putInt(0).putLong(offset);
      offset += aligned(Float.BYTES * elements(tensor.getValue()));
    }
    out.position((int) aligned(out.position()));
    for (long[] shape : tensors.values()) {
      for (long i = 0; i < elements(shape); i++) {
        out.putFloat(0.0625f);
      }
      out.position((int) aligned(out.position()));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void whole(String key, int value) {
    text("llama." + key);
    out.putInt(WHOLE).putInt(value);
  }

  private void real(String key, float value) {
    text("llama." + key);
    out.putInt(REAL).putFloat(value);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
  }
}
