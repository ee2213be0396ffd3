package org.cimlet.execute.floats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SumsTest {
  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Lengths around multiples of eight, and starts that are not aligned.
  @Test
  void vector_registers_change_no_bit() {
    for (int length : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 64, 100, 4098}) {
      float[] a = random(length + 3, length);
      float[] b = random(length + 5, length + 1);
      assertThat(VectorSums.dot(a, 3, b, 5, length))
          .as("%s elements", length)
          .isEqualTo(Sums.scalarDot(a, 3, b, 5, length));
    }
  }

  @Test
  void a_sum_is_that_of_doubles_but_for_rounding() {
    float[] a = random(1000, 1);
    float[] b = random(1000, 2);
    double expected = 0;
    double plain = 0;
    for (int i = 0; i < 1000; i++) {
      expected += (double) a[i] * b[i];
      plain += a[i];
    }
    assertThat((double) Sums.dot(a, 0, b, 0, 1000)).isCloseTo(expected, within(1e-4));
    assertThat((double) Sums.sum(a, 0, 1000)).isCloseTo(plain, within(1e-4));
  }

  @Test
  void several_tokens_together_get_the_bits_each_gets_alone() {
    float[] weights = random(43, 3);
    for (int tokens = 1; tokens <= 9; tokens++) {
      float[] in = random(43 * tokens, 4);
      float[] out = new float[2 + 6 * tokens];
      Sums.dots(weights, in, tokens, out, 2, 6);
      for (int token = 0; token < tokens; token++) {
        assertThat(out[2 + 6 * token]).isEqualTo(Sums.scalarDot(weights, 0, in, 43 * token, 43));
      }
    }
  }
}
