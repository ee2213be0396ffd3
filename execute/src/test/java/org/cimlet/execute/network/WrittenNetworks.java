package org.cimlet.execute.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;

/// Writes networks as HuggingFace folders.
public final class WrittenNetworks {
  public static final String LLAMA_CONFIG =
      """
      {"model_type": "llama", "hidden_size": 36, "num_hidden_layers": 3, "num_attention_heads": 6,
       "num_key_value_heads": 2, "intermediate_size": 50, "vocab_size": 31,
       "max_position_embeddings": 48, "rms_norm_eps": 1e-05, "hidden_act": "silu",
       "rope_scaling": null, "tie_word_embeddings": false, "eos_token_id": [2, 7],
       "torch_dtype": "float32"}
      """;

  static final String GPT2_CONFIG =
      """
      {"model_type": "gpt2", "n_embd": 24, "n_layer": 2, "n_head": 3, "vocab_size": 29,
       "n_positions": 40, "n_ctx": 40, "layer_norm_epsilon": 1e-05,
       "activation_function": "gelu_new", "eos_token_id": 28, "attn_pdrop": 0.1}
      """;

  private final Map<String, float[]> values = new TreeMap<>();
  private final Map<String, List<Long>> shapes = new TreeMap<>();

  private WrittenNetworks() {}

  /// The random llama network of those sizes.
  public static void llama(Path folder, Network network) {
    WrittenNetworks out = new WrittenNetworks();
    out.matrix("model.embed_tokens.weight", network.embedding());
    for (int i = 0; i < network.layers().size(); i++) {
      Network.Layer layer = network.layers().get(i);
      String at = "model.layers." + i + ".";
      out.vector(at + "input_layernorm.weight", layer.attentionNorm().weight());
      out.vector(at + "post_attention_layernorm.weight", layer.feedForwardNorm().weight());
      for (WeightedLinear linear : layer.queryKeyValue()) {
        out.linear(at + "self_attn." + linear.name(), linear);
      }
      out.linear(at + "self_attn.o_proj", layer.attentionOut());
      for (WeightedLinear linear : layer.feedForwardIn()) {
        out.linear(at + "mlp." + linear.name(), linear);
      }
      out.linear(at + "mlp.down_proj", layer.feedForwardOut());
    }
    out.vector("model.norm.weight", network.finalNorm().weight());
    out.linear("lm_head", network.head());
    out.write(folder, LLAMA_CONFIG);
  }

  /// The random GPT-2 of those sizes, as HuggingFace stores it: queries, keys and values are one
  /// matrix, and matrices are `[inputs, outputs]`.
  public static void gpt2(Path folder, Network network, String prefix) {
    WrittenNetworks out = new WrittenNetworks();
    out.matrix(prefix + "wte.weight", network.embedding());
    out.matrix(prefix + "wpe.weight", network.positions().orElseThrow());
    for (int i = 0; i < network.layers().size(); i++) {
      Network.Layer layer = network.layers().get(i);
      String at = prefix + "h." + i + ".";
      out.norm(at + "ln_1", layer.attentionNorm());
      out.norm(at + "ln_2", layer.feedForwardNorm());
      out.transposed(at + "attn.c_attn", layer.queryKeyValue());
      out.transposed(at + "attn.c_proj", List.of(layer.attentionOut()));
      out.transposed(at + "mlp.c_fc", layer.feedForwardIn());
      out.transposed(at + "mlp.c_proj", List.of(layer.feedForwardOut()));
    }
    out.norm(prefix + "ln_f", network.finalNorm());
    out.write(folder, GPT2_CONFIG);
  }

  /// The network of a reference, whose weights follow from their names.
  public static void reference(Path folder, List<String> lines) {
    String config =
        lines.stream().filter(line -> line.startsWith("config ")).findFirst().orElseThrow();
    of(lines).write(folder, config.substring("config ".length()));
  }

  /// The tensors of a reference, by their names.
  static WrittenNetworks of(List<String> lines) {
    WrittenNetworks out = new WrittenNetworks();
    for (String line : lines) {
      if (line.startsWith("tensor ")) {
        String[] words = line.split(" ", -1);
        List<Long> shape = Arrays.stream(words[2].split("x", -1)).map(Long::valueOf).toList();
        out.shapes.put(words[1], shape);
        out.values.put(
            words[1],
            made(words[1], shape, Double.parseDouble(words[3]), Double.parseDouble(words[4])));
      }
    }
    return out;
  }

  Map<String, float[]> values() {
    return values;
  }

  List<Long> shape(String name) {
    return Objects.requireNonNull(shapes.get(name));
  }

  /// As `forward.py` says.
  private static float[] made(String name, List<Long> shape, double scale, double offset) {
    CRC32 seed = new CRC32();
    seed.update(name.getBytes(StandardCharsets.UTF_8));
    long state = seed.getValue();
    float[] made =
        new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < made.length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      made[i] = (float) (offset + scale * (2 * (state >>> 33) / 0x1p31 - 1));
    }
    return made;
  }

  private void norm(String name, NormWeights norm) {
    vector(name + ".weight", norm.weight());
    vector(name + ".bias", norm.bias().orElseThrow());
  }

  private void linear(String name, WeightedLinear linear) {
    matrix(name + ".weight", ((LinearWeights.Floats) linear.weights()).rows());
    linear.bias().ifPresent(bias -> vector(name + ".bias", bias));
  }

  private void transposed(String name, List<WeightedLinear> linears) {
    int outputs = linears.stream().mapToInt(l -> l.weights().outputs()).sum();
    int inputs = linears.getFirst().weights().inputs();
    float[] weights = new float[outputs * inputs];
    float[] biases = new float[outputs];
    int output = 0;
    for (WeightedLinear linear : linears) {
      FloatRows rows = ((LinearWeights.Floats) linear.weights()).rows();
      float[] bias = all(linear.bias().orElseThrow());
      System.arraycopy(bias, 0, biases, output, bias.length);
      float[] row = new float[inputs];
      for (int r = 0; r < rows.rows(); r++, output++) {
        rows.read(r, row);
        for (int input = 0; input < inputs; input++) {
          weights[input * outputs + output] = row[input];
        }
      }
    }
    values.put(name + ".weight", weights);
    shapes.put(name + ".weight", List.of((long) inputs, (long) outputs));
    values.put(name + ".bias", biases);
    shapes.put(name + ".bias", List.of((long) outputs));
  }

  private void matrix(String name, FloatRows rows) {
    values.put(name, all(rows));
    shapes.put(name, List.of((long) rows.rows(), (long) rows.columns()));
  }

  private void vector(String name, FloatRows rows) {
    values.put(name, all(rows));
    shapes.put(name, List.of((long) rows.columns()));
  }

  private static float[] all(FloatRows rows) {
    float[] all = new float[rows.rows() * rows.columns()];
    float[] row = new float[rows.columns()];
    for (int i = 0; i < rows.rows(); i++) {
      rows.read(i, row);
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    return all;
  }

  private void write(Path folder, String config) {
    List<Outline> outlines =
        values.keySet().stream()
            .map(name ->
                new Outline(name, ElementType.F32, Objects.requireNonNull(shapes.get(name))))
            .toList();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            folder.resolve("model.safetensors"), new LinkedHashMap<>(), outlines)) {
      Files.writeString(folder.resolve("config.json"), config);
      values.forEach((name, floats) -> writer.write(name, bytes(floats)));
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemorySegment bytes(float[] floats) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[4 * floats.length]);
    ValueLayout.OfFloat layout =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    MemorySegment.copy(floats, 0, bytes, layout, 0, floats.length);
    return bytes;
  }
}
