package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/cimlet/network/presets");

  @Test
  void thirtyThreePresetsAreShippedAndEachIsNamedOnce() throws IOException {
    List<String> files;
    try (Stream<Path> folder = Files.list(FOLDER)) {
      files =
          folder
              .map(f -> f.getFileName().toString().replaceAll("\\.json$", ""))
              .filter(name -> !name.equals("index.txt"))
              .sorted()
              .toList();
    }
    assertThat(NetworkReader.presets()).hasSize(33).isEqualTo(files);
  }

  @Test
  void aPresetIsCalledByItsName() {
    for (String name : NetworkReader.presets()) {
      assertThat(NetworkReader.read(name).name()).isEqualTo(name);
    }
  }

  /// Totals as the networks' publishers give them (sizes of the safetensors on HuggingFace, the
  /// multi-token layer of DeepSeek-V3 left out); demo as PyTorch counts it; stories260k from the
  /// length of llama2.c's file: (1,056,540 bytes - 28) / 4 - 2 * 512 * 4 for its rotary tables;
  /// adaptive-span-12 by hand: 12 * 12 * 512^2, biases 12 * (4 * 512 + 2048 + 512), norms 25 * 2 *
  /// 512, 205 * 512.
  @ParameterizedTest
  @CsvSource({
    "adaptive-span-12, 37934592",
    "deepseek-v3, 671026419200",
    "demo, 2329728",
    "gemma-2b, 2506172416",
    "gemma2-9b, 9241705984",
    "gpt-oss-120b, 116829156672",
    "gpt-oss-20b, 20914757184",
    "gpt2, 124439808",
    "gpt2-xl, 1557611200",
    "granite-3b-14, 3254898688",
    "llama-2-13b, 13015864320",
    "llama-2-70b, 68976648192",
    "llama-2-7b, 6738415616",
    "llama-3.1-405b, 405853388800",
    "llama-3.1-70b, 70553706496",
    "llama-3.1-8b, 8030261248",
    "llama-3.2-1b, 1235814400",
    "llama-3.2-3b, 3212749824",
    "mistral-7b, 7241732096",
    "mixtral-8x22b, 140620634112",
    "mixtral-8x7b, 46702792704",
    "opt-6.7b, 6658473984",
    "qwen2.5-0.5b, 494032768",
    "qwen2.5-32b, 32763876352",
    "qwen2.5-72b, 72706203648",
    "qwen2.5-7b, 7615616512",
    "qwen3-0.6b, 596049920",
    "qwen3-235b-a22b, 235093634560",
    "qwen3-30b-a3b, 30532122624",
    "qwen3-32b, 32762123264",
    "qwen3-8b, 8190735360",
    "stories260k, 260032",
    "tinyllama-1.1b, 1100048384"
  })
  void aPresetHasExactlyThePublishedParameters(String name, long published) {
    assertThat(Weights.total(NetworkReader.read(name))).isEqualTo(published);
  }

  /// Rows of the survey of networks: attention and feed-forward weights a layer in millions, linear
  /// weights of all layers and the active ones in billions, cached elements a token.
  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 67.11, 135.27, 6.476, 6.476, 262144",
    "llama-2-13b, 104.86, 212.34, 12.688, 12.688, 409600",
    "llama-2-70b, 150.99, 704.64, 68.451, 68.451, 163840",
    "llama-3.1-8b, 41.94, 176.16, 6.979, 6.979, 65536",
    "llama-3.1-70b, 150.99, 704.64, 68.451, 68.451, 163840",
    "llama-3.1-405b, 570.43, 2617.25, 401.6, 401.6, 258048",
    "llama-3.2-1b, 10.49, 50.33, .973, .973, 16384",
    "llama-3.2-3b, 25.17, 75.50, 2.819, 2.819, 57344",
    "mistral-7b, 41.94, 176.16, 6.979, 6.979, 65536",
    "mixtral-8x7b, 41.94, 1409.3, 46.44, 12.62, 65536",
    "mixtral-8x22b, 88.08, 2416.0, 140.2, 38.8, 114688",
    "qwen2.5-0.5b, 1.84, 13.07, .358, .358, 6144",
    "qwen2.5-7b, 29.36, 203.69, 6.525, 6.525, 28672",
    "qwen2.5-32b, 62.91, 424.67, 31.21, 31.21, 131072",
    "qwen2.5-72b, 150.99, 726.66, 70.21, 70.21, 163840",
    "qwen3-0.6b, 6.29, 9.44, .440, .440, 57344",
    "qwen3-8b, 41.94, 150.99, 6.946, 6.946, 73728",
    "qwen3-32b, 94.37, 393.22, 31.21, 31.21, 131072",
    "qwen3-30b-a3b, 18.87, 604.2, 29.91, 2.73, 49152",
    "qwen3-235b-a22b, 71.30, 2416.4, 233.8, 20.9, 96256",
    "tinyllama-1.1b, 9.44, 34.60, .969, .969, 11264"
  })
  void aPresetHasTheSurveysLinearWeightsAndCache(
      String name,
      BigDecimal attentionM,
      BigDecimal feedForwardM,
      BigDecimal linearB,
      BigDecimal activeB,
      long cached) {
    NetworkSpec network = NetworkReader.read(name);
    NetworkSpec.Layer layer = network.layers().getFirst();
    int hidden = network.hiddenSize();
    assertRoundsTo(attentionM, Weights.attention(layer, hidden), 6);
    assertRoundsTo(feedForwardM, Weights.feedForward(layer, hidden), 6);
    assertRoundsTo(linearB, Weights.linear(network), 9);
    assertRoundsTo(activeB, Weights.active(network), 9);
    assertThat(Weights.cached(network)).isEqualTo(cached);
  }

  private static void assertRoundsTo(BigDecimal printed, long exact, int powerOfTen) {
    BigDecimal rounded =
        BigDecimal.valueOf(exact, powerOfTen).setScale(printed.scale(), RoundingMode.HALF_UP);
    assertThat(rounded).isEqualTo(printed);
  }

  @Test
  void llama2At7BillionHasThePapersWeightsALayer() {
    NetworkSpec network = NetworkReader.read("llama-2-7b");
    // 4 * 4096^2 + 3 * 4096 * 11008, in 32 layers
    assertThat(Weights.linear(network)).isEqualTo(32 * 202_375_168L).isEqualTo(6_476_005_376L);
  }

  @Test
  void deepSeekV3UsesAboutThirtySevenBillionOfItsWeightsAndCachesLatents() {
    NetworkSpec network = NetworkReader.read("deepseek-v3");
    // the published 37 B hold the head, but not the embedding, beside the layers
    assertThat((Weights.active(network) + 129_280L * 7168) / 1e9).isCloseTo(37.0, offset(0.6));
    assertThat(Weights.cached(network)).isEqualTo(35_136);
  }
}
