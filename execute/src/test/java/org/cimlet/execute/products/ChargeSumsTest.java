package org.cimlet.execute.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargeSumsTest {
  private static final int TOKENS = 3;
  private static final int OUTPUTS = 5;

  private static ChargeSram array(
      int inputBitsPerPulse, int adcBits, double range, double spread, double noise) {
    return new ChargeSram(
        64,
        16,
        8,
        8,
        32,
        inputBitsPerPulse,
        10_000,
        new Adc(adcBits, 8, 10_000, 1, range),
        new AnalogCell(spread, noise, 0),
        1,
        1,
        1);
  }

  /// Whole arrays and rests of them, the ends of the range among them.
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 200})
  void with_exact_capacitors_and_converters_sums_are_exact(int inputs) {
    SplittableRandom random = new SplittableRandom(inputs);
    byte[] weights = bytes(OUTPUTS * inputs, random);
    byte[] in = bytes(TOKENS * inputs, random);
    Arrays.fill(weights, 0, inputs, (byte) -128);
    Arrays.fill(in, 0, inputs, (byte) -128);
    WeightMatrix matrix = matrix(weights, inputs);
    for (int digit : new int[] {1, 2, 4, 8}) {
      // a code for each step of a digit: 64 x 255 of them at most
      int[] sums = new ChargeSums(matrix, array(digit, 14, 64.25, 0, 0), 1).sum(in, TOKENS);
      assertThat(sums).isEqualTo(plain(matrix, in, inputs));
    }
  }

  @Test
  void a_coarse_converter_errs_by_its_steps() {
    SplittableRandom random = new SplittableRandom(3);
    WeightMatrix matrix = matrix(bytes(OUTPUTS * 64, random), 64);
    byte[] in = bytes(TOKENS * 64, random);
    int[] exact = plain(matrix, in, 64);
    int[] coarse = new ChargeSums(matrix, array(1, 4, 64, 0, 0), 1).sum(in, TOKENS);
    assertThat(coarse).isNotEqualTo(exact);
    for (int i = 0; i < exact.length; i++) {
      // half a step of 4 levels, weighed with 255 x 255
      assertThat(Math.abs(coarse[i] - exact[i])).isLessThanOrEqualTo(2 * 255 * 255);
    }
  }

  @Test
  void errors_and_noise_depend_on_the_seed_alone() {
    SplittableRandom random = new SplittableRandom(5);
    WeightMatrix matrix = matrix(bytes(OUTPUTS * 64, random), 64);
    byte[] in = bytes(TOKENS * 64, random);
    ChargeSram noisy = array(1, 10, 64, 0.02, 0.01);
    int[] once = new ChargeSums(matrix, noisy, 1).sum(in, TOKENS);
    assertThat(new ChargeSums(matrix, noisy, 1).sum(in, TOKENS)).isEqualTo(once);
    assertThat(new ChargeSums(matrix, noisy, 2).sum(in, TOKENS)).isNotEqualTo(once);
    byte[] second = Arrays.copyOfRange(in, 64, 128);
    assertThat(new ChargeSums(matrix, noisy, 1).sum(second, 1))
        .isEqualTo(Arrays.copyOfRange(once, OUTPUTS, 2 * OUTPUTS));
  }

  private static WeightMatrix matrix(byte[] weights, int inputs) {
    float[] scales = new float[OUTPUTS];
    Arrays.fill(scales, 1);
    return DenseMatrix.copyOf(OUTPUTS, inputs, weights, scales);
  }

  private static byte[] bytes(int count, SplittableRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int[] plain(WeightMatrix matrix, byte[] in, int inputs) {
    int[] sums = new int[TOKENS * OUTPUTS];
    for (int token = 0; token < TOKENS; token++) {
      for (int output = 0; output < OUTPUTS; output++) {
        for (int input = 0; input < inputs; input++) {
          sums[token * OUTPUTS + output] +=
              matrix.valueAt(output, input) * in[token * inputs + input];
        }
      }
    }
    return sums;
  }
}
