package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.Transformer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pruning without retraining, in float: what it costs was recorded with another program in another
/// language. Nothing of the compressor is used, so it can be compared with these figures too.
class PruningCostTest {
  /// The largest `kept` magnitudes of every group of a row; the head and the embedding stay whole.
  private static Network pruned(Network network, int kept, int group) {
    List<Network.Layer> layers = new ArrayList<>();
    for (Network.Layer layer : network.layers()) {
      layers.add(
          new Network.Layer(
              layer.attentionNorm(),
              pruned(layer.queryKeyValue(), kept, group),
              pruned(List.of(layer.attentionOut()), kept, group).getFirst(),
              layer.feedForwardNorm(),
              pruned(layer.feedForwardIn(), kept, group),
              pruned(List.of(layer.feedForwardOut()), kept, group).getFirst()));
    }
    return new Network(
        network.architecture(),
        network.embedding(),
        network.positionRows(),
        layers,
        network.finalNorm(),
        network.head());
  }

  private static List<WeightedLinear> pruned(List<WeightedLinear> linears, int kept, int group) {
    return linears.stream()
        .map(linear ->
            new WeightedLinear(
                linear.name(),
                new LinearWeights.Floats(
                    pruned(((LinearWeights.Floats) linear.weights()).rows(), kept, group)),
                linear.biasRow()))
        .toList();
  }

  private static FloatRows pruned(FloatRows rows, int kept, int group) {
    float[] values = new float[rows.rows() * rows.columns()];
    float[] row = new float[rows.columns()];
    for (int r = 0; r < rows.rows(); r++) {
      rows.read(r, row);
      for (int from = 0; from < row.length; from += group) {
        float[] magnitudes = new float[group];
        for (int i = 0; i < group; i++) {
          magnitudes[i] = Math.abs(row[from + i]);
        }
        float[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < group; i++) {
          if (magnitudes[i] < sorted[group - kept]) {
            row[from + i] = 0;
          }
        }
      }
      System.arraycopy(row, 0, values, r * row.length, row.length);
    }
    return FloatRows.of(rows.rows(), rows.columns(), values);
  }

  @ParameterizedTest(name = "{0}: {2}:{3} costs {4} nats/token")
  @CsvSource({
    "babyllama-105, 0, 4, 8, 2.92",
    "babyllama-105, 0, 8, 16, 2.55",
    "babyllama-105, 0, 16, 32, 2.35",
    "babyllama-105, 0, 2, 8, 9.87",
    "babyllama-105, 0, 4, 16, 9.42",
    "babyllama-105, 0, 8, 32, 8.94",
    "babyllama-361, 256, 16, 32, 1.60",
    "babyllama-361, 256, 8, 32, 6.66",
  })
  void magnitude_pruning_costs_what_was_recorded(
      String name, int shift, int kept, int group, double recorded) {
    List<int[]> texts = RealInputs.storyTokens(shift);
    try (NetworkFile file =
        NetworkFile.open(RealInputs.path("models/" + name + "/model5000.bin"))) {
      Transformer transformer =
          new Transformer(pruned(file.network(), kept, group), Arithmetic.floats());
      Evaluation.Predictions predictions =
          new Evaluation(transformer, 256, 256).predict(texts, _ -> {});
      assertThat(predictions.nats() / predictions.tokens()).isCloseTo(recorded, within(0.005));
    }
  }
}
