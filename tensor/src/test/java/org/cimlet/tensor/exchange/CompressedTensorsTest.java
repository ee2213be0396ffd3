package org.cimlet.tensor.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PackedFolder;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.tensor.quantized.QuantizedTensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is written is read back by the steps that compressed-tensors documents, which share nothing
/// with the writer: every weight is the packed folder's.
class CompressedTensorsTest {
  private static final String Q = "model.layers.0.self_attn.q_proj";
  private static final String DOWN = "model.layers.0.mlp.down_proj";

  @TempDir private Path folder;

  /// 50 inputs of `down_proj` end within a byte of a bitmap and a word of `weight_packed`.
  @BeforeEach
  void network() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        in.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": 64, "intermediate_size": 50,
         "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
         "vocab_size": 10, "max_position_embeddings": 16, "rms_norm_eps": 1e-05}
        """);
    Files.writeString(in.resolve("tokenizer.json"), "{}");
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", List.of(10L, 64L));
    shapes.put("model.norm.weight", List.of(64L));
    for (String name : List.of("q_proj", "o_proj")) {
      shapes.put("model.layers.0.self_attn." + name + ".weight", List.of(64L, 64L));
    }
    for (String name : List.of("k_proj", "v_proj")) {
      shapes.put("model.layers.0.self_attn." + name + ".weight", List.of(32L, 64L));
    }
    for (String name : List.of("gate_proj", "up_proj")) {
      shapes.put("model.layers.0.mlp." + name + ".weight", List.of(50L, 64L));
    }
    shapes.put(DOWN + ".weight", List.of(64L, 50L));
    List<Outline> outlines = new ArrayList<>();
    shapes.forEach((name, shape) -> outlines.add(new Outline(name, ElementType.F32, shape)));
    Random random = new Random(7);
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            in.resolve("model.safetensors"), new LinkedHashMap<>(), outlines)) {
      for (Outline outline : outlines) {
        LittleEndian bytes = new LittleEndian();
        for (long i = 0; i < outline.byteSize() / 4; i++) {
          bytes.f32((float) random.nextGaussian());
        }
        writer.write(outline.name(), MemorySegment.ofArray(bytes.toBytes()));
      }
      writer.finish();
    }
  }

  private Path packed(String rules, Optional<Integer> groupsPerScale) {
    Path out = folder.resolve("packed");
    PatternRules patterns =
        PatternRules.parse("8:32", rules.isEmpty() ? List.of() : List.of(rules));
    Compressor.compress(
        folder.resolve("in"),
        out,
        new Compression(patterns, new Method.Magnitude(), groupsPerScale, Optional.empty()),
        Progress.NONE);
    return out;
  }

  private Path exported(Path packed, Layout layout) {
    Path out = folder.resolve(layout.label());
    CompressedTensors.write(packed, out, layout, Progress.NONE);
    return out;
  }

  private static ByteBuffer bytes(TensorFile file, String name) {
    Tensor tensor = file.tensor(name);
    byte[] all = tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
    return ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// `weights[output][input]` of a module, by the format's own steps.
  private static byte[][] integers(TensorFile file, String module, Layout layout) {
    return switch (layout) {
      case SPARSE_BITMASK -> unfolded(file, module);
      case PACK_QUANTIZED -> unpacked(file, module);
    };
  }

  private static byte[][] unfolded(TensorFile file, String module) {
    if (file.find(module + ".weight").isPresent()) {
      Tensor tensor = file.tensor(module + ".weight");
      byte[][] rows = new byte[(int) tensor.rows()][(int) tensor.columns()];
      ByteBuffer all = bytes(file, module + ".weight");
      for (byte[] row : rows) {
        all.get(row);
      }
      return rows;
    }
    ByteBuffer shape = bytes(file, module + ".shape");
    byte[][] rows = new byte[(int) shape.getLong()][(int) shape.getLong()];
    ByteBuffer values = bytes(file, module + ".compressed");
    ByteBuffer mask = bytes(file, module + ".bitmask");
    ByteBuffer offsets = bytes(file, module + ".row_offsets");
    int maskBytes = mask.capacity() / rows.length;
    for (int output = 0; output < rows.length; output++) {
      assertThat(offsets.getLong()).isEqualTo(values.position());
      for (int input = 0; input < rows[output].length; input++) {
        if ((mask.get(output * maskBytes + input / 8) >> input % 8 & 1) == 1) {
          rows[output][input] = values.get();
        }
      }
    }
    assertThat(values.hasRemaining()).isFalse();
    return rows;
  }

  private static byte[][] unpacked(TensorFile file, String module) {
    ByteBuffer shape = bytes(file, module + ".weight_shape");
    byte[][] rows = new byte[(int) shape.getLong()][(int) shape.getLong()];
    ByteBuffer words = bytes(file, module + ".weight_packed");
    for (byte[] row : rows) {
      for (int input = 0; input < row.length; input += 4) {
        int word = words.getInt();
        for (int i = 0; i < 4 && input + i < row.length; i++) {
          row[input + i] = (byte) ((word >> 8 * i & 0xff) - 128);
        }
      }
    }
    assertThat(words.hasRemaining()).isFalse();
    return rows;
  }

  private static void same(Path packed, Path exported, Layout layout) {
    try (PackedFolder ours = PackedFolder.open(packed);
        TensorFile theirs = TensorFile.open(exported)) {
      assertThat(ours.matrices()).hasSize(7);
      for (String name : ours.matrices()) {
        WeightMatrix matrix = ours.matrix(name);
        String module = name.replace(".weight", "");
        byte[][] read = integers(theirs, module, layout);
        for (int output = 0; output < matrix.outputs(); output++) {
          for (int input = 0; input < matrix.inputs(); input++) {
            assertThat(read[output][input]).isEqualTo(matrix.valueAt(output, input));
          }
        }
        assertThat(bytes(theirs, module + ".weight_scale"))
            .isEqualTo(ByteBuffer.wrap(matrix.scales().toArray(ValueLayout.JAVA_BYTE)));
      }
      assertThat(bytes(theirs, "model.norm.weight"))
          .isEqualTo(bytes(ours.tensors(), "model.norm.weight"));
    }
  }

  @Test
  void pruned_weights_are_a_bitmask_over_int8() {
    Path packed = packed("", Optional.empty());
    Path out = exported(packed, Layout.SPARSE_BITMASK);
    same(packed, out, Layout.SPARSE_BITMASK);
    JsonNode said = config(out);
    assertThat(said.path("format").asString()).isEqualTo("int-quantized");
    assertThat(said.at("/sparsity_config/format").asString()).isEqualTo("sparse-bitmask");
    // 8 of 32; the second group of down_proj has 8 of 18; values that round to 0 are few
    assertThat(said.at("/sparsity_config/global_sparsity").asDouble()).isBetween(0.72, 0.76);
    assertThat(said.at("/config_groups/group_0/targets/0").asString()).isEqualTo("Linear");
    assertThat(said.at("/config_groups/group_0/weights/strategy").asString()).isEqualTo("channel");
    assertThat(said.path("ignore").valueStream().map(JsonNode::asString))
        .containsExactly("lm_head", "model.embed_tokens");
    assertThat(out).isDirectoryContaining("glob:**/tokenizer.json");
  }

  @Test
  void every_weight_in_words_of_four() {
    Path packed = packed("", Optional.empty());
    Path out = exported(packed, Layout.PACK_QUANTIZED);
    same(packed, out, Layout.PACK_QUANTIZED);
    assertThat(config(out).path("format").asString()).isEqualTo("pack-quantized");
    assertThat(config(out).has("sparsity_config")).isFalse();
    NetworkSpec network = NetworkReader.read(out.toString());
    assertThat(NetworkReader.stored(out.toString(), network).orElseThrow().bits()).isEqualTo(8);
  }

  /// Cimlet's own reader of what other programs quantized: the same numbers.
  @Test
  void our_reader_of_foreign_folders_reads_it_as_the_same_numbers() {
    Path packed = packed("", Optional.empty());
    Path out = exported(packed, Layout.PACK_QUANTIZED);
    QuantizedFiles how = NetworkReader.quantization(out).orElseThrow();
    try (PackedFolder ours = PackedFolder.open(packed);
        TensorFile theirs = QuantizedTensors.of(TensorFile.open(out), how)) {
      WeightMatrix matrix = ours.matrix(Q + ".weight");
      for (int output = 0; output < matrix.outputs(); output++) {
        float[] row = theirs.tensor(Q + ".weight").row(output);
        for (int input = 0; input < matrix.inputs(); input++) {
          assertThat(row[input])
              .isEqualTo(matrix.scale(output, input) * matrix.valueAt(output, input));
        }
      }
    }
  }

  @Test
  void dense_matrices_and_scales_of_groups_have_their_own_place() {
    Path packed = packed(Q + "*=none", Optional.of(1));
    assertThatThrownBy(() -> exported(packed, Layout.SPARSE_BITMASK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            packed.resolve("config.json")
                + ": "
                + DOWN
                + ".weight: must have scales for equally many inputs each, got 32 of 50 inputs;"
                + " compress it with another --groups-per-scale");
  }

  @Test
  void a_matrix_that_keeps_all_is_left_out_of_the_sparse_ones() {
    Path packed = packed(Q + "*=none", Optional.empty());
    Path out = exported(packed, Layout.SPARSE_BITMASK);
    same(packed, out, Layout.SPARSE_BITMASK);
    assertThat(config(out).at("/sparsity_config/ignore").valueStream().map(JsonNode::asString))
        .contains(Q);
  }

  @Test
  void equal_exports_are_equal_bytes() throws IOException {
    Path packed = packed("", Optional.empty());
    Path one = exported(packed, Layout.SPARSE_BITMASK);
    Path two = folder.resolve("two");
    CompressedTensors.write(packed, two, Layout.SPARSE_BITMASK, Progress.NONE);
    for (String name : List.of("model.safetensors", "config.json")) {
      assertThat(Files.mismatch(one.resolve(name), two.resolve(name))).isEqualTo(-1);
    }
  }

  @Test
  void only_what_was_compressed_is_exported() {
    assertThatThrownBy(() -> exported(folder.resolve("in"), Layout.SPARSE_BITMASK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("compress the network first");
    assertThat(folder.resolve("sparse-bitmask")).doesNotExist();
  }

  private static JsonNode config(Path out) {
    return Document.read(out.resolve("config.json")).root().path("quantization_config");
  }
}
