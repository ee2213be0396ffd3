package org.cimlet.execute.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.cimlet.plan.machine.array.CellWrite;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.Compressor;
import org.junit.jupiter.api.Test;

class CrossbarSumsTest {
  private static final AnalogConditions FRESH = new AnalogConditions(7, 1);
  private static final int TOKENS = 3;

  /// 128 word lines, 2 bits a cell; a range that no sum of levels leaves.
  private static Macro.AnalogCrossbar array(int bits, double range, double spread, double noise) {
    return new Macro.AnalogCrossbar(
        128,
        16,
        8,
        8,
        32,
        2,
        10_000,
        new Adc(bits, 1, 10_000, 1000, range),
        new AnalogCell(spread, noise, 0.05),
        1,
        1,
        1,
        new CellWrite(1, 1, 1, 1e6));
  }

  private static WeightMatrix matrix(int outputs, int inputs) {
    Random random = new Random(outputs * 1000L + inputs);
    float[] weights = new float[outputs * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return Compressor.pack(outputs, inputs, Pattern.DENSE, weights);
  }

  private static byte[] inputs(int inputs) {
    byte[] in = new byte[TOKENS * inputs];
    Random random = new Random(inputs);
    for (int i = 0; i < in.length; i++) {
      in[i] = (byte) (random.nextInt(255) - 127);
    }
    return in;
  }

  @Test
  void withoutNoiseAndWithEnoughBitsTheIntegersComeOut() {
    for (int size : new int[] {1, 7, 127, 128, 129, 300}) {
      WeightMatrix matrix = matrix(11, size);
      byte[] in = inputs(size);
      int[] exact = new PlainIntegerSums(matrix).sum(in, TOKENS);
      // 128 x 3 levels to either side fit 512: with 10 bits a code is a level, with more it is
      // finer
      for (int bits : new int[] {10, 11, 16}) {
        assertThat(new CrossbarSums(matrix, array(bits, 512, 0, 0), FRESH, 1).sum(in, TOKENS))
            .isEqualTo(exact);
      }
    }
  }

  @Test
  void aConverterTooCoarseOrTooShortIsOff() {
    WeightMatrix matrix = matrix(40, 256);
    byte[] in = inputs(256);
    double fine = error(matrix, in, array(9, 512, 0, 0), FRESH);
    double coarse = error(matrix, in, array(6, 512, 0, 0), FRESH);
    double clipped = error(matrix, in, array(10, 4, 0, 0), FRESH);
    assertThat(fine).isPositive().isLessThan(coarse / 3);
    assertThat(clipped).isGreaterThan(fine);
  }

  /// A code of 16 levels: each conversion is off by 16 / sqrt(12) levels as long as sums spread
  /// over several codes; 2 tiles x 8 pulses x 4 slices of weights 4^slice x 2^pulse.
  @Test
  void roundingIsAsLargeAsQuantizationNoiseShouldBe() {
    WeightMatrix matrix = matrix(200, 256);
    byte[] in = inputs(256);
    double pulses = (Math.pow(4, 8) - 1) / 3;
    double slices = (Math.pow(16, 4) - 1) / 15;
    double expected = 4 / Math.sqrt(12) * Math.sqrt(2 * pulses * slices);
    double found = error(matrix, in, array(8, 512, 0, 0), FRESH);
    assertThat(found / expected).isCloseTo(1, within(0.15));
  }

  @Test
  void noiseIsChosenByTheSeedAlone() {
    WeightMatrix matrix = matrix(20, 200);
    byte[] in = inputs(200);
    Macro.AnalogCrossbar noisy = array(10, 512, 0.05, 0.02);
    int[] once = new CrossbarSums(matrix, noisy, FRESH, 1).sum(in, TOKENS);
    assertThat(new CrossbarSums(matrix, noisy, FRESH, 1).sum(in, TOKENS)).isEqualTo(once);
    assertThat(new CrossbarSums(matrix, noisy, FRESH, 2).sum(in, TOKENS)).isNotEqualTo(once);
  }

  @Test
  void aTokensSumsDoNotDependOnItsNeighbours() {
    WeightMatrix matrix = matrix(20, 200);
    byte[] in = inputs(200);
    CrossbarSums sums = new CrossbarSums(matrix, array(10, 512, 0.05, 0.02), FRESH, 1);
    int[] together = sums.sum(in, TOKENS);
    for (int token = 0; token < TOKENS; token++) {
      byte[] alone = java.util.Arrays.copyOfRange(in, token * 200, (token + 1) * 200);
      assertThat(sums.sum(alone, 1))
          .isEqualTo(java.util.Arrays.copyOfRange(together, token * 20, (token + 1) * 20));
    }
  }

  /// After 1e6 s with an exponent of 0.05 half the conductance is left: 1e6^-0.05 = 0.501.
  @Test
  void driftShrinksSums() {
    WeightMatrix matrix = matrix(50, 128);
    byte[] in = inputs(128);
    int[] exact = new PlainIntegerSums(matrix).sum(in, TOKENS);
    int[] old =
        new CrossbarSums(matrix, array(20, 512, 0, 0), new AnalogConditions(7, 1e6), 1)
            .sum(in, TOKENS);
    double both = 0;
    double square = 0;
    for (int i = 0; i < exact.length; i++) {
      both += (double) exact[i] * old[i];
      square += (double) exact[i] * exact[i];
    }
    assertThat(both / square).isCloseTo(0.501, within(0.05));
  }

  /// Root of the mean square of what is off.
  private static double error(
      WeightMatrix matrix, byte[] in, Macro.AnalogCrossbar array, AnalogConditions conditions) {
    int[] exact = new PlainIntegerSums(matrix).sum(in, TOKENS);
    int[] found = new CrossbarSums(matrix, array, conditions, 1).sum(in, TOKENS);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.pow(found[i] - exact[i], 2);
    }
    return Math.sqrt(sum / exact.length);
  }
}
