package org.cimlet.execute.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.products.NonFiniteScoresException;

/// Draws tokens. Mutable, for one sequence: each draw moves the generator on.
public final class Sampler {
  private final Sampling sampling;

  /// `java.util.Random` because its sequence is part of its contract.
  private final Random random;

  /// Starts at the seed.
  public Sampler(Sampling sampling) {
    this.sampling = sampling;
    this.random = new Random(sampling.seed());
  }

  /// Chooses a token. Of equal scores the lower token counts as likelier.
  ///
  /// @param scores one for each token
  /// @throws NonFiniteScoresException if a score is no finite number
  public int pick(float[] scores) {
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new NonFiniteScoresException();
      }
    }
    if (sampling.temperature() == 0) {
      return likeliest(scores);
    }
    float[] chances = new float[scores.length];
    float largest = scores[likeliest(scores)];
    for (int i = 0; i < scores.length; i++) {
      chances[i] = (float) ((scores[i] - largest) / sampling.temperature());
    }
    Exponential.softmax(chances, chances.length);
    double draw = random.nextDouble();
    return sampling.topP() < 1 ? drawOfLikeliest(chances, draw) : draw(chances, draw);
  }

  private static int likeliest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int draw(float[] chances, double draw) {
    double total = 0;
    for (float chance : chances) {
      total += chance;
    }
    double passed = 0;
    int last = 0;
    for (int i = 0; i < chances.length; i++) {
      passed += chances[i];
      if (draw * total < passed) {
        return i;
      }
      last = chances[i] > 0 ? i : last;
    }
    return last;
  }

  private int drawOfLikeliest(float[] chances, double draw) {
    Integer[] order = new Integer[chances.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -chances[i]));
    double kept = 0;
    int count = 0;
    while (count < order.length && kept < sampling.topP()) {
      kept += chances[order[count++]];
    }
    double passed = 0;
    for (int i = 0; i < count; i++) {
      passed += chances[order[i]];
      if (draw * kept < passed) {
        return order[i];
      }
    }
    return order[count - 1];
  }
}
