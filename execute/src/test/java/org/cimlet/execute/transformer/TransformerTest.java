package org.cimlet.execute.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformerTest {
  /// Scores are of size one; floats of three layers carry six digits.
  private static final double TOLERANCE = 2e-4;

  static List<Network> networks() {
    Architecture stretched =
        new Architecture(
            "llama",
            16,
            2,
            4,
            4,
            8,
            20,
            23,
            48,
            48,
            new Norm.RootMeanSquare(1e-6),
            new Positions.Rotary(100, RopeLayout.HALVES, new RopeScaling.Llama3(8, 1, 4, 16), 1),
            FeedForward.GATED_SILU,
            true);
    return List.of(
        RandomNetworks.of(RandomNetworks.LLAMA, false, 1),
        RandomNetworks.of(RandomNetworks.LLAMA, true, 2),
        RandomNetworks.of(RandomNetworks.llama(RopeLayout.NEIGHBOURS, 48), false, 3),
        RandomNetworks.of(RandomNetworks.llama(RopeLayout.HALVES, 7), false, 4),
        RandomNetworks.of(stretched, false, 5),
        RandomNetworks.of(RandomNetworks.GPT2, true, 6));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void scores_are_those_of_a_second_implementation_in_double(Network network) {
    Architecture a = network.architecture();
    int[] tokens = RandomNetworks.tokens(a, 40, 11);
    double[][] expected = new PlainTransformer(network).scores(tokens);
    List<float[]> scores = each(new Transformer(network, Arithmetic.floats()), tokens);
    assertThat(scores).hasSize(40);
    double largest = 0;
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < a.vocabulary(); i++) {
        assertThat((double) scores.get(t)[i]).isCloseTo(expected[t][i], within(TOLERANCE));
        largest = Math.max(largest, Math.abs(expected[t][i]));
      }
    }
    assertThat(largest).as("scores worth comparing").isGreaterThan(1);
  }

  private static List<float[]> each(Transformer transformer, int[] tokens) {
    List<float[]> scores = new ArrayList<>();
    KvCache cache = new KvCache(transformer.architecture(), tokens.length);
    transformer.read(cache, tokens, (_, some) -> scores.add(some.clone()));
    return scores;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_text_read_at_once_in_pieces_or_token_by_token_gives_the_same_bits(Network network) {
    Transformer transformer = new Transformer(network, Arithmetic.floats());
    Architecture a = network.architecture();
    int[] tokens = RandomNetworks.tokens(a, 40, 12);
    float[] atOnce = transformer.read(new KvCache(a, 40), tokens);
    KvCache pieces = new KvCache(a, 40);
    transformer.read(pieces, Arrays.copyOf(tokens, 17));
    float[] inPieces = transformer.read(pieces, Arrays.copyOfRange(tokens, 17, 40));
    KvCache single = new KvCache(a, 40);
    float[] oneByOne = {};
    for (int token : tokens) {
      oneByOne = transformer.read(single, token);
    }
    assertThat(inPieces).isEqualTo(atOnce);
    assertThat(oneByOne).isEqualTo(atOnce);
    assertThat(each(transformer, tokens).getLast()).isEqualTo(atOnce);
  }

  @Test
  void a_text_longer_than_what_passes_together_is_read_whole() {
    Architecture a =
        new Architecture(
            "llama",
            8,
            1,
            2,
            1,
            4,
            8,
            5,
            200,
            200,
            new Norm.RootMeanSquare(1e-5),
            new Positions.Rotary(10_000, RopeLayout.HALVES, new RopeScaling.None(), 1),
            FeedForward.GATED_SILU,
            false);
    Network network = RandomNetworks.of(a, false, 7);
    int[] tokens = RandomNetworks.tokens(a, 2 * 64 + 9, 13);
    Transformer transformer = new Transformer(network, Arithmetic.floats());
    double[][] expected = new PlainTransformer(network).scores(tokens);
    List<float[]> scores = each(transformer, tokens);
    assertThat(scores).hasSize(tokens.length);
    for (int i = 0; i < a.vocabulary(); i++) {
      assertThat((double) scores.getLast()[i])
          .isCloseTo(expected[tokens.length - 1][i], within(TOLERANCE));
    }
  }

  /// The same network with its rows in llama2.c's order and in HuggingFace's.
  @Test
  void neighbours_and_halves_are_two_orders_of_the_same_rows() {
    Network halves = RandomNetworks.of(RandomNetworks.LLAMA, false, 9);
    Architecture a = halves.architecture();
    List<Network.Layer> reordered = new ArrayList<>();
    for (Network.Layer layer : halves.layers()) {
      List<WeightedLinear> linears = layer.queryKeyValue();
      reordered.add(
          new Network.Layer(
              layer.attentionNorm(),
              List.of(
                  interleaved(linears.get(0), a.headSize()),
                  interleaved(linears.get(1), a.headSize()),
                  linears.get(2)),
              layer.attentionOut(),
              layer.feedForwardNorm(),
              layer.feedForwardIn(),
              layer.feedForwardOut()));
    }
    Network neighbours =
        new Network(
            RandomNetworks.llama(RopeLayout.NEIGHBOURS, 48),
            halves.embedding(),
            null,
            reordered,
            halves.finalNorm(),
            halves.head());
    int[] tokens = RandomNetworks.tokens(a, 30, 14);
    float[] first = new Transformer(halves, Arithmetic.floats()).read(new KvCache(a, 30), tokens);
    float[] second =
        new Transformer(neighbours, Arithmetic.floats()).read(new KvCache(a, 30), tokens);
    for (int i = 0; i < first.length; i++) {
      // sums within a head run in another order
      assertThat(second[i]).isCloseTo(first[i], within(1e-4f));
    }
  }

  /// Row `2i` of a head is row `i`, row `2i + 1` is row `i + half`.
  private static WeightedLinear interleaved(WeightedLinear linear, int headSize) {
    FloatRows rows = ((LinearWeights.Floats) linear.weights()).rows();
    float[] values = new float[rows.rows() * rows.columns()];
    float[] row = new float[rows.columns()];
    for (int i = 0; i < rows.rows(); i++) {
      int within = i % headSize;
      rows.read(i - within + within / 2 + within % 2 * (headSize / 2), row);
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    return new WeightedLinear(
        linear.name(),
        new LinearWeights.Floats(FloatRows.of(rows.rows(), rows.columns(), values)),
        null);
  }

  @Test
  void what_a_sequence_has_no_room_for_is_refused_before_anything_is_read() {
    Transformer transformer =
        new Transformer(RandomNetworks.of(RandomNetworks.LLAMA, false, 8), Arithmetic.floats());
    KvCache cache = new KvCache(transformer.architecture(), 3);
    assertThatThrownBy(() -> transformer.read(cache, 1, 2, 3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 4");
    assertThatThrownBy(() -> transformer.read(cache)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transformer.read(cache, 1, 31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokens must be 0 to 30, got 31");
    assertThat(cache.length()).isZero();
    assertThatThrownBy(() -> new KvCache(transformer.architecture(), 49))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weights_of_another_shape_are_refused() {
    Network network = RandomNetworks.of(RandomNetworks.LLAMA, false, 8);
    assertThatThrownBy(() ->
            new Network(
                network.architecture(),
                network.embedding(),
                null,
                network.layers().subList(0, 2),
                network.finalNorm(),
                network.head()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 layers are needed, got 2");
    assertThatThrownBy(() ->
            new Network(
                network.architecture(),
                network.embedding(),
                null,
                network.layers(),
                network.finalNorm(),
                network.layers().getFirst().attentionOut()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[o_proj] must have 31 outputs, got 36");
  }
}
