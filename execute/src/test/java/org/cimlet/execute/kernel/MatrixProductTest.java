package org.cimlet.execute.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cimlet.execute.kernel.RandomWeights.Bytes;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kernel against plain sums over the stored weights.
class MatrixProductTest {
  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.DENSE,
          new Pattern(8, 32),
          new Pattern(1, 4),
          new Pattern(16, 64),
          new Pattern(2, 4),
          new Pattern(8, 16),
          new Pattern(32, 64),
          new Pattern(3, 4),
          new Pattern(1, 8),
          new Pattern(5, 16),
          new Pattern(31, 32),
          new Pattern(1, 64),
          new Pattern(63, 64));

  /// Sizes around words of 32 inputs and groups of 64, and bands of 32, 64 or 128 rows.
  private static final int[] INPUTS = {1, 3, 31, 32, 63, 64, 65, 96, 127, 128, 129, 200, 448, 500};

  private static final int[] OUTPUTS = {1, 2, 31, 32, 33, 65, 130};

  private static List<MatrixProduct> products() {
    return List.of(
        new MatrixProduct(new ScalarKernel(), 1),
        MatrixProduct.onThreads(1),
        MatrixProduct.onThreads(3));
  }

  private static Stream<Pattern> patterns() {
    return PATTERNS.stream();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void all_kernels_give_the_plain_sums_at_every_size(Pattern pattern) {
    int checked = 0;
    for (int inputs : INPUTS) {
      for (int outputs : OUTPUTS) {
        long seed = inputs * 1000L + outputs;
        WeightMatrix matrix =
            RandomWeights.matrix(outputs, inputs, pattern, inputs, Bytes.RANDOM, seed);
        byte[] input = RandomWeights.bytes(inputs, Bytes.RANDOM, -seed);
        check(matrix, input, 1);
        checked++;
      }
    }
    assertThat(checked).isEqualTo(INPUTS.length * OUTPUTS.length);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void many_tokens_are_multiplied_like_one(Pattern pattern) {
    for (int tokens : new int[] {2, 3, 4, 5, 8, 9, 33}) {
      for (int inputs : new int[] {5, 64, 130, 500}) {
        WeightMatrix matrix =
            RandomWeights.matrix(37, inputs, pattern, inputs, Bytes.RANDOM, tokens);
        check(matrix, RandomWeights.bytes(tokens * inputs, Bytes.RANDOM, inputs), tokens);
      }
    }
  }

  /// The ends of the range are where lanes of 16 bits could overflow: -128 times -128, twice.
  @ParameterizedTest
  @EnumSource(Bytes.class)
  void sums_are_exact_at_the_ends_of_the_range(Bytes values) {
    for (Pattern pattern : PATTERNS) {
      for (Bytes fill : Bytes.values()) {
        WeightMatrix matrix = RandomWeights.matrix(5, 1000, pattern, 1000, values, 1);
        check(matrix, RandomWeights.bytes(1000, fill, 2), 1);
        check(matrix, RandomWeights.bytes(33 * 1000, fill, 3), 33);
      }
    }
  }

  @Test
  void the_longest_sum_fits_thirty_two_bits_and_a_longer_one_is_refused() {
    // 131,071 x 128 x 128 = 2,147,467,264, the last multiple of 16,384 below 2^31.
    WeightMatrix longest =
        RandomWeights.matrix(1, 131_071, Pattern.DENSE, 131_071, Bytes.ALL_MIN, 1);
    byte[] input = RandomWeights.bytes(131_071, Bytes.ALL_MIN, 1);
    for (MatrixProduct product : products()) {
      assertThat(product.multiply(ResidentMatrix.of(longest), input))
          .containsExactly(2_147_467_264);
    }
    WeightMatrix tooLong =
        RandomWeights.matrix(1, 131_072, Pattern.DENSE, 131_072, Bytes.ALL_MIN, 1);
    assertThatThrownBy(() -> ResidentMatrix.of(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 131071 inputs, got 131072");
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void inputs_that_share_a_scale_have_a_sum_of_their_own(Pattern pattern) {
    for (int perScale : new int[] {32, 64, 96, 128, 160, 256}) {
      if (perScale % pattern.group() == 0) {
        WeightMatrix matrix =
            RandomWeights.matrix(9, 400, pattern, perScale, Bytes.RANDOM, perScale);
        check(matrix, RandomWeights.bytes(400, Bytes.RANDOM, 1), 1);
        check(matrix, RandomWeights.bytes(40 * 400, Bytes.RANDOM, 2), 40);
      }
    }
    if (pattern.isDense()) {
      check(
          RandomWeights.matrix(9, 400, pattern, 50, Bytes.RANDOM, 1),
          RandomWeights.bytes(400, Bytes.RANDOM, 1),
          1);
    }
  }

  private static void check(WeightMatrix matrix, byte[] inputs, int tokens) {
    int[] expected = RandomWeights.product(matrix, inputs, tokens);
    for (long stripBytes : new long[] {1, 9000, 1 << 20}) {
      ResidentMatrix resident = ResidentMatrix.of(matrix, stripBytes);
      for (MatrixProduct product : products()) {
        assertThat(product.multiply(resident, inputs, tokens))
            .as("%s, %s tokens, strips of %s bytes", matrix, tokens, stripBytes)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void large_matrices_are_cut_into_pieces_without_a_gap() {
    SplittableRandom random = new SplittableRandom(5);
    for (Pattern pattern : List.of(Pattern.DENSE, new Pattern(8, 32))) {
      WeightMatrix matrix =
          RandomWeights.matrix(1501, 1024, pattern, 1024, Bytes.RANDOM, random.nextLong());
      byte[] input = RandomWeights.bytes(1024, Bytes.RANDOM, random.nextLong());
      int[] expected = RandomWeights.product(matrix, input, 1);
      List<int[]> results = new ArrayList<>();
      for (MatrixProduct product : products()) {
        results.add(product.multiply(ResidentMatrix.of(matrix), input));
      }
      assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(expected));
    }
  }

  /// 3 x 32 inputs of 32 rows: 24 slots of 32 x 13.3 bits, 20 x 64 bytes at any width of vectors.
  @Test
  void packed_8_of_32_takes_thirteen_bits_and_a_third_for_a_kept_weight() {
    WeightMatrix matrix = RandomWeights.matrix(4096, 960, new Pattern(8, 32), 960, Bytes.RANDOM, 1);
    assertThat(ResidentMatrix.of(matrix).residentBytes()).isEqualTo(4096 / 32 * 960 / 96 * 20 * 64);
  }

  @Test
  void what_keeps_too_much_is_held_dense() {
    assertThat(resident(new Pattern(18, 32)).isIndexed()).isTrue();
    assertThat(resident(new Pattern(20, 32)).isIndexed()).isFalse();
    assertThat(resident(new Pattern(20, 32)).residentBytes()).isEqualTo(128 * 960);
    assertThat(resident(new Pattern(8, 64)).isIndexed()).isTrue();
  }

  private static ResidentMatrix resident(Pattern pattern) {
    return ResidentMatrix.of(RandomWeights.matrix(128, 960, pattern, 960, Bytes.RANDOM, 1));
  }

  /// All weights 1: each eight bytes add 0x0101010101010101.
  @Test
  void a_streaming_read_reads_every_byte() {
    byte[] ones = new byte[32 * 700 * 64];
    Arrays.fill(ones, (byte) 1);
    float[] scales = new float[32 * 64];
    Arrays.fill(scales, 1);
    WeightMatrix matrix = DenseMatrix.copyOf(32 * 64, 700, ones, scales);
    long longs = ones.length / 8;
    for (long stripBytes : new long[] {1, 100_000, 1 << 28}) {
      ResidentMatrix resident = ResidentMatrix.of(matrix, stripBytes);
      assertThat(MatrixProduct.fastest().read(resident)).isEqualTo(longs * 0x0101_0101_0101_0101L);
    }
  }

  @Test
  void refuses_inputs_of_another_length() {
    WeightMatrix matrix = RandomWeights.matrix(2, 8, Pattern.DENSE, 8, Bytes.RANDOM, 1);
    assertThatThrownBy(
            () -> MatrixProduct.fastest().multiply(ResidentMatrix.of(matrix), new byte[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 tokens of 8 inputs must be as many bytes, got 9");
    assertThatThrownBy(() -> MatrixProduct.onThreads(0)).hasMessageContaining("got 0");
  }
}
