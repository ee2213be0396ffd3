package org.cimlet.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.training.NetworkShape.Parameter;
import org.cimlet.training.TrainingState.Kind;

/// A trained network as an ordinary HuggingFace folder of the llama family, which `cimlet evaluate`
/// reads, and back.
final class HuggingFaceFolder {
  private HuggingFaceFolder() {}

  /// A tensor of the folder: some rows of one of ours.
  ///
  /// @param parameter whose rows, by its place in [NetworkShape#parameters]
  private record Rows(String name, int parameter, int firstRow, int rows) {}

  /// @param type F32, or F16 at half the size
  static void write(Path folder, TrainingState state, ElementType type) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("config.json"), config(state.shape(), type));
      Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(), "must be a folder that can be written to; choose another place");
    }
    List<Parameter> parameters = state.shape().parameters();
    List<Rows> all = rows(state.shape());
    List<Outline> outlines = new ArrayList<>();
    for (Rows rows : all) {
      long inputs = parameters.get(rows.parameter()).inputs();
      List<Long> shape = rows.rows() == 0 ? List.of(inputs) : List.of((long) rows.rows(), inputs);
      outlines.add(new Outline(rows.name(), type, shape));
    }
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve("model.safetensors"), metadata, outlines)) {
      for (Rows rows : all) {
        writer.write(rows.name(), bytes(state, rows, type));
      }
      writer.finish();
    }
  }

  private static MemorySegment bytes(TrainingState state, Rows rows, ElementType type) {
    Parameter parameter = state.shape().parameters().get(rows.parameter());
    float[] values = state.values(Kind.WEIGHT, rows.parameter());
    float[] mask = parameter.pruned() ? state.values(Kind.MASK, rows.parameter()) : new float[0];
    int from = rows.firstRow() * parameter.inputs();
    int length = Math.max(1, rows.rows()) * parameter.inputs();
    int width = type == ElementType.F16 ? Short.BYTES : Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < from + length; i++) {
      float value = mask.length == 0 || mask[i] > 0 ? values[i] : 0;
      if (type == ElementType.F16) {
        bytes.putShort(Float.floatToFloat16(value));
      } else {
        bytes.putFloat(value);
      }
    }
    return MemorySegment.ofBuffer(bytes.flip());
  }

  private static List<Rows> rows(NetworkShape shape) {
    int hidden = shape.hiddenSize();
    int inner = shape.feedForwardSize();
    List<Rows> rows = new ArrayList<>();
    rows.add(new Rows("model.embed_tokens.weight", 0, 0, NetworkShape.BYTES));
    int next = 1;
    for (int layer = 0; layer < shape.layers(); layer++) {
      String at = "model.layers." + layer + ".";
      rows.add(new Rows(at + "input_layernorm.weight", next++, 0, 0));
      rows.add(new Rows(at + "self_attn.q_proj.weight", next, 0, hidden));
      rows.add(new Rows(at + "self_attn.k_proj.weight", next, hidden, hidden));
      rows.add(new Rows(at + "self_attn.v_proj.weight", next++, 2 * hidden, hidden));
      rows.add(new Rows(at + "self_attn.o_proj.weight", next++, 0, hidden));
      rows.add(new Rows(at + "post_attention_layernorm.weight", next++, 0, 0));
      rows.add(new Rows(at + "mlp.gate_proj.weight", next, 0, inner));
      rows.add(new Rows(at + "mlp.up_proj.weight", next++, inner, inner));
      rows.add(new Rows(at + "mlp.down_proj.weight", next++, 0, hidden));
    }
    rows.add(new Rows("model.norm.weight", next++, 0, 0));
    rows.add(new Rows("lm_head.weight", next, 0, NetworkShape.BYTES));
    return rows;
  }

  private static String config(NetworkShape shape, ElementType type) {
    return String.format(
        Locale.ROOT,
        """
        {
          "architectures": ["LlamaForCausalLM"],
          "model_type": "llama",
          "hidden_act": "silu",
          "hidden_size": %d,
          "intermediate_size": %d,
          "num_hidden_layers": %d,
          "num_attention_heads": %d,
          "num_key_value_heads": %d,
          "max_position_embeddings": %d,
          "vocab_size": %d,
          "rms_norm_eps": 1e-05,
          "rope_theta": %.1f,
          "tie_word_embeddings": false,
          "torch_dtype": "%s"
        }
        """,
        shape.hiddenSize(),
        shape.feedForwardSize(),
        shape.layers(),
        shape.heads(),
        shape.heads(),
        shape.context(),
        NetworkShape.BYTES,
        NetworkShape.THETA,
        type == ElementType.F16 ? "float16" : "float32");
  }

  /// A word for each byte, spelt as GPT-2 spells bytes, and no merges.
  private static String tokenizer() {
    StringBuilder words = new StringBuilder();
    int unprintable = 0;
    for (int value = 0; value < NetworkShape.BYTES; value++) {
      boolean printable = (value > ' ' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      String letter = Character.toString(printable ? value : 256 + unprintable++);
      String escaped = letter.equals("\"") || letter.equals("\\") ? "\\" + letter : letter;
      words.append(value == 0 ? "" : ", ").append('"').append(escaped).append("\": ").append(value);
    }
    String bytes =
        "{\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": false}";
    return """
    {
      "version": "1.0",
      "pre_tokenizer": %s,
      "decoder": %s,
      "model": {"type": "BPE", "vocab": {%s}, "merges": []}
    }
    """
        .formatted(bytes, bytes, words);
  }

  /// Reads a network whose pruned weights, if any, are zero; all masks are ones.
  ///
  /// @throws InvalidInputException if it is none of ours
  static TrainingState read(Path folder, NDManager manager) {
    try (NetworkFile file = NetworkFile.open(folder)) {
      Network network = file.network();
      NetworkShape shape = shape(folder, network.architecture());
      Map<String, float[]> values = new TreeMap<>();
      List<FloatRows> sources = sources(network);
      List<Rows> all = rows(shape);
      for (int i = 0; i < all.size(); i++) {
        values.put(all.get(i).name(), floats(sources.get(i)));
      }
      return TrainingState.of(
          shape,
          0,
          manager,
          (kind, parameter) ->
              switch (kind) {
                case WEIGHT -> joined(shape, all, values, parameter);
                case MASK -> TrainingState.ones(parameter.elements());
                case FIRST_MOMENT, SECOND_MOMENT -> new float[parameter.elements()];
              });
    }
  }

  private static float[] joined(
      NetworkShape shape, List<Rows> all, Map<String, float[]> values, Parameter parameter) {
    int index = shape.parameters().indexOf(parameter);
    float[] joined = new float[parameter.elements()];
    int at = 0;
    for (Rows rows : all) {
      if (rows.parameter() == index) {
        float[] part = values.getOrDefault(rows.name(), new float[0]);
        System.arraycopy(part, 0, joined, at, part.length);
        at += part.length;
      }
    }
    return joined;
  }

  /// In the order of [#rows].
  private static List<FloatRows> sources(Network network) {
    List<FloatRows> sources = new ArrayList<>();
    sources.add(network.embedding());
    for (Network.Layer layer : network.layers()) {
      sources.add(layer.attentionNorm().weight());
      layer.queryKeyValue().forEach(linear -> sources.add(weights(linear)));
      sources.add(weights(layer.attentionOut()));
      sources.add(layer.feedForwardNorm().weight());
      layer.feedForwardIn().forEach(linear -> sources.add(weights(linear)));
      sources.add(weights(layer.feedForwardOut()));
    }
    sources.add(network.finalNorm().weight());
    sources.add(weights(network.head()));
    return sources;
  }

  private static FloatRows weights(WeightedLinear linear) {
    return linear.weights().floats();
  }

  private static float[] floats(FloatRows rows) {
    float[] all = new float[rows.rows() * rows.columns()];
    float[] row = new float[rows.columns()];
    for (int i = 0; i < rows.rows(); i++) {
      rows.read(i, row);
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    return all;
  }

  private static NetworkShape shape(Path folder, Architecture a) {
    NetworkShape shape =
        new NetworkShape(
            a.layers(), a.hiddenSize(), a.heads(), a.feedForwardSize(), a.maxContext());
    boolean ours =
        a.family().equals("llama")
            && a.vocabulary() == NetworkShape.BYTES
            && a.keyValueHeads() == a.heads()
            && a.headSize() == shape.headSize()
            && !a.tiedHead();
    if (!ours) {
      throw InvalidInputException.of(
          folder.toString(),
          "must be a byte-level llama with as many key/value heads as heads and a head of its own,"
              + " got another network; name one that ./train made");
    }
    return shape;
  }
}
