package org.cimlet.training;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.cimlet.training.Experiment.Precision;
import org.cimlet.training.Pruning.Method;

/// A network small enough for tests, and a text it can learn.
final class Tiny {
  static final NetworkShape SHAPE = new NetworkShape(2, 64, 2, 128, 32);

  private Tiny() {}

  static Experiment experiment(Pruning pruning, boolean int8, int steps) {
    return new Experiment(
        "tiny", SHAPE, 7, steps, 4, Precision.BFLOAT16, 0.003, 4, 0.5, 0.1, 0.1, int8, pruning, 0);
  }

  static Pruning pruning(Method method, int kept, int group) {
    return new Pruning(method, kept, group, 0.5, 0.8, 2, 0.0002);
  }

  /// Words in an order without sense.
  static Corpus corpus() {
    String[] words = {"weights ", "at rest ", "in memory ", "move ", "only activations "};
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder();
    while (text.length() < 50_000) {
      text.append(words[random.nextInt(words.length)]);
    }
    return Corpus.of("words", text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
