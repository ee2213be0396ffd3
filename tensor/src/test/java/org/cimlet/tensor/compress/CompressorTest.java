package org.cimlet.tensor.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.RealInputs;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressorTest {
  private static final Pattern EIGHT_OF_32 = new Pattern(8, 32);
  private static final Compression PLAIN = Compression.of(PatternRules.all(EIGHT_OF_32));
  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_size": 64, "intermediate_size": 96,
       "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
       "vocab_size": 10, "max_position_embeddings": 16, "rms_norm_eps": 1e-05}
      """;

  @TempDir Path folder;

  private Path in() {
    return folder.resolve("in");
  }

  private Path out() {
    return folder.resolve("out");
  }

  /// A folder of float32 tensors, filled from a seed.
  private void network(String config, Map<String, List<Long>> shapes) throws IOException {
    Files.createDirectories(in());
    Files.writeString(in().resolve("config.json"), config);
    List<Outline> outlines = new ArrayList<>();
    shapes.forEach((name, shape) -> outlines.add(new Outline(name, ElementType.F32, shape)));
    Random random = new Random(5);
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            in().resolve("model.safetensors"), new LinkedHashMap<>(), outlines)) {
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

  private static Map<String, List<Long>> llama() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", List.of(10L, 64L));
    String layer = "model.layers.0.";
    shapes.put(layer + "input_layernorm.weight", List.of(64L));
    shapes.put(layer + "self_attn.q_proj.weight", List.of(64L, 64L));
    shapes.put(layer + "self_attn.k_proj.weight", List.of(32L, 64L));
    shapes.put(layer + "self_attn.v_proj.weight", List.of(32L, 64L));
    shapes.put(layer + "self_attn.o_proj.weight", List.of(64L, 64L));
    shapes.put(layer + "mlp.gate_proj.weight", List.of(96L, 64L));
    shapes.put(layer + "mlp.up_proj.weight", List.of(96L, 64L));
    shapes.put(layer + "mlp.down_proj.weight", List.of(64L, 96L));
    shapes.put("lm_head.weight", List.of(10L, 64L));
    return shapes;
  }

  private CompressionReport compress(Compression compression) {
    return Compressor.compress(in(), out(), compression, Progress.NONE);
  }

  private static float[] weights(Tensor tensor) {
    float[] all = new float[Math.toIntExact(tensor.rows() * tensor.columns())];
    for (int row = 0; row < tensor.rows(); row++) {
      tensor.readRow(row, all, Math.toIntExact(row * tensor.columns()));
    }
    return all;
  }

  private static void same(TensorFile original, PackedFolder packed, String name, Pattern pattern) {
    Tensor tensor = original.tensor(name);
    WeightMatrix expected =
        Compressor.pack((int) tensor.rows(), (int) tensor.columns(), pattern, weights(tensor));
    assertThat(packed.matrix(name)).as(name).isEqualTo(expected);
  }

  /// Copying a pipe would wait without end for whoever fills it.
  @Test
  void a_pipe_in_the_folder_is_left_out() throws IOException, InterruptedException {
    network(LLAMA, llama());
    int made;
    try {
      made = new ProcessBuilder("mkfifo", in().resolve("notes.txt").toString()).start().waitFor();
    } catch (IOException e) {
      made = -1;
    }
    assumeTrue(made == 0, "needs mkfifo");
    assertThat(compress(PLAIN).leftOut()).containsExactly("notes.txt");
  }

  @Test
  void a_folder_becomes_a_folder_with_packed_linears() throws IOException {
    network(LLAMA, llama());
    Files.writeString(in().resolve("tokenizer.json"), "{}");
    Files.writeString(in().resolve("pytorch_model.bin"), "x");
    Files.createDirectory(in().resolve("original"));
    CompressionReport report = compress(PLAIN);
    assertThat(report.matrices()).hasSize(7);
    assertThat(report.ratio()).isEqualTo(32 / 12.0);
    assertThat(report.kept())
        .containsExactlyInAnyOrder(
            "model.embed_tokens.weight", "model.layers.0.input_layernorm.weight", "lm_head.weight");
    assertThat(report.copied()).containsExactly("tokenizer.json");
    assertThat(report.leftOut()).containsExactly("original", "pytorch_model.bin");
    assertThat(out())
        .isDirectoryContaining("glob:**/tokenizer.json")
        .isDirectoryNotContaining("glob:**.part");
    assertThat(Files.readString(out().resolve("config.json")))
        .contains("\"rms_norm_eps\": 1e-05")
        .contains("\"cimlet\": {\n    \"format_version\": 1,");
    try (TensorFile original = TensorFile.open(in());
        PackedFolder packed = PackedFolder.open(out())) {
      assertThat(packed.matrices()).hasSize(7);
      for (String name : packed.matrices()) {
        same(original, packed, name, EIGHT_OF_32);
      }
      assertThat(
              packed
                  .tensors()
                  .tensor("lm_head.weight")
                  .bytes()
                  .mismatch(original.tensor("lm_head.weight").bytes()))
          .isEqualTo(-1);
    }
  }

  @Test
  void a_matrix_reports_what_became_of_it() throws IOException {
    network(LLAMA, llama());
    TensorReport report =
        compress(PLAIN).matrices().stream()
            .filter(matrix -> matrix.name().endsWith("down_proj.weight"))
            .findFirst()
            .orElseThrow();
    assertThat(report.density()).isEqualTo(0.25);
    assertThat(report.ratio()).isCloseTo(2.667, within(0.0005));
    assertThat(report.weightBytes()).isEqualTo(64 * 3 * 12);
    assertThat(report.scaleBytes()).isEqualTo(64 * 4);
    assertThat(report.fileBytes()).isEqualTo(64 * 96 * 4);
    assertThat(report.relativeError()).isBetween(0.45, 0.6); // 0.541 for a bell curve
    assertThat(report.worstOutputError()).isGreaterThan(report.relativeError());
  }

  @Test
  void equal_runs_make_equal_bytes() throws IOException {
    network(LLAMA, llama());
    compress(PLAIN);
    Compressor.compress(in(), folder.resolve("again"), PLAIN, Progress.NONE);
    for (String file : new String[] {"model.safetensors", "config.json"}) {
      assertThat(out().resolve(file)).hasSameBinaryContentAs(folder.resolve("again").resolve(file));
    }
  }

  @Test
  void rules_choose_patterns_by_name_also_of_the_head() throws IOException {
    network(LLAMA, llama());
    PatternRules rules =
        PatternRules.parse(
            "8:16", List.of("*.k_proj.*=none", "lm_head.weight=2:4", "*.?_proj.*=1:64"));
    CompressionReport report = compress(Compression.of(rules));
    assertThat(report.kept()).hasSize(2);
    try (TensorFile original = TensorFile.open(in());
        PackedFolder packed = PackedFolder.open(out())) {
      String layer = "model.layers.0.";
      same(original, packed, layer + "self_attn.k_proj.weight", Pattern.DENSE);
      same(original, packed, layer + "self_attn.q_proj.weight", new Pattern(1, 64));
      same(original, packed, layer + "mlp.up_proj.weight", new Pattern(8, 16));
      same(original, packed, "lm_head.weight", new Pattern(2, 4));
    }
  }

  @Test
  void several_scales_a_row_make_smaller_errors() throws IOException {
    network(LLAMA, llama());
    PatternRules dense = PatternRules.all(Pattern.DENSE);
    double rows = compress(Compression.of(dense)).matrices().getFirst().relativeError();
    Compression groups =
        new Compression(dense, new Method.Magnitude(), Optional.of(1), Optional.empty());
    Path out = folder.resolve("groups");
    TensorReport report =
        Compressor.compress(in(), out, groups, Progress.NONE).matrices().getFirst();
    assertThat(report.relativeError()).isLessThan(rows);
    assertThat(report.scaleBytes()).isEqualTo(report.outputs() * report.inputs() / 32 * 4L);
    try (PackedFolder packed = PackedFolder.open(out)) {
      assertThat(packed.matrix(report.name()).inputsPerScale()).isEqualTo(32);
    }
  }

  @Test
  void wanda_keeps_the_inputs_that_are_large() throws IOException {
    network(LLAMA, llama());
    Map<String, float[]> norms = new HashMap<>();
    llama()
        .forEach((name, shape) -> {
          float[] ofTensor = new float[Math.toIntExact(shape.getLast())];
          for (int i = 0; i < ofTensor.length; i++) {
            ofTensor[i] = i % 4 == 0 ? 1 : 0; // eight inputs of each 32
          }
          norms.put(name, ofTensor);
        });
    Method wanda = new Method.Wanda(new ActivationNorms(norms));
    compress(
        new Compression(PatternRules.all(EIGHT_OF_32), wanda, Optional.empty(), Optional.empty()));
    try (PackedFolder packed = PackedFolder.open(out())) {
      for (String name : packed.matrices()) {
        PackedMatrix matrix = (PackedMatrix) packed.matrix(name);
        assertThat(matrix.mask(3, 1)).isEqualTo(0x11111111L);
      }
    }
    Method missing = new Method.Wanda(new ActivationNorms(Map.of()));
    assertThatThrownBy(() ->
            Compressor.compress(
                in(),
                folder.resolve("missing"),
                new Compression(
                    PatternRules.all(EIGHT_OF_32), missing, Optional.empty(), Optional.empty()),
                Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs norms of 64 inputs, got 0");
  }

  @Test
  void gpt_2s_columns_become_rows() throws IOException {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("wte.weight", List.of(10L, 64L));
    shapes.put("h.0.attn.c_attn.weight", List.of(64L, 192L));
    shapes.put("h.0.attn.c_attn.bias", List.of(192L));
    shapes.put("h.0.attn.c_proj.weight", List.of(64L, 64L));
    shapes.put("h.0.mlp.c_fc.weight", List.of(64L, 256L));
    shapes.put("h.0.mlp.c_proj.weight", List.of(256L, 64L));
    network(
        "{\"model_type\":\"gpt2\",\"n_embd\":64,\"n_layer\":1,\"n_head\":2,\"n_positions\":8,\"vocab_size\":10}",
        shapes);
    compress(PLAIN);
    try (TensorFile original = TensorFile.open(in());
        PackedFolder packed = PackedFolder.open(out())) {
      assertThat(packed.matrices()).hasSize(4);
      float[] columns = weights(original.tensor("h.0.mlp.c_fc.weight"));
      float[] rows = new float[columns.length];
      for (int output = 0; output < 256; output++) {
        for (int input = 0; input < 64; input++) {
          rows[output * 64 + input] = columns[input * 256 + output];
        }
      }
      assertThat(packed.matrix("h.0.mlp.c_fc.weight"))
          .isEqualTo(Compressor.pack(256, 64, EIGHT_OF_32, rows));
    }
  }

  @Test
  void progress_rises_to_the_end() throws IOException {
    network(LLAMA, llama());
    List<Long> seen = new ArrayList<>();
    long total =
        llama().values().stream().mapToLong(s -> s.stream().reduce(4L, (a, b) -> a * b)).sum();
    Compressor.compress(
        in(),
        out(),
        PLAIN,
        (done, all) -> {
          assertThat(all).isEqualTo(total);
          seen.add(done);
        });
    assertThat(seen).isSorted().endsWith(total);
  }

  @Test
  void an_interrupted_run_leaves_nothing_behind() throws IOException {
    network(LLAMA, llama());
    assertThatThrownBy(() ->
            Compressor.compress(in(), out(), PLAIN, (_, _) -> Thread.currentThread().interrupt()))
        .isInstanceOf(InvalidInputException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isDirectoryNotContaining("glob:**/out*");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> compress(PLAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
    assertThat(folder).isDirectoryNotContaining("glob:**/out*");
  }

  @Test
  void a_weight_that_is_not_finite_is_told_with_its_place() throws IOException {
    network(LLAMA, llama());
    Path file = in().resolve("model.safetensors");
    long at;
    try (TensorFile tensors = TensorFile.open(in())) {
      at = Files.size(file);
      for (Tensor tensor : tensors.tensors().reversed()) {
        at -= tensor.byteSize();
        if (tensor.name().endsWith("q_proj.weight")) {
          break;
        }
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] nan = new LittleEndian().f32(Float.NaN).toBytes();
    System.arraycopy(nan, 0, bytes, (int) at + (3 * 64 + 5) * 4, 4);
    Files.write(file, bytes);
    refused("q_proj.weight: must be finite, got NaN at output 3, input 5; train or export");
  }

  @Test
  void what_cannot_be_compressed_is_told() throws IOException {
    Map<String, List<Long>> shapes = llama();
    shapes.put("model.layers.0.mlp.down_proj.weight", List.of(64L, 95L));
    shapes.remove("model.layers.0.mlp.up_proj.weight");
    network(LLAMA, shapes);
    refused("down_proj.weight: must be [64, 96] as config.json says, got [64, 95]; use the");
    refused("up_proj.weight: must be [96, 64] as config.json says, got no such tensor");
    network(
        "{\"model_type\":\"llama\",\"quantization_config\":"
            + "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true}}",
        llama());
    refused("must be of a network whose weights are floats or quantized as one of awq, ");
    network("{}", llama());
    refused("model_type: must name the network's family");
    network("{\"model_type\":\"new\"}", Map.of("a.weight", List.of(2L, 2L)));
    refused("must have linears of names we know, got none");
    network(
        "{\"model_type\":\"new\"}",
        Map.of("h.0.fc1.weight", List.of(2L, 2L), "h.0.fc1.weight.scale", List.of(2L)));
    refused("must have no tensor h.0.fc1.weight.scale");
    Files.delete(in().resolve("config.json"));
    refused("config.json: must be a file, got no such file");
    Files.createDirectory(out());
    assertThatThrownBy(() -> compress(PLAIN)).hasMessageContaining("must be a file");
    Files.writeString(in().resolve("config.json"), LLAMA);
    network(LLAMA, llama());
    assertThatThrownBy(() -> compress(PLAIN)).hasMessageContaining("out: must not exist yet");
    assertThatThrownBy(() ->
            Compressor.compress(
                folder.resolve("x.onnx"), folder.resolve("y"), PLAIN, Progress.NONE))
        .hasMessageContaining("must be a HuggingFace folder, a GGUF file or a llama2.c .bin file");
  }

  @Test
  void rules_that_name_nothing_are_told() throws IOException {
    network(LLAMA, llama());
    PatternRules rules = PatternRules.parse("8:32", List.of("lm_haed.weight=none", "*norm*=2:4"));
    assertThatThrownBy(() -> compress(Compression.of(rules)))
        .hasMessageContaining("got lm_haed.weight, which names none")
        .hasMessageContaining("did you mean lm_head.weight?");
    assertThatThrownBy(() -> PatternRules.parse("8:33", List.of("a", "b=3", "=8:32")))
        .hasMessageContaining("--pattern: must be none, or N:M")
        .hasMessageContaining("got 8:33; try 8:32")
        .hasMessageContaining("must be TENSORS=N:M, such as *.0.*=none, got a; write both")
        .hasMessageContaining("got 3; try")
        .hasMessageContaining("got =8:32; write both");
  }

  @Test
  void a_compressed_network_is_not_compressed_again() throws IOException {
    network(LLAMA, llama());
    compress(PLAIN);
    assertThatThrownBy(
            () -> Compressor.compress(out(), folder.resolve("twice"), PLAIN, Progress.NONE))
        .hasMessageContaining("cimlet: must not be there");
  }

  @Test
  void real_networks_shrink_to_three_eighths() {
    for (String name : new String[] {"babyllama-105", "babyllama-361"}) {
      Path file = RealInputs.path("models/" + name + "/model5000.bin");
      Path out = folder.resolve(name);
      CompressionReport report = Compressor.compress(file, out, PLAIN, Progress.NONE);
      assertThat(report.matrices()).hasSize(35);
      // 128 and 352 inputs are whole groups
      assertThat(report.ratio()).isEqualTo(32 / 12.0);
      try (TensorFile original = TensorFile.open(file);
          PackedFolder packed = PackedFolder.open(out)) {
        for (String matrix : packed.matrices()) {
          same(original, packed, matrix, EIGHT_OF_32);
        }
        for (String kept : report.kept()) {
          assertThat(weights(packed.tensors().tensor(kept)))
              .isEqualTo(weights(original.tensor(kept)));
        }
      }
    }
  }

  @Test
  void a_checkpoint_takes_its_vocabulary_along() {
    Path stories = RealInputs.path("models/stories260K");
    Compression compression =
        new Compression(
            PatternRules.all(EIGHT_OF_32),
            new Method.Magnitude(),
            Optional.empty(),
            Optional.of(stories.resolve("tok512.bin")));
    CompressionReport report =
        Compressor.compress(stories.resolve("stories260K.bin"), out(), compression, Progress.NONE);
    assertThat(report.copied()).containsExactly("tokenizer.bin");
    // 172 inputs are 6 groups with 48 values and 24 mask bytes: 64 + 172 + ... inputs a layer
    double dense = 64 * (64 + 32 + 32 + 64 + 172 + 172) + 172 * 64;
    double stored = 24 * (64 + 32 + 32 + 64 + 172 + 172) + 72 * 64;
    assertThat(report.ratio()).isCloseTo(dense / stored, within(1e-12));
    try (PackedFolder packed = PackedFolder.open(out())) {
      assertThat(packed.matrices()).hasSize(35);
    }
  }
}
