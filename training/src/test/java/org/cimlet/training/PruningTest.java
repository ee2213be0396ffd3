package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cimlet.training.NetworkShape.Parameter;
import org.cimlet.training.Pruning.Choice;
import org.cimlet.training.Pruning.Method;
import org.cimlet.training.TrainingState.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningTest {
  private static final List<Parameter> PARAMETERS = Tiny.SHAPE.parameters();

  @ParameterizedTest
  @CsvSource({"1,8", "4,16", "8,32", "12,32", "8,64", "32,64"})
  void of_each_group_the_largest_weights_stay(int kept, int group) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = TrainingState.first(Tiny.SHAPE, 5, torch.manager());
      torch.prune(state, new Choice(kept, group));
      int groups = 0;
      for (int i = 0; i < PARAMETERS.size(); i++) {
        if (PARAMETERS.get(i).pruned()) {
          float[] weights = state.values(Kind.WEIGHT, i);
          float[] mask = state.values(Kind.MASK, i);
          for (int at = 0; at < weights.length; at += group) {
            assertKeepsLargest(weights, mask, at, kept, group);
            groups++;
          }
        }
      }
      assertThat(groups).isEqualTo(prunedWeights() / group);
    }
  }

  private static void assertKeepsLargest(float[] w, float[] mask, int at, int kept, int group) {
    float leastKept = Float.POSITIVE_INFINITY;
    float mostPruned = 0;
    int count = 0;
    for (int i = at; i < at + group; i++) {
      if (mask[i] == 1) {
        count++;
        leastKept = Math.min(leastKept, Math.abs(w[i]));
      } else {
        assertThat(mask[i]).isZero();
        mostPruned = Math.max(mostPruned, Math.abs(w[i]));
      }
    }
    assertThat(count).isEqualTo(kept);
    assertThat(leastKept).isGreaterThanOrEqualTo(mostPruned);
  }

  private static int prunedWeights() {
    return PARAMETERS.stream().filter(Parameter::pruned).mapToInt(Parameter::elements).sum();
  }

  @Test
  void globally_one_threshold_serves_all_matrices() {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = TrainingState.first(Tiny.SHAPE, 5, torch.manager());
      torch.prune(state, new Choice(0.25, 0));
      float leastKept = Float.POSITIVE_INFINITY;
      float mostPruned = 0;
      int kept = 0;
      for (int i = 0; i < PARAMETERS.size(); i++) {
        if (PARAMETERS.get(i).pruned()) {
          float[] weights = state.values(Kind.WEIGHT, i);
          float[] mask = state.values(Kind.MASK, i);
          for (int j = 0; j < mask.length; j++) {
            kept += (int) mask[j];
            leastKept = mask[j] == 1 ? Math.min(leastKept, Math.abs(weights[j])) : leastKept;
            mostPruned = mask[j] == 0 ? Math.max(mostPruned, Math.abs(weights[j])) : mostPruned;
          }
        }
      }
      assertThat(kept).isEqualTo(prunedWeights() / 4);
      assertThat(leastKept).isGreaterThanOrEqualTo(mostPruned);
    }
  }

  @Test
  void what_is_pruned_stays_pruned_or_may_come_back() {
    assertThat(everKept(Method.FIXED)).isFalse();
    assertThat(everKept(Method.REGROW)).isTrue();
  }

  /// Whether a weight that was pruned at some step was kept at a later one.
  private static boolean everKept(Method method) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Experiment experiment = Tiny.experiment(Tiny.pruning(method, 8, 32), false, 40);
      TrainingState state = TrainingState.first(Tiny.SHAPE, 7, torch.manager());
      int matrix = 2;
      float[] before = state.values(Kind.MASK, matrix);
      boolean cameBack = false;
      for (int step = 1; step <= 40; step++) {
        torch.learn(experiment, state, Tiny.corpus().batch(7, step, 4, 32), null);
        float[] after = state.values(Kind.MASK, matrix);
        for (int i = 0; i < after.length; i++) {
          cameBack |= before[i] == 0 && after[i] == 1;
        }
        before = after;
      }
      double share = sum(before) / before.length;
      assertThat(share).isEqualTo(0.25);
      return cameBack;
    }
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void kept_weights_fall_from_all_to_the_pattern_s_and_then_stay() {
    Pruning pruning = new Pruning(Method.FIXED, 8, 32, 0.5, 0.8, 10, 0);
    double[] kept = new double[101];
    for (int step = 1; step <= 100; step++) {
      kept[step] = pruning.before(step, 100).kept();
    }
    // by hand: at step 11, 39/50 of the ramp are left: 0.25 + 0.75 * 0.78^3 = 0.606 of 32 is 19.4
    assertThat(kept[1]).isEqualTo(31);
    assertThat(kept[11]).isEqualTo(19);
    assertThat(kept[51]).isEqualTo(8);
    assertThat(kept[80]).as("the last choice").isEqualTo(8);
    assertThat(Arrays.stream(kept, 81, 101).sum()).as("settled").isZero();
    assertThat(kept[2]).as("between two choices").isZero();
  }
}
