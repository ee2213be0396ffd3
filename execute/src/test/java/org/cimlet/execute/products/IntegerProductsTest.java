package org.cimlet.execute.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerProductsTest {
  private static WeightedLinear linear(WeightMatrix matrix) {
    return new WeightedLinear("linear", new LinearWeights.Integers(matrix), null);
  }

  /// Largest magnitude 2.54, so the scale is 0.02: -127, 50, 25. At a scale of 1, halves go to the
  /// even neighbour.
  @Test
  void activations_are_rounded_to_the_nearest_of_255_values() {
    QuantizedTokens tokens = QuantizedTokens.of(new float[] {-2.54f, 1, 0.5f, 0, 0, 0}, 2, 3);
    assertThat(tokens.values()).containsExactly(-127, 50, 25, 0, 0, 0);
    assertThat(tokens.scale(0)).isEqualTo(2.54f / 127);
    assertThat(tokens.scale(1)).isZero();
    QuantizedTokens halves = QuantizedTokens.of(new float[] {127, 24.5f, 25.5f, -0.5f}, 1, 4);
    assertThat(halves.values()).containsExactly(127, 24, 26, 0);
  }

  @Test
  void activations_that_are_no_numbers_are_refused() {
    assertThatThrownBy(() -> QuantizedTokens.of(new float[] {1, Float.NaN}, 1, 2))
        .isInstanceOf(NonFiniteScoresException.class);
    assertThatThrownBy(() -> QuantizedTokens.of(new float[] {Float.NEGATIVE_INFINITY, 1}, 1, 2))
        .isInstanceOf(NonFiniteScoresException.class);
  }

  /// Activations 127, -127 and 64 have the scale 1. Rows (1, 2, 3) and (-4, 5, 6): 127 - 254 + 192
  /// = 65 and -508 - 635 + 384 = -759, times 0.5 and 2.
  @Test
  void a_product_is_its_integer_sum_times_both_scales() {
    DenseMatrix matrix =
        DenseMatrix.copyOf(2, 3, new byte[] {1, 2, 3, -4, 5, 6}, new float[] {0.5f, 2});
    float[] out = new float[2];
    new IntegerProducts(List.of(linear(matrix)), PlainIntegerSums::new)
        .multiply(new float[] {127, -127, 64}, 1, out);
    assertThat(out).containsExactly(32.5f, -1518);
  }

  /// The first two inputs of a row at one scale, the last at another: (127 - 254) 0.5 + 192 x 4.
  @Test
  void groups_of_a_row_have_scales_of_their_own() {
    DenseMatrix matrix =
        DenseMatrix.of(1, 3, 2, MemorySegment.ofArray(new byte[] {1, 2, 3}), floats(0.5f, 4));
    float[] out = new float[1];
    new IntegerProducts(List.of(linear(matrix)), PlainIntegerSums::new)
        .multiply(new float[] {127, -127, 64}, 1, out);
    assertThat(out).containsExactly(-63.5f + 768);
  }

  private static MemorySegment floats(float... values) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[4 * values.length]);
    MemorySegment.copy(
        values,
        0,
        bytes,
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
        0,
        values.length);
    return bytes;
  }

  private static PackedMatrix packed(Random random, int outputs, int inputs, Pattern pattern) {
    byte[] values = new byte[Math.toIntExact(outputs * pattern.valuesPerRow(inputs))];
    byte[] masks = new byte[Math.toIntExact(outputs * pattern.maskBytesPerRow(inputs))];
    float[] scales = new float[outputs];
    int groups = pattern.groupsPerRow(inputs);
    for (int row = 0; row < outputs; row++) {
      scales[row] = 0.01f + random.nextFloat();
      for (int g = 0; g < groups; g++) {
        int present = pattern.inputsOfGroup(g, inputs);
        List<Integer> order =
            random
                .ints(0, present)
                .distinct()
                .limit(Math.min(present, pattern.kept()))
                .boxed()
                .toList();
        for (int k = 0; k < order.size(); k++) {
          int input = g * pattern.group() + order.get(k);
          long at = row * pattern.maskBytesPerRow(inputs) + input / 8;
          masks[(int) at] |= (byte) (1 << (input % 8));
          values[(row * groups + g) * pattern.kept() + k] = (byte) (random.nextInt(255) - 127);
        }
      }
    }
    return PackedMatrix.copyOf(outputs, inputs, pattern, values, masks, scales);
  }

  @ParameterizedTest
  @CsvSource({"1:4", "2:4", "4:8", "4:16", "8:16", "8:32", "16:32", "16:64"})
  void packed_weights_give_the_sums_of_the_same_weights_with_their_zeros(String pattern) {
    Random random = new Random(pattern.hashCode());
    for (int inputs : new int[] {1, 31, 64, 100}) {
      PackedMatrix packed = packed(random, 7, inputs, Pattern.parse(pattern).orElseThrow());
      byte[] in = new byte[3 * inputs];
      random.nextBytes(in);
      int[] expected = new int[3 * 7];
      for (int token = 0; token < 3; token++) {
        for (int output = 0; output < 7; output++) {
          for (int input = 0; input < inputs; input++) {
            expected[token * 7 + output] +=
                packed.valueAt(output, input) * in[token * inputs + input];
          }
        }
      }
      for (IntegerSums.Maker maker :
          List.<IntegerSums.Maker>of(PlainIntegerSums::new, IntegerSums.fastest())) {
        assertThat(maker.of(packed).sum(in, 3)).isEqualTo(expected);
        assertThat(maker.of(packed.unpack()).sum(in, 3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void linears_of_one_stage_lie_one_after_another_in_each_tokens_results() {
    Random random = new Random(3);
    PackedMatrix first = packed(random, 5, 40, Pattern.parse("8:32").orElseThrow());
    PackedMatrix second = packed(random, 3, 40, Pattern.parse("16:32").orElseThrow());
    float[] in = new float[2 * 40];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) random.nextGaussian();
    }
    float[] both = new float[2 * 8];
    new IntegerProducts(List.of(linear(first), linear(second)), PlainIntegerSums::new)
        .multiply(in, 2, both);
    float[] one = new float[2 * 5];
    new IntegerProducts(List.of(linear(first)), PlainIntegerSums::new).multiply(in, 2, one);
    float[] other = new float[2 * 3];
    new IntegerProducts(List.of(linear(second)), PlainIntegerSums::new).multiply(in, 2, other);
    for (int token = 0; token < 2; token++) {
      for (int i = 0; i < 8; i++) {
        assertThat(both[token * 8 + i])
            .isEqualTo(i < 5 ? one[token * 5 + i] : other[token * 3 + i - 5]);
      }
    }
  }

  @Test
  void floats_are_not_taken_for_integers() {
    WeightedLinear floats = RandomNetworks.linear(new Random(1), "up_proj", 2, 3, false);
    assertThatThrownBy(() -> new IntegerProducts(List.of(floats), PlainIntegerSums::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("up_proj must be integers, got floats");
  }
}
