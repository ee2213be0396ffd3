package org.cimlet.execute.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.execute.network.GgufReferences;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.WrittenNetworks;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.CompressionReport;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small networks of each family against forward passes in numpy: `src/test/python/forward.py`,
/// `mixers.py` and `families.py` beside it, which share nothing with the executor but the rule that
/// makes the weights.
class ReferenceTest {
  @TempDir private Path folder;

  private static List<String> lines(String name) throws IOException {
    return text("references/" + name);
  }

  private static List<String> text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ReferenceTest.class.getResourceAsStream("/org/cimlet/execute/" + name + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static float[] numbers(String line) {
    String[] words = line.split(" ", -1);
    float[] numbers = new float[words.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(words[i + 1]);
    }
    return numbers;
  }

  private static int[] tokens(List<String> lines) {
    String line = lines.stream().filter(one -> one.startsWith("tokens ")).findFirst().orElseThrow();
    return Arrays.stream(line.split(" ", -1)).skip(1).mapToInt(Integer::parseInt).toArray();
  }

  /// All there are but those that only GGUF files can say.
  static List<String> names() throws IOException, URISyntaxException {
    URL folder =
        Objects.requireNonNull(ReferenceTest.class.getResource("/org/cimlet/execute/references"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files
          .map(file -> file.getFileName().toString().replace(".txt", ""))
          .filter(name -> !name.endsWith("-gguf"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void scores_are_those_of_an_independent_forward_pass(String name) throws IOException {
    List<String> lines = lines(name);
    WrittenNetworks.reference(folder, lines);
    isRight(folder, lines);
  }

  /// Folders as other programs quantize them, written and run by `src/test/python/quantized.py`.
  @ParameterizedTest
  @ValueSource(
      strings = {"gptq", "gptq-order", "gptq-8", "awq", "fp8", "fp8-rows", "packed", "gpt-oss"})
  void quantized_folders_give_the_scores_of_what_they_store(String name) throws IOException {
    isRight(quantized(name), text("quantized/" + name + "/scores"));
  }

  private Path quantized(String name) throws IOException {
    for (String file : List.of("config.json", "model.safetensors")) {
      String resource = "/org/cimlet/execute/quantized/" + name + "/" + file;
      try (InputStream in =
          Objects.requireNonNull(ReferenceTest.class.getResourceAsStream(resource))) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
    return folder;
  }

  @Test
  void a_quantized_matrix_without_its_scales_is_refused_by_name() throws IOException {
    Path without = quantized("packed");
    Path weights = without.resolve("model.safetensors");
    String all = new String(Files.readAllBytes(weights), StandardCharsets.ISO_8859_1);
    String other =
        all.replace("layers.0.mlp.up_proj.weight_scale", "layers.0.mlp.up_proj.weight_scael");
    Files.write(weights, other.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> NetworkFile.open(without))
        .hasMessageContaining("layers.0.mlp.up_proj.weight_scale: must be a tensor of this file");
  }

  /// The same networks as the converters to GGUF write them.
  @ParameterizedTest
  @CsvSource({
    "qwen3, qwen3",
    "qwen3-moe, qwen3moe",
    "mixtral, llama",
    "llama-factors, llama",
    "gemma, gemma",
    "gemma2-gguf, gemma2",
    "gemma3-gguf, gemma3"
  })
  void gguf_files_give_the_same_scores(String name, String architecture) throws IOException {
    List<String> lines = lines(name);
    Map<String, Number> metadata = new TreeMap<>();
    metadata.put("block_count", 3);
    metadata.put("context_length", 64);
    metadata.put("embedding_length", 24);
    metadata.put("feed_forward_length", 20);
    metadata.put("attention.head_count", 4);
    metadata.put("attention.head_count_kv", 2);
    metadata.put("attention.key_length", 8);
    metadata.put("attention.layer_norm_rms_epsilon", 1e-6f);
    metadata.put("rope.freq_base", 1e4f);
    switch (name) {
      case "qwen3", "mixtral" -> metadata.put("rope.freq_base", 1e6f);
      case "gemma2-gguf" -> {
        metadata.put("attention.sliding_window", 3);
        metadata.put("attn_logit_softcapping", 5f);
        metadata.put("final_logit_softcapping", 3f);
      }
      case "gemma3-gguf" -> {
        metadata.put("attention.sliding_window", 3);
        metadata.put("rope.freq_base", 1e6f);
      }
      default -> {}
    }
    if (name.equals("mixtral") || name.equals("qwen3-moe")) {
      metadata.put("expert_count", 6);
      metadata.put("expert_used_count", 2);
    }
    if (name.equals("qwen3-moe")) {
      metadata.put("expert_feed_forward_length", 20);
    }
    Path gguf = folder.resolve("network.gguf");
    float[] factors = name.equals("llama-factors") ? new float[] {1, 1.5f, 4, 8} : new float[0];
    GgufReferences.write(gguf, lines, architecture, metadata, factors);
    isRight(gguf, lines);
  }

  @Test
  void factors_of_frequencies_that_are_none_are_told_by_their_tensor() throws IOException {
    Path gguf = folder.resolve("network.gguf");
    Map<String, Number> metadata = Map.of("block_count", 3);
    GgufReferences.write(gguf, lines("llama-factors"), "llama", metadata, 1, 0, 4, 8);
    assertThatThrownBy(() -> NetworkFile.open(gguf))
        .hasMessageContaining("rope_freqs.weight: must hold numbers above 0, got 0.0");
  }

  private static void isRight(Path path, List<String> lines) {
    List<float[]> wanted =
        lines.stream()
            .filter(line -> line.startsWith("scores "))
            .map(ReferenceTest::numbers)
            .toList();
    int[] tokens = tokens(lines);
    assertThat(wanted).hasSameSizeAs(tokens);
    try (NetworkFile file = NetworkFile.open(path)) {
      Transformer transformer = new Transformer(file.network(), Arithmetic.floats());
      KvCache together = new KvCache(transformer.architecture(), tokens.length);
      transformer.read(
          together,
          tokens,
          (i, scores) -> {
            float[] row = wanted.get(i);
            assertThat(scores).hasSameSizeAs(row);
            for (int j = 0; j < row.length; j++) {
              assertThat(scores[j])
                  .as("token %s, score %s", i, j)
                  .isCloseTo(row[j], within(2e-5f * Math.max(1, largest(row))));
            }
          });
      KvCache alone = new KvCache(transformer.architecture(), tokens.length);
      float[] last = {};
      for (int token : tokens) {
        last = transformer.read(alone, token);
      }
      KvCache whole = new KvCache(transformer.architecture(), tokens.length);
      assertThat(last).isEqualTo(transformer.read(whole, tokens));
    }
  }

  private static float largest(float[] row) {
    float largest = 0;
    for (float value : row) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /// What other programs quantized is compressed from the numbers that it stands for.
  @ParameterizedTest
  @ValueSource(strings = {"gptq-order", "awq", "fp8", "packed", "gpt-oss"})
  void quantized_folders_are_compressed(String name) throws IOException {
    Path in = quantized(name);
    Path out = folder.resolve("out");
    CompressionReport report =
        Compressor.compress(
            in, out, Compression.of(PatternRules.all(Pattern.DENSE)), Progress.NONE);
    assertThat(report.quantizedBefore()).isNotEmpty();
    assertThat(report.matrices()).allSatisfy(matrix -> assertThat(matrix.fileBytes()).isPositive());
    isInInt8(in, out, tokens(text("quantized/" + name + "/scores")));
  }

  /// What is compressed gives the scores, bit for bit, of the same network made INT8 in memory.
  private static void isInInt8(Path in, Path out, int[] tokens) {
    try (NetworkFile before = NetworkFile.open(in);
        NetworkFile after = NetworkFile.open(out)) {
      assertThat(scores(after.network(), tokens))
          .isEqualTo(scores(before.network().dense(), tokens));
    }
  }

  private static float[] scores(Network network, int[] tokens) {
    Transformer transformer = new Transformer(network, Arithmetic.stored());
    return transformer.read(new KvCache(transformer.architecture(), 16), tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwen3",
        "qwen3-moe",
        "qwen3-moe-fused",
        "qwen3-moe-turned",
        "qwen2-moe",
        "mixtral",
        "gemma2",
        "gpt-oss",
        "deepseek-v3",
        "kimi-k2.5",
        "glm4-moe",
        "phi3",
        "granite-hybrid",
        "nemotron-h",
        "lfm2-moe",
        "qwen3-next",
        "qwen3.5",
        "glm4",
        "granite-moe-shared",
        "phi3-long",
        "nemotron",
        "falcon-h1",
        "jamba",
        "kimi-linear",
        "minimax-text-01",
        "deepseek-v3.2",
        "llama4"
      })
  void compressed_networks_run(String name) throws IOException {
    List<String> lines = lines(name);
    Path in = folder.resolve("in");
    Files.createDirectory(in);
    WrittenNetworks.reference(in, lines);
    Path out = folder.resolve("out");
    Compressor.compress(in, out, Compression.of(PatternRules.all(Pattern.DENSE)), Progress.NONE);
    isInInt8(in, out, tokens(lines));
  }
}
