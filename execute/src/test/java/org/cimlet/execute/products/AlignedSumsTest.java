package org.cimlet.execute.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.cimlet.plan.machine.Precision;
import org.cimlet.plan.machine.WordFormat;
import org.junit.jupiter.api.Test;

/// Aligned sums against the exact ones of the same words, in decimals of any length.
class AlignedSumsTest {
  private static final WordFormat[] FLOATS = {
    WordFormat.BF16, WordFormat.FP16, WordFormat.FP8_E4M3, WordFormat.FP8_E5M2
  };
  private static final int ROW = 32;

  private static FloatWords words(WordFormat format, SplittableRandom random, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      double wide = random.nextInt(4) == 0 ? Math.scalb(1.0, -random.nextInt(12)) : 1;
      numbers[i] = random.nextInt(5) == 0 ? 0 : (float) (random.nextGaussian() * wide);
    }
    FloatWords words = new FloatWords(format, size);
    words.set(numbers, 0, 1);
    return words;
  }

  private static BigDecimal exact(FloatWords a, FloatWords b, int size) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < size; i++) {
      sum = sum.add(new BigDecimal(a.value(i)).multiply(new BigDecimal(b.value(i))));
    }
    return sum;
  }

  /// Each input of a row loses less than a step of the largest product's exponent below its guard
  /// bits, times its weight's mantissa; where both are aligned each loses so against the other's
  /// largest. Rounding to single precision takes less than 2^-24 of each row's sum, and of each sum
  /// of rows.
  private static double bound(
      FloatWords weights, FloatWords inputs, int size, Precision.Alignment how, int fraction) {
    double bound = 0;
    double magnitude = 0;
    for (int from = 0; from < size; from += ROW) {
      int products = Integer.MIN_VALUE;
      int ofInputs = Integer.MIN_VALUE;
      int ofWeights = Integer.MIN_VALUE;
      int to = Math.min(size, from + ROW);
      for (int i = from; i < to; i++) {
        products = Math.max(products, weights.exponent(i) + inputs.exponent(i));
        ofInputs = Math.max(ofInputs, inputs.exponent(i));
        ofWeights = Math.max(ofWeights, weights.exponent(i));
        magnitude += Math.abs(weights.value(i) * inputs.value(i));
      }
      double most = Math.scalb(1.0, fraction + 1);
      bound +=
          how.ofProducts()
              ? (to - from) * most * Math.scalb(1.0, products - how.guardBits())
              : (to - from) * 2 * most * Math.scalb(1.0, ofInputs + ofWeights - how.guardBits());
    }
    int rows = Math.ceilDiv(size, ROW);
    return bound + 2 * rows * Math.scalb(1.0, -24) * (magnitude + bound);
  }

  @Test
  void alignedSumsLieWithinWhatIsCutOff() {
    SplittableRandom random = new SplittableRandom(3);
    int off = 0;
    for (WordFormat format : FLOATS) {
      for (boolean products : new boolean[] {true, false}) {
        for (int guard : new int[] {0, 3, 8}) {
          Precision.Alignment how = new Precision.Alignment(products, guard);
          for (int size : new int[] {1, 31, 32, 33, 200}) {
            FloatWords weights = words(format, random, size);
            FloatWords inputs = words(format, random, size);
            float sum = new AlignedSums(ROW, how).sum(weights, inputs, size);
            double error =
                new BigDecimal(sum).subtract(exact(weights, inputs, size)).abs().doubleValue();
            assertThat(error)
                .as("%s %s %s", format, how, size)
                .isLessThanOrEqualTo(bound(weights, inputs, size, how, format.fractionBits()));
            off += error > 0 ? 1 : 0;
          }
        }
      }
    }
    assertThat(off).isGreaterThan(60); // it is no exact sum that is bounded
  }

  /// Guard bits for the whole range lose nothing, and a row of sums that fit a single is exact.
  @Test
  void enoughGuardBitsAreExact() {
    SplittableRandom random = new SplittableRandom(5);
    Precision.Alignment all = new Precision.Alignment(true, 32);
    FloatWords weights = words(WordFormat.FP8_E4M3, random, ROW);
    FloatWords inputs = words(WordFormat.FP8_E4M3, random, ROW);
    float sum = new AlignedSums(ROW, all).sum(weights, inputs, ROW);
    assertThat(sum).isEqualTo(exact(weights, inputs, ROW).floatValue());
  }

  /// 1.5 x 1 and 1 x 2^-4, with 2 bits below the mantissa's lowest: E5M2 has two bits of fraction,
  /// so the second input, 100 in steps of a quarter, is shifted by four: 4 x 4 >> 4 = 1 step,
  /// exact; with no guard bits it is gone.
  @Test
  void whatFallsBelowTheGuardBitsIsCutOff() {
    FloatWords inputs = new FloatWords(WordFormat.FP8_E5M2, 2);
    inputs.set(new float[] {1.5f, 0.0625f}, 0, 1);
    FloatWords ones = new FloatWords(WordFormat.FP8_E5M2, 2);
    ones.set(new float[] {1, 1}, 0, 1);
    for (boolean products : new boolean[] {true, false}) {
      assertThat(sum(products, 2, ones, inputs)).isEqualTo(1.5625f);
      assertThat(sum(products, 0, ones, inputs)).isEqualTo(1.5f);
    }
  }

  private static float sum(boolean products, int guard, FloatWords weights, FloatWords inputs) {
    return new AlignedSums(2, new Precision.Alignment(products, guard)).sum(weights, inputs, 2);
  }

  /// The greatest number, the nearest and halves to even, and the smallest, which lacks a hidden
  /// one (OCP 8-bit floating point: 448, 2^-9).
  @Test
  void wordsAreThoseOfTheFormats() {
    FloatWords words = new FloatWords(WordFormat.FP8_E4M3, 6);
    words.set(new float[] {1000, -1.0625f, 1.1875f, 0x1p-9f, 0x1p-11f, 0.3f}, 0, 1);
    double[] expected = {448, -1, 1.25, 0x1p-9, 0, 0.3125};
    for (int i = 0; i < expected.length; i++) {
      assertThat(words.value(i)).isEqualTo(expected[i]);
    }
    FloatWords bf16 = new FloatWords(WordFormat.BF16, 2);
    bf16.set(new float[] {(float) Math.PI, Float.MAX_VALUE}, 0, 1);
    assertThat(bf16.value(0)).isEqualTo(3.140625);
    assertThat(bf16.value(1)).isEqualTo(0x1.FEp127);
  }
}
