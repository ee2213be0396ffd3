package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.PlainTransformer;
import org.cimlet.execute.transformer.Transformer;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Network NETWORK = RandomNetworks.of(RandomNetworks.LLAMA, false, 21);
  private static final Transformer TRANSFORMER = new Transformer(NETWORK, Arithmetic.floats());
  private static final int[] TEXT = RandomNetworks.tokens(RandomNetworks.LLAMA, 40, 22);

  /// By the second implementation.
  private static double nats(int[] window, int from) {
    double[][] scores = new PlainTransformer(NETWORK).scores(window);
    double nats = 0;
    for (int t = from; t < window.length - 1; t++) {
      double total = 0;
      for (double score : scores[t]) {
        total += Math.exp(score);
      }
      nats += Math.log(total) - scores[t][window[t + 1]];
    }
    return nats;
  }

  @Test
  void a_text_within_one_window_is_predicted_from_its_second_token_on() {
    Evaluation.Predictions predictions =
        new Evaluation(TRANSFORMER, 48, 48).predict(List.of(TEXT), _ -> {});
    assertThat(predictions.tokens()).isEqualTo(39);
    assertThat(predictions.nats()).isCloseTo(nats(TEXT, 0), within(1e-3));
  }

  /// 39 tokens to predict in windows of 16: tokens 1..16 from 0..15, 17..32 from 16..31, 33..39
  /// from 32..38.
  @Test
  void windows_that_do_not_overlap_start_anew() {
    Evaluation.Predictions predictions =
        new Evaluation(TRANSFORMER, 16, 16).predict(List.of(TEXT), _ -> {});
    double expected =
        nats(Arrays.copyOf(TEXT, 17), 0)
            + nats(Arrays.copyOfRange(TEXT, 16, 33), 0)
            + nats(Arrays.copyOfRange(TEXT, 32, 40), 0);
    assertThat(predictions.tokens()).isEqualTo(39);
    assertThat(predictions.nats()).isCloseTo(expected, within(1e-3));
  }

  /// Windows start at 0, 5, 10, ...; from the second on only the last five tokens of each count.
  @Test
  void overlapping_windows_count_each_token_once_with_what_came_before_it() {
    Evaluation.Predictions predictions =
        new Evaluation(TRANSFORMER, 16, 5).predict(List.of(TEXT), _ -> {});
    double expected = nats(Arrays.copyOf(TEXT, 17), 0);
    for (int start = 5; start + 11 < 39; start += 5) {
      expected += nats(Arrays.copyOfRange(TEXT, start, Math.min(start + 17, 40)), 11);
    }
    assertThat(predictions.tokens()).isEqualTo(39);
    assertThat(predictions.nats()).isCloseTo(expected, within(1e-3));
  }

  @Test
  void texts_are_predicted_on_their_own_and_a_lone_token_not_at_all() {
    int[] other = RandomNetworks.tokens(RandomNetworks.LLAMA, 9, 23);
    List<Long> progress = new ArrayList<>();
    Evaluation.Predictions predictions =
        new Evaluation(TRANSFORMER, 48, 48)
            .predict(List.of(TEXT, new int[] {3}, other), progress::add);
    assertThat(predictions.tokens()).isEqualTo(39 + 8);
    assertThat(Evaluation.tokens(List.of(TEXT, new int[] {3}, other))).isEqualTo(47);
    assertThat(predictions.nats()).isCloseTo(nats(TEXT, 0) + nats(other, 0), within(1e-3));
    assertThat(progress).containsExactly(39L, 47L);
  }

  /// A head of zeros gives every token the same chance: ln 31 nats a token, log2 31 bits. The text
  /// has two tokens a character and three bytes a character.
  @Test
  void a_network_that_knows_nothing_needs_the_logarithm_of_the_vocabulary() {
    FloatRows zeros = FloatRows.of(31, 36, new float[31 * 36]);
    Network ignorant =
        new Network(
            NETWORK.architecture(),
            NETWORK.embedding(),
            null,
            NETWORK.layers(),
            NETWORK.finalNorm(),
            new WeightedLinear("head", new LinearWeights.Floats(zeros), null));
    Evaluation.Predictions predictions =
        new Evaluation(new Transformer(ignorant, Arithmetic.floats()), 8, 8)
            .predict(List.of(Arrays.copyOf(TEXT, 21)), _ -> {});
    Quality quality = new Quality(predictions.nats(), predictions.tokens(), 10, 30);
    assertThat(quality.natsPerToken()).isCloseTo(Math.log(31), within(1e-6));
    assertThat(quality.perplexity()).isCloseTo(31, within(1e-4));
    assertThat(quality.bitsPerCharacter()).isCloseTo(2 * Math.log(31) / Math.log(2), within(1e-5));
    assertThat(quality.bitsPerByte()).isCloseTo(2 * Math.log(31) / Math.log(2) / 3, within(1e-5));
  }

  @Test
  void windows_beyond_the_context_and_strides_beyond_the_window_are_refused() {
    assertThatThrownBy(() -> new Evaluation(TRANSFORMER, 49, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Evaluation(TRANSFORMER, 16, 17))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Evaluation(TRANSFORMER, 16, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
