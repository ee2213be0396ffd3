package org.cimlet.execute.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.generate.InputNorms;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.network.WrittenNetworks;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.PlainTransformer;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.ActivationNorms;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressedNetworkTest {
  @TempDir private Path folder;

  private Path compressed(String family, PatternRules patterns) throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    if (family.equals("gpt2")) {
      WrittenNetworks.gpt2(in, RandomNetworks.of(RandomNetworks.GPT2, true, 61), "");
    } else {
      WrittenNetworks.llama(in, RandomNetworks.of(RandomNetworks.LLAMA, true, 62));
    }
    Path out = folder.resolve("out");
    Compressor.compress(in, out, Compression.of(patterns), Progress.NONE);
    return out;
  }

  private static Arithmetic plain() {
    return (_, _, linears) -> StoredProducts.of(linears, PlainIntegerSums::new);
  }

  private static float[] scores(Network network, Arithmetic arithmetic) {
    Architecture a = network.architecture();
    return new Transformer(network, arithmetic)
        .read(new KvCache(a, 24), RandomNetworks.tokens(a, 24, 63));
  }

  /// Weights as floats in memory, so that the second implementation can read them.
  private static LinearWeights asFloats(LinearWeights weights) {
    return switch (weights) {
      case LinearWeights.Floats _ -> weights;
      case LinearWeights.Integers(WeightMatrix matrix) -> {
        float[] all = new float[matrix.outputs() * matrix.inputs()];
        for (int i = 0; i < all.length; i++) {
          int output = i / matrix.inputs();
          int input = i % matrix.inputs();
          all[i] = matrix.valueAt(output, input) * matrix.scale(output, input);
        }
        yield new LinearWeights.Floats(FloatRows.of(matrix.outputs(), matrix.inputs(), all));
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"llama, 8:32", "llama, 4:8", "llama, none", "gpt2, 16:32", "gpt2, none"})
  void a_compressed_network_is_the_network_of_its_stored_weights(String family, String pattern)
      throws IOException {
    Path out = compressed(family, PatternRules.parse(pattern, List.of()));
    try (NetworkFile file = NetworkFile.open(out)) {
      Network network = file.network();
      assertThat(network.layers().getFirst().attentionOut().weights())
          .isInstanceOfSatisfying(
              LinearWeights.Integers.class,
              weights -> assertThat(weights.matrix().pattern()).hasToString(pattern));
      int[] tokens = RandomNetworks.tokens(network.architecture(), 24, 63);
      double[] expected =
          new PlainTransformer(network.withLinears(CompressedNetworkTest::asFloats))
              .scores(tokens)[23];
      float[] floats = scores(network, Arithmetic.floats());
      float[] integers = scores(network, Arithmetic.stored());
      double error = 0;
      double size = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) floats[i]).isCloseTo(expected[i], within(2e-4));
        error += Math.pow(integers[i] - expected[i], 2);
        size += expected[i] * expected[i];
      }
      // rounding activations to 255 values costs a few hundredths, not nothing
      assertThat(Math.sqrt(error / size)).isBetween(1e-4, 0.08);
    }
  }

  @ParameterizedTest
  @CsvSource({"llama, 8:32", "llama, none", "gpt2, 4:16"})
  void integers_are_the_same_bits_by_any_kernel_dense_or_packed_at_once_or_token_by_token(
      String family, String pattern) throws IOException {
    Path out = compressed(family, PatternRules.parse(pattern, List.of()));
    try (NetworkFile file = NetworkFile.open(out)) {
      Network network = file.network();
      float[] atOnce = scores(network, Arithmetic.stored());
      assertThat(scores(network, plain())).isEqualTo(atOnce);
      assertThat(scores(network.dense(), Arithmetic.stored())).isEqualTo(atOnce);
      Transformer transformer = new Transformer(network, Arithmetic.stored());
      int[] tokens = RandomNetworks.tokens(network.architecture(), 24, 63);
      KvCache single = new KvCache(network.architecture(), 24);
      float[] last = {};
      for (int token : tokens) {
        last = transformer.read(single, token);
      }
      assertThat(last).isEqualTo(atOnce);
      KvCache pieces = new KvCache(network.architecture(), 24);
      transformer.read(pieces, Arrays.copyOf(tokens, 13));
      assertThat(transformer.read(pieces, Arrays.copyOfRange(tokens, 13, 24))).isEqualTo(atOnce);
    }
  }

  /// Layer 0 dense, the values' projection of layer 1 at 2:4, everything else 8:32, and the head
  /// packed too.
  @Test
  void patterns_may_differ_by_layer_and_the_head_may_be_packed() throws IOException {
    Path out =
        compressed(
            "llama",
            PatternRules.parse(
                "8:32",
                List.of("model.layers.0.*=none", "*.1.self_attn.v_proj.*=2:4", "lm_head*=8:32")));
    try (NetworkFile file = NetworkFile.open(out)) {
      Network network = file.network();
      assertThat(patterns(network.layers().get(0).queryKeyValue()))
          .containsExactly(Pattern.DENSE, Pattern.DENSE, Pattern.DENSE);
      assertThat(patterns(network.layers().get(1).queryKeyValue()))
          .containsExactly(new Pattern(8, 32), new Pattern(8, 32), new Pattern(2, 4));
      assertThat(patterns(List.of(network.head()))).containsExactly(new Pattern(8, 32));
      assertThat(scores(network, Arithmetic.stored())).isEqualTo(scores(network, plain()));
    }
  }

  private static List<Pattern> patterns(List<WeightedLinear> linears) {
    return linears.stream()
        .map(linear -> ((LinearWeights.Integers) linear.weights()).matrix().pattern())
        .toList();
  }

  /// Compressing without a pattern writes what quantizing in memory gives.
  @Test
  void quantizing_on_the_way_in_is_compressing_without_a_pattern() throws IOException {
    Path out = compressed("llama", PatternRules.all(Pattern.DENSE));
    try (NetworkFile stored = NetworkFile.open(out);
        NetworkFile floats = NetworkFile.open(folder.resolve("in"))) {
      assertThat(scores(floats.network().dense(), Arithmetic.stored()))
          .isEqualTo(scores(stored.network(), Arithmetic.stored()));
      assertThat(floats.network().dense().linearBytes()).isEqualTo(stored.network().linearBytes());
      assertThat(floats.network().linearBytes()).isEqualTo(4 * linearWeights());
    }
  }

  /// Queries and outputs 36 x 36, keys and values 12 x 36, three of 50 x 36, in three layers.
  private static long linearWeights() {
    return 3 * (2 * 36 * 36 + 2 * 12 * 36 + 3 * 50 * 36);
  }

  /// Wanda by hand for one group: a weight is kept by its magnitude times its input's norm.
  @Test
  void norms_of_a_run_decide_what_wanda_keeps() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    WrittenNetworks.llama(in, RandomNetworks.of(RandomNetworks.LLAMA, true, 62));
    try (NetworkFile file = NetworkFile.open(in)) {
      var norms =
          InputNorms.of(
              file.network(),
              List.of(RandomNetworks.tokens(RandomNetworks.LLAMA, 48, 64)),
              48,
              _ -> {});
      Path out = folder.resolve("out");
      Compressor.compress(
          in,
          out,
          new Compression(
              PatternRules.parse("8:32", List.of()),
              new Method.Wanda(new ActivationNorms(norms)),
              Optional.empty(),
              Optional.empty()),
          Progress.NONE);
      try (NetworkFile pruned = NetworkFile.open(out)) {
        String name = "model.layers.1.mlp.gate_proj.weight";
        float[] own = norms.getOrDefault(name, new float[0]);
        WeightMatrix matrix =
            ((LinearWeights.Integers)
                    pruned.network().layers().get(1).feedForwardIn().getFirst().weights())
                .matrix();
        FloatRows weights =
            ((LinearWeights.Floats)
                    file.network().layers().get(1).feedForwardIn().getFirst().weights())
                .rows();
        float[] row = new float[36];
        for (int output = 0; output < 50; output++) {
          weights.read(output, row);
          for (int i = 0; i < 32; i++) {
            int larger = 0;
            for (int j = 0; j < 32; j++) {
              larger += Math.abs(row[j]) * own[j] > Math.abs(row[i]) * own[i] ? 1 : 0;
            }
            if (larger >= 8) {
              assertThat(matrix.valueAt(output, i)).isZero();
            }
          }
        }
      }
    }
  }

  @Test
  void a_folder_whose_masks_are_spoilt_is_refused() throws IOException {
    Path out = compressed("llama", PatternRules.parse("8:32", List.of()));
    Path weights = out.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    String header =
        new String(
            bytes,
            8,
            20_000 < bytes.length ? 20_000 : bytes.length - 8,
            StandardCharsets.ISO_8859_1);
    String name = "model.layers.1.mlp.up_proj.weight.mask";
    int at = header.indexOf("\"data_offsets\":[", header.indexOf(name)) + 16;
    int begin = Integer.parseInt(header.substring(at, header.indexOf(',', at)));
    int data = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    bytes[data + begin] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> NetworkFile.open(out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "model.layers.1.mlp.up_proj.weight: the mask of output 0, group 0 must have 8 bits set");
  }
}
