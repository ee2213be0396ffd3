package org.cimlet.execute.skipper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LrotcTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void is_a_left_rotation_by_one_that_complements_the_wrapped_bit_each_time(int d) {
    long word = (1L << d) - 1;
    for (int rotations = 0; rotations < 2 * d; rotations++) {
      assertThat(Lrotc.ofOnes(d, rotations)).as("%s rotations", rotations).isEqualTo(word);
      long wrapped = word >>> (d - 1) & 1;
      word = (word << 1 & ((1L << d) - 1)) | (1 - wrapped);
    }
    assertThat(word).as("2d rotations are none").isEqualTo((1L << d) - 1);
  }

  @Test
  void prefix_popcounts_are_as_wide_as_their_words_need() {
    for (long mask : new long[] {0, -1, 0x8040_2011L, 0xA5A5_0000_1234_5678L}) {
      int ones = 0;
      for (int position = 1; position < 64; position++) {
        ones += (int) (mask >>> (position - 1) & 1);
        int period = 2 * Integer.lowestOneBit(position);
        assertThat(PrefixPopcount.below(mask, position)).isEqualTo(ones % period);
      }
    }
  }
}
