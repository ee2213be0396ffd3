package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderGatesTest {
  /// Ones below the middle of a block, rotated in and complemented as often, by the definition: 64
  /// masks at once, one in each lane.
  @ParameterizedTest
  @CsvSource({
    "4, 4, false",
    "16, 16, false",
    "32, 8, false",
    "64, 64, false",
    "4, 4, true",
    "8, 8, true",
    "16, 16, true",
    "32, 32, true",
    "64, 64, true"
  })
  void control_words_are_rotated_and_complemented(int group, int kept, boolean fast) {
    Netlist netlist = new Netlist();
    int[] mask = netlist.inputs(group);
    int[][] controls = DecoderGates.controls(netlist, mask, kept, fast);
    Simulated simulated = Simulated.of(netlist, CellLibrary.USUAL.withoutAdders());
    SplittableRandom random = new SplittableRandom(group);
    long[] lanes = random.longs(group).toArray();
    for (int i = 0; i < group; i++) {
      simulated.set(mask[i], lanes[i]);
    }
    simulated.settle();
    for (int lane = 0; lane < Long.SIZE; lane++) {
      for (int stage = 0; stage < controls.length; stage++) {
        int half = 1 << stage;
        int switches = Math.min(half, kept);
        for (int at = 0; at < controls[stage].length; at++) {
          int middle = at / switches * 2 * half + half;
          int ones = 0;
          for (int i = 0; i < middle; i++) {
            ones += (int) (lanes[i] >>> lane & 1);
          }
          boolean found = (simulated.get(controls[stage][at]) >>> lane & 1) == 1;
          assertThat(found)
              .as("lane %s, stage %s, bit %s", lane, stage, at)
              .isEqualTo(rotated(ones, half)[at % switches]);
        }
      }
    }
  }

  /// `half` ones, through which zeros and then ones are pushed from below, one for each one
  /// counted.
  private static boolean[] rotated(int ones, int half) {
    boolean[] word = new boolean[half];
    Arrays.fill(word, true);
    for (int i = 0; i < ones; i++) {
      boolean out = word[half - 1];
      System.arraycopy(word, 0, word, 1, half - 1);
      word[0] = !out;
    }
    return word;
  }

  @ParameterizedTest
  @CsvSource({"32, 8", "64, 16"})
  void a_fast_decoder_takes_less_time_and_more_gates(int group, int kept) {
    Gates small = SkipperGates.of(CellLibrary.USUAL, group, kept, 8, false).decoder();
    Gates fast = SkipperGates.of(CellLibrary.USUAL, group, kept, 8, true).decoder();
    assertThat(fast.depth()).isLessThan(small.depth());
    assertThat(fast.area()).isBetween(small.area(), 1.3 * small.area());
  }
}
