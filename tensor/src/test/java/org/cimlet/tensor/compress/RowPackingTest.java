package org.cimlet.tensor.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;

class RowPackingTest {
  private static final Pattern TWO_OF_FOUR = new Pattern(2, 4);

  private static float[] gaussians(int count, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  @Test
  void the_largest_two_of_four_are_kept_and_scaled_to_127() {
    // scale 2.54 / 127 = 0.02: 1 becomes 50, -2.54 becomes -127, 0.3 becomes 15, -0.01 becomes 0
    WeightMatrix matrix =
        Compressor.pack(1, 8, TWO_OF_FOUR, new float[] {1, 0.5f, -2.54f, 0.9f, 0, -0.01f, 0.3f, 0});
    assertThat(matrix)
        .isEqualTo(
            PackedMatrix.copyOf(
                1,
                8,
                TWO_OF_FOUR,
                new byte[] {50, -127, 0, 15},
                new byte[] {0b0110_0101},
                new float[] {2.54f / 127}));
  }

  @Test
  void of_equal_weights_the_first_is_kept() {
    WeightMatrix matrix = Compressor.pack(1, 4, TWO_OF_FOUR, new float[] {-1, 1, -1, 1});
    assertThat(matrix)
        .isInstanceOfSatisfying(
            PackedMatrix.class, packed -> assertThat(packed.mask(0, 0)).isEqualTo(0b0011));
  }

  @Test
  void a_row_of_zeros_is_stored_as_zeros() {
    WeightMatrix matrix = Compressor.pack(1, 4, TWO_OF_FOUR, new float[] {0, -0f, 0, 0});
    assertThat(matrix.scale(0, 0)).isEqualTo(1f);
    assertThat(matrix.valueAt(0, 1)).isZero();
  }

  @Test
  void the_least_floats_do_not_overflow() {
    float least = Float.MIN_VALUE;
    WeightMatrix one = Compressor.pack(1, 1, Pattern.DENSE, new float[] {least});
    assertThat(one.valueAt(0, 0) * one.scale(0, 0)).isEqualTo(least);
    WeightMatrix more = Compressor.pack(1, 1, Pattern.DENSE, new float[] {190 * least});
    assertThat(more.valueAt(0, 0) * more.scale(0, 0)).isEqualTo(190 * least);
    WeightMatrix most = Compressor.pack(1, 1, Pattern.DENSE, new float[] {-Float.MAX_VALUE});
    assertThat(most.valueAt(0, 0)).isEqualTo((byte) -127);
  }

  @Test
  void halves_are_rounded_to_even() {
    WeightMatrix matrix =
        Compressor.pack(1, 5, Pattern.DENSE, new float[] {127, 0.5f, 1.5f, -2.5f, -126.5f});
    assertThat(matrix)
        .isEqualTo(DenseMatrix.copyOf(1, 5, new byte[] {127, 0, 2, -2, -126}, new float[] {1}));
  }

  @Test
  void norms_of_inputs_decide_with_wanda() {
    float[] weights = {4, 3, 2, 1};
    RowBlock block = new RowBlock(1, 4, TWO_OF_FOUR, 1);
    // 4 * 1, 3 * 1, 2 * 3, 1 * 5: inputs 3 and 2 are kept; the scale is of what is kept
    new RowPacking(TWO_OF_FOUR, 4, 4, new float[] {1, 1, 3, 5}).pack(weights, 0, block);
    assertThat(block.matrix(1, 4, 4))
        .isEqualTo(
            PackedMatrix.copyOf(
                1,
                4,
                TWO_OF_FOUR,
                new byte[] {127, 64},
                new byte[] {0b1100},
                new float[] {2f / 127}));
    assertThat(block.squaredNorms[0]).isEqualTo(16 + 9 + 4 + 1);
    // 4 and 3 are gone; 1 is stored as 64 steps of 2/127, which is 1/127 too much
    assertThat(block.squaredErrors[0]).isCloseTo(25 + 1 / 16129.0, within(1e-6));
  }

  @Test
  void scales_of_groups_follow_their_own_weights() {
    RowBlock block = new RowBlock(1, 10, TWO_OF_FOUR, 3);
    float[] weights = {127, 0, 0, 1, 1.27f, 0, 0, 1, -254, 2};
    new RowPacking(TWO_OF_FOUR, 10, 4, new float[0]).pack(weights, 0, block);
    WeightMatrix matrix = block.matrix(1, 10, 4);
    assertThat(matrix.scale(0, 0)).isEqualTo(1f);
    assertThat(matrix.scale(0, 7)).isEqualTo(1.27f / 127);
    assertThat(matrix.scale(0, 9)).isEqualTo(2f);
    assertThat(matrix.valueAt(0, 7)).isEqualTo((byte) 100);
    assertThat(matrix.valueAt(0, 8)).isEqualTo((byte) -127);
  }

  /// The same, as plainly as can be.
  private static List<Integer> keptPlainly(float[] row, Pattern pattern) {
    List<Integer> kept = new ArrayList<>();
    for (int first = 0; first < row.length; first += pattern.group()) {
      List<Integer> inputs = new ArrayList<>();
      for (int i = first; i < Math.min(row.length, first + pattern.group()); i++) {
        inputs.add(i);
      }
      inputs.sort(
          Comparator.<Integer>comparingDouble(i -> -Math.abs(row[i])).thenComparing(i -> i));
      kept.addAll(inputs.subList(0, Math.min(pattern.kept(), inputs.size())));
    }
    return kept;
  }

  @Test
  void every_pattern_keeps_what_sorting_keeps() {
    int patterns = 0;
    for (int group : Pattern.GROUPS) {
      for (int kept = 1; kept < group; kept++) {
        Pattern pattern = new Pattern(kept, group);
        for (int inputs : new int[] {1, group - 1, group, 3 * group + 1, 5 * group + kept}) {
          float[] row = gaussians(inputs, 31L * inputs + kept);
          for (int i = 0; i < inputs; i += 3) {
            row[i] = Math.round(row[i] * 2); // ties
          }
          WeightMatrix matrix = Compressor.pack(1, inputs, pattern, row);
          List<Integer> expected = keptPlainly(row, pattern);
          float largest = 0;
          for (int i : expected) {
            largest = Math.max(largest, Math.abs(row[i]));
          }
          float scale = largest == 0 ? 1 : largest / 127;
          assertThat(matrix.scale(0, 0)).isEqualTo(scale);
          for (int i = 0; i < inputs; i++) {
            int value = expected.contains(i) ? (int) Math.rint(row[i] / scale) : 0;
            assertThat((int) matrix.valueAt(0, i)).as("%s, input %s", pattern, i).isEqualTo(value);
          }
        }
        patterns++;
      }
    }
    assertThat(patterns).isEqualTo(3 + 7 + 15 + 31 + 63);
  }

  @Test
  void gaussian_weights_lose_what_the_bell_curve_says() {
    int inputs = 3200;
    int outputs = 50;
    float[] weights = gaussians(outputs * inputs, 7);
    RowBlock block = new RowBlock(outputs, inputs, new Pattern(8, 32), 1);
    RowPacking packing = new RowPacking(new Pattern(8, 32), inputs, inputs, new float[0]);
    double error = 0;
    double norm = 0;
    for (int row = 0; row < outputs; row++) {
      packing.pack(weights, row, block);
      error += block.squaredErrors[row];
      norm += block.squaredNorms[row];
    }
    // a weight of magnitude t is dropped if 8 or more of 31 others are larger, each with
    // probability 2 (1 - Phi(t)); the integral of that times t^2 over the bell curve is 0.29256
    assertThat(error / norm).isCloseTo(0.29256, within(0.002));
  }

  @Test
  void dense_weights_are_half_a_step_off_at_most() {
    float[] weights = new float[10_000];
    Random random = new Random(3);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat(-1, 1);
    }
    WeightMatrix matrix = Compressor.pack(1, weights.length, Pattern.DENSE, weights);
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      double off = weights[i] - (double) matrix.valueAt(0, i) * matrix.scale(0, i);
      assertThat(Math.abs(off)).isLessThanOrEqualTo(0.5001 / 127);
      squares += off * off;
    }
    // a step's rounding error is uniform: its root mean square is the step over the root of 12
    assertThat(Math.sqrt(squares / weights.length))
        .isCloseTo(1 / 127.0 / Math.sqrt(12), within(5e-5));
  }
}
