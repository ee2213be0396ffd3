package org.cimlet.execute.transformer;

import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Architecture.Variations;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.network.Computation.Choice;
import org.jspecify.annotations.Nullable;

/// How a router gives each token its experts: groups of experts are chosen first, then the best
/// experts of those; a bias may take part in both.
final class Routing {
  private final Choice choice;
  private final int active;
  private final float[] biases;

  /// @param bias of each expert, added while choosing; null where nothing is
  Routing(Variations variations, @Nullable FloatRows bias) {
    this.choice = variations.choice();
    this.active = variations.activeExperts();
    this.biases = bias == null ? new float[0] : HostNorm.row(bias);
  }

  /// Each token's shares of the experts: 0 for those that do not see it, above 0 for the others.
  ///
  /// @param scores of all experts, token after token
  float[] shares(float[] scores, int experts) {
    float[] shares = new float[scores.length];
    float[] one = new float[experts];
    float[] worth = new float[experts];
    for (int at = 0; at < scores.length; at += experts) {
      System.arraycopy(scores, at, one, 0, experts);
      score(one);
      for (int e = 0; e < experts; e++) {
        worth[e] = biases.length == 0 ? one[e] : one[e] + biases[e];
      }
      leaveOutGroups(worth);
      float total = 0;
      for (int k = 0; k < active; k++) {
        int best = best(worth, 0, experts);
        worth[best] = Float.NEGATIVE_INFINITY;
        shares[at + best] = Math.max(one[best], Float.MIN_VALUE);
        total += one[best];
      }
      for (int e = at; e < at + experts; e++) {
        float share = choice.wholeShares() ? shares[e] / total : shares[e];
        shares[e] = choice.scale() == 1 ? share : share * (float) choice.scale();
      }
    }
    return shares;
  }

  private void score(float[] scores) {
    if (!choice.sigmoid()) {
      Exponential.softmax(scores, scores.length);
      return;
    }
    for (int e = 0; e < scores.length; e++) {
      scores[e] = Exponential.sigmoid(scores[e]);
    }
  }

  /// Makes the experts of groups that are not chosen worth less than any other.
  private void leaveOutGroups(float[] worth) {
    int groups = choice.groups();
    if (choice.activeGroups() == groups) {
      return;
    }
    int size = worth.length / groups;
    float[] ofGroups = new float[groups];
    for (int group = 0; group < groups; group++) {
      int from = group * size;
      int first = best(worth, from, from + size);
      float second = Float.NEGATIVE_INFINITY;
      for (int e = from; e < from + size; e++) {
        second = e == first ? second : Math.max(second, worth[e]);
      }
      ofGroups[group] = choice.byTwo() ? worth[first] + second : worth[first];
    }
    boolean[] chosen = new boolean[groups];
    for (int k = 0; k < choice.activeGroups(); k++) {
      int group = best(ofGroups, 0, groups);
      chosen[group] = true;
      ofGroups[group] = Float.NEGATIVE_INFINITY;
    }
    for (int e = 0; e < worth.length; e++) {
      worth[e] = chosen[e / size] ? worth[e] : Float.NEGATIVE_INFINITY;
    }
  }

  /// The place of the largest, the first of equals.
  private static int best(float[] values, int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
