package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.RandomNetworks;
import org.junit.jupiter.api.Test;

class InputNormsTest {
  private static final Network NETWORK = RandomNetworks.of(RandomNetworks.LLAMA, false, 51);

  /// The first layer's queries, keys and values read the normed embedding, whatever comes before:
  /// worked out in double, by hand.
  @Test
  void inputs_of_the_first_linears_are_the_normed_embeddings() {
    int[] tokens = RandomNetworks.tokens(RandomNetworks.LLAMA, 21, 52);
    double[] squares = new double[36];
    float[] weight = new float[36];
    NETWORK.layers().getFirst().attentionNorm().weight().read(0, weight);
    for (int token : tokens) {
      float[] x = new float[36];
      NETWORK.embedding().read(token, x);
      double square = 1e-5;
      for (float v : x) {
        square += (double) v * v / 36;
      }
      for (int i = 0; i < 36; i++) {
        squares[i] += x[i] * x[i] / square * weight[i] * weight[i];
      }
    }
    List<Long> progress = new ArrayList<>();
    // windows of 8 start anew, which the first layer's inputs do not see
    Map<String, float[]> norms = InputNorms.of(NETWORK, List.of(tokens), 8, progress::add);
    assertThat(norms)
        .containsOnlyKeys(
            "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "head");
    assertThat(progress).containsExactly(8L, 16L, 21L);
    Network first =
        new Network(
            oneLayer(),
            NETWORK.embedding(),
            null,
            NETWORK.layers().subList(0, 1),
            NETWORK.finalNorm(),
            NETWORK.head());
    float[] queries =
        Objects.requireNonNull(InputNorms.of(first, List.of(tokens), 8, _ -> {}).get("q_proj"));
    for (int i = 0; i < 36; i++) {
      assertThat((double) queries[i]).isCloseTo(Math.sqrt(squares[i]), within(1e-4));
    }
  }

  private static Architecture oneLayer() {
    Architecture a = RandomNetworks.LLAMA;
    return new Architecture(
        a.family(),
        a.hiddenSize(),
        1,
        a.heads(),
        a.keyValueHeads(),
        a.headSize(),
        a.feedForwardSize(),
        a.vocabulary(),
        a.maxContext(),
        a.window(),
        a.norm(),
        a.positions(),
        a.feedForward(),
        a.tiedHead());
  }
}
