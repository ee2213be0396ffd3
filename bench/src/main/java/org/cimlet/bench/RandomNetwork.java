package org.cimlet.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;

/// A folder like `cimlet compress` makes of LLaMA-2-7B, its weights drawn by chance: for the speed
/// of a real shape where there is no room for, or no right to, the real weights.
///
/// The head is stored as dense INT8; the vocabulary is the 256 bytes and made-up words.
final class RandomNetwork {
  private static final int HIDDEN = 4096;
  private static final int LAYERS = 32;
  private static final int VOCABULARY = 32_000;
  private static final String[] LINEARS = {
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj"
  };

  private final Path folder;
  private final List<Linear> linears = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  /// A matrix of the network.
  private record Linear(String name, int outputs, int inputs, Pattern pattern) {
    List<Outline> outlines() {
      List<Outline> outlines = new ArrayList<>();
      long rows = outputs;
      if (pattern.isDense()) {
        outlines.add(new Outline(name + ".values", ElementType.I8, List.of(rows, (long) inputs)));
      } else {
        long groups = pattern.groupsPerRow(inputs);
        outlines.add(
            new Outline(
                name + ".values", ElementType.I8, List.of(rows, groups, (long) pattern.kept())));
        outlines.add(
            new Outline(
                name + ".mask", ElementType.U8, List.of(rows, pattern.maskBytesPerRow(inputs))));
      }
      outlines.add(new Outline(name + ".scale", ElementType.F32, List.of(rows, 1L)));
      return outlines;
    }

    String config() {
      return """
      "%s": {"pattern": "%s", "outputs": %s, "inputs": %s, "inputs_per_scale": %s, "transposed": false}\
      """
          .formatted(name, pattern, outputs, inputs, inputs);
    }
  }

  private RandomNetwork(Path folder, Pattern pattern) {
    this.folder = folder;
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int i = 0; i < LINEARS.length; i++) {
        int[] shape = PackedKernel.LAYER[i];
        String name = "model.layers.%s.%s.weight".formatted(layer, LINEARS[i]);
        linears.add(new Linear(name, shape[0], shape[1], pattern));
      }
    }
    linears.add(new Linear("lm_head.weight", VOCABULARY, HIDDEN, Pattern.DENSE));
  }

  /// @param folder made where it is not there
  /// @throws IOException if the disk fails
  static void write(Path folder, Pattern pattern) throws IOException {
    Files.createDirectories(folder);
    RandomNetwork network = new RandomNetwork(folder, pattern);
    network.writeTensors();
    Files.writeString(folder.resolve("config.json"), network.config());
    Files.write(folder.resolve("tokenizer.bin"), vocabulary());
  }

  private void writeTensors() {
    List<Outline> outlines = new ArrayList<>();
    outlines.add(
        new Outline(
            "model.embed_tokens.weight",
            ElementType.F16,
            List.of((long) VOCABULARY, (long) HIDDEN)));
    List<String> norms = new ArrayList<>(List.of("model.norm.weight"));
    for (int layer = 0; layer < LAYERS; layer++) {
      norms.add("model.layers.%s.input_layernorm.weight".formatted(layer));
      norms.add("model.layers.%s.post_attention_layernorm.weight".formatted(layer));
    }
    norms.forEach(norm -> outlines.add(new Outline(norm, ElementType.F32, List.of((long) HIDDEN))));
    linears.forEach(linear -> outlines.addAll(linear.outlines()));
    Path file = folder.resolve("model.safetensors");
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, new LinkedHashMap<>(), outlines)) {
      for (int word = 0; word < VOCABULARY; word++) {
        writer.write("model.embed_tokens.weight", embedding());
      }
      norms.forEach(norm -> writer.write(norm, ones()));
      linears.forEach(linear -> write(linear, writer));
      writer.finish();
    }
  }

  private MemorySegment embedding() {
    ByteBuffer row = ByteBuffer.allocate(2 * HIDDEN).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < HIDDEN; i++) {
      row.putShort(Float.floatToFloat16(random.nextFloat(-1, 1)));
    }
    return MemorySegment.ofBuffer(row.flip());
  }

  private static MemorySegment ones() {
    ByteBuffer row = ByteBuffer.allocate(4 * HIDDEN).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < HIDDEN; i++) {
      row.putFloat(1);
    }
    return MemorySegment.ofBuffer(row.flip());
  }

  private void write(Linear linear, SafetensorsWriter writer) {
    WeightMatrix matrix =
        RandomMatrices.draw(linear.outputs(), linear.inputs(), linear.pattern(), random);
    writer.write(linear.name() + ".values", matrix.values());
    if (matrix instanceof PackedMatrix packed) {
      writer.write(linear.name() + ".mask", packed.masks());
    }
    writer.write(linear.name() + ".scale", matrix.scales());
  }

  private String config() {
    return """
    {
      "model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008,
      "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 32,
      "vocab_size": 32000, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05,
      "hidden_act": "silu", "tie_word_embeddings": false, "bos_token_id": 1, "eos_token_id": 2,
      "cimlet": {
        "format_version": 1, "weights": "int8", "method": "random",
        "tensors": {
          %s
        }
      }
    }
    """
        .formatted(String.join(",\n      ", linears.stream().map(Linear::config).toList()));
  }

  /// The vocabulary of a llama2.c checkpoint: specials, bytes, words.
  private static byte[] vocabulary() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(16).array());
    for (int token = 0; token < VOCABULARY; token++) {
      String word =
          switch (token) {
            case 0 -> "<unk>";
            case 1 -> "\n<s>\n";
            case 2 -> "\n</s>\n";
            default -> token < 3 + 256 ? "<0x%02X>".formatted(token - 3) : " w" + token;
          };
      byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat(0)
              .putInt(utf8.length)
              .array());
      out.writeBytes(utf8);
    }
    return out.toByteArray();
  }
}
