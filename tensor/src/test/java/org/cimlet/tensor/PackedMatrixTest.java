package org.cimlet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PackedMatrixTest {
  private static final Pattern TWO_OF_FOUR = new Pattern(2, 4);
  private static final Pattern EIGHT_OF_32 = new Pattern(8, 32);

  /// Two rows of six inputs, 2:4: row 0 keeps inputs 1 and 3, then 4 and 5; row 1 keeps 0 and 2,
  /// then 4 and 5. Masks 1010 and 0011 make the byte 0x3A, 0101 and 0011 make 0x35.
  private static PackedMatrix small() {
    return PackedMatrix.copyOf(
        2,
        6,
        TWO_OF_FOUR,
        new byte[] {1, 2, 3, 4, 5, 6, 7, 8},
        new byte[] {0x3A, 0x35},
        new float[] {0.5f, 2});
  }

  private static PackedMatrix oneGroup(int inputs, Pattern pattern, long mask, byte... values) {
    byte[] masks = new byte[pattern.group() / 8];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = (byte) (mask >>> (8 * i));
    }
    return PackedMatrix.copyOf(1, inputs, pattern, values, masks, new float[] {1});
  }

  @Test
  void a_group_of_thirty_two_at_8_of_32_takes_twelve_bytes() {
    PackedMatrix one = oneGroup(32, EIGHT_OF_32, 0xFF00, new byte[8]);
    assertThat(one.weightBytes()).isEqualTo(12);
    assertThat(one.storedBytes()).isEqualTo(16); // and a float scale for the row
  }

  @Test
  void values_stand_where_the_mask_says() {
    PackedMatrix matrix = small();
    assertThat(matrix.mask(0, 0)).isEqualTo(0b1010);
    assertThat(matrix.mask(0, 1)).isEqualTo(0b0011);
    assertThat(matrix.mask(1, 0)).isEqualTo(0b0101);
    DenseMatrix dense =
        DenseMatrix.copyOf(
            2, 6, new byte[] {0, 1, 0, 2, 3, 4, 5, 0, 6, 0, 7, 8}, new float[] {0.5f, 2});
    assertThat(matrix.unpack()).isEqualTo(dense);
    for (int output = 0; output < 2; output++) {
      for (int input = 0; input < 6; input++) {
        assertThat(matrix.valueAt(output, input)).isEqualTo(dense.valueAt(output, input));
      }
    }
    assertThat(matrix.scale(1, 5)).isEqualTo(2f);
  }

  @Test
  void a_mask_of_64_uses_the_sign_bit() {
    PackedMatrix matrix = oneGroup(64, new Pattern(1, 64), 1L << 63, (byte) -128);
    assertThat(matrix.valueAt(0, 63)).isEqualTo((byte) -128);
    assertThat(matrix.valueAt(0, 62)).isZero();
  }

  @Test
  void masks_of_16_are_little_endian_words() {
    PackedMatrix matrix = oneGroup(16, new Pattern(2, 16), 0x8001, (byte) 1, (byte) 2);
    assertThat(matrix.masks().toArray(Layouts.BYTE)).containsExactly(1, 0x80);
    assertThat(matrix.valueAt(0, 15)).isEqualTo((byte) 2);
  }

  @Test
  void a_mask_must_keep_exactly_as_many_as_the_pattern() {
    assertThatThrownBy(() -> oneGroup(32, EIGHT_OF_32, 0x7F, new byte[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output 0, group 0 must have 8 bits set, got 7");
  }

  @Test
  void a_short_last_group_keeps_only_inputs_there_are() {
    assertThatThrownBy(() -> oneGroup(20, EIGHT_OF_32, 0xFF << 16, new byte[8]))
        .hasMessageContaining("only the 20 inputs there are, got bit 23 set");
    assertThat(oneGroup(20, EIGHT_OF_32, 0xFF << 12, new byte[8]).groups()).isEqualTo(1);
  }

  @Test
  void a_last_group_shorter_than_kept_is_filled_with_zeros() {
    byte[] values = {9, 8, 7, 0, 0, 0, 0, 0};
    assertThat(oneGroup(3, EIGHT_OF_32, 0b111, values).valueAt(0, 2)).isEqualTo((byte) 7);
    values[7] = 1;
    assertThatThrownBy(() -> oneGroup(3, EIGHT_OF_32, 0b111, values))
        .hasMessageContaining("filling zero, got 1");
  }

  @Test
  void half_a_byte_left_over_is_zero() {
    byte[] values = {1, 2};
    float[] scales = {1};
    assertThatThrownBy(
            () -> PackedMatrix.copyOf(1, 4, TWO_OF_FOUR, values, new byte[] {0x33}, scales))
        .hasMessageContaining("spare upper half");
  }

  @Test
  void sizes_and_scales_are_checked() {
    MemorySegment byteOne = MemorySegment.ofArray(new byte[1]);
    assertThatThrownBy(() -> DenseMatrix.of(1, 1, 1, byteOne, byteOne))
        .hasMessageContaining("scales must be 4 bytes, got 1");
    assertThatThrownBy(() -> DenseMatrix.copyOf(1, 2, new byte[1], new float[] {1}))
        .hasMessageContaining("values must be 2 bytes, got 1");
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> DenseMatrix.copyOf(1, 1, new byte[1], new float[] {scale}))
          .hasMessageContaining("finite and above 0, got " + scale);
    }
  }

  @Test
  void a_scale_of_a_packed_matrix_stands_for_whole_groups() {
    MemorySegment values = MemorySegment.ofArray(new byte[4]);
    MemorySegment masks = MemorySegment.ofArray(new byte[] {0x33});
    assertThatThrownBy(
            () -> PackedMatrix.of(1, 8, TWO_OF_FOUR, 6, values, masks, Layouts.floats(1, 1)))
        .hasMessageContaining("whole groups of 4 inputs, got 6");
    PackedMatrix matrix =
        PackedMatrix.of(1, 8, TWO_OF_FOUR, 4, values, masks, Layouts.floats(1, 3));
    assertThat(matrix.scale(0, 3)).isEqualTo(1f);
    assertThat(matrix.scale(0, 4)).isEqualTo(3f);
  }

  @Test
  void patterns_read_back_what_they_print() {
    assertThat(Pattern.parse("8:32")).contains(EIGHT_OF_32);
    assertThat(Pattern.parse("none")).contains(Pattern.DENSE);
    assertThat(EIGHT_OF_32).hasToString("8:32");
    assertThat(Pattern.DENSE).hasToString("none");
    for (String wrong : new String[] {"8:33", "32:32", "0:4", "8:", "08:32", "8:32 ", "1:1", ""}) {
      assertThat(Pattern.parse(wrong)).as(wrong).isEmpty();
    }
  }
}
