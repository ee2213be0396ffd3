package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ComparatorsTest {
  private static final int BITS = 4;

  /// All pairs of numbers of four bits, 64 in each of four channels: from every bit on the weight
  /// is known to be smaller where its bits so far are a smaller number.
  @Test
  void theSmallerIsKnownFromTheFirstBitThatDiffers() {
    Comparators.Run run = new Comparators(4).run(CellLibrary.USUAL);
    for (int again = 0; again < 2; again++) {
      run.start();
      for (int bit = BITS - 1; bit >= 0; bit--) {
        for (int channel = 0; channel < 4; channel++) {
          run.compare(channel, bits(channel, bit, BITS), bits(channel, bit, 0));
        }
        run.settle();
        for (int channel = 0; channel < 4; channel++) {
          for (int lane = 0; lane < 64; lane++) {
            int pair = 64 * channel + lane;
            boolean smaller = (pair & 15) >> bit < pair >> BITS >> bit;
            assertThat(run.smallerWeight(channel) >>> lane & 1).isEqualTo(smaller ? 1 : 0);
          }
        }
        run.end();
      }
    }
  }

  private static long bits(int channel, int bit, int from) {
    long bits = 0;
    for (int lane = 0; lane < 64; lane++) {
      bits |= (long) (64 * channel + lane >> from >> bit & 1) << lane;
    }
    return bits;
  }

  /// Equal numbers decide nothing: what is left is the clock of two flip-flops, over 4.1.
  @Test
  void whereNothingChangesTheClockDoes() {
    Comparators.Run run = new Comparators(1).run(CellLibrary.USUAL);
    run.start();
    run.compare(0, 0, 0);
    run.settle();
    assertThat(run.end()).isCloseTo(2 * 1.5 / 4.1, within(1e-9));
  }
}
