package org.cimlet.execute.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.junit.jupiter.api.Test;

/// COMB-MCM's array against plain integers.
class BitSerialMacroTest {
  /// 96 words of 3 bits in 128 rows, a cycle for each of three input bits.
  private static final Macro MACRO =
      new Macro.DigitalSram(96, 128, 3, 3, 24, 3, 1, 122_070_000, 11.95, 71.7, null);

  private static final long[] NO_MASKS = {};

  @Test
  void all_pairs_of_3_bit_numbers_multiply_as_they_should_in_every_column() {
    int pairs = 0;
    for (int column = 0; column < 96; column++) {
      for (int weight = -4; weight < 4; weight++) {
        for (int input = -4; input < 4; input++) {
          BitSerialMacro macro = new BitSerialMacro(MACRO, Packing.dense(3), 1, 96);
          byte[] weights = new byte[96];
          byte[] inputs = new byte[96];
          weights[column] = (byte) weight;
          inputs[column] = (byte) input;
          macro.write(0, 0, weights, NO_MASKS);
          assertThat(macro.read(0, 0, inputs)).isEqualTo(weight * input);
          // a bit line discharges where both bits are 1, and nowhere else
          assertThat(macro.discharges())
              .isEqualTo((long) Integer.bitCount(weight & 7) * Integer.bitCount(input & 7));
          pairs++;
        }
      }
    }
    System.out.printf("bit-serial macro: %,d pairs of 3-bit numbers equal plain products%n", pairs);
    assertThat(pairs).isEqualTo(96 * 64);
  }

  @Test
  void rows_of_random_numbers_and_of_the_ends_of_the_range_add_up() {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 0;
    for (int inputs : new int[] {1, 63, 64, 65, 95, 96, 97, 191, 192, 500}) {
      int tiles = Math.ceilDiv(inputs, 96);
      for (int trial = 0; trial < 200; trial++) {
        BitSerialMacro macro = new BitSerialMacro(MACRO, Packing.dense(3), tiles, inputs);
        byte[] weights = numbers(inputs, random, trial % 3);
        byte[] x = numbers(inputs, random, trial / 3 % 3);
        long expected = 0;
        for (int i = 0; i < inputs; i++) {
          expected += weights[i] * x[i];
        }
        long sum = 0;
        for (int tile = 0; tile < tiles; tile++) {
          macro.write(tile, tile, weights, NO_MASKS);
          sum += macro.read(tile, tile, x);
          rows++;
        }
        assertThat(sum).isEqualTo(expected);
        assertThat(macro.actions())
            .isEqualTo(new MacroActions(tiles, tiles * 96L * 3, tiles * 96L, 0, 0));
        int padding = tiles * 96 - inputs;
        assertThat(macro.operands())
            .isEqualTo(
                new OperandCounts(
                    new OperandCounts.Words(
                        tiles * 96L, 3, ones(x), toggles(x), zeros(x) + padding),
                    new OperandCounts.Words(
                        tiles * 96L,
                        3,
                        ones(weights),
                        toggles(weights),
                        zeros(weights) + padding)));
      }
    }
    assertThat(rows).isEqualTo(200 * (1 + 1 + 1 + 1 + 1 + 1 + 2 + 2 + 2 + 6));
  }

  private static long ones(byte[] numbers) {
    long ones = 0;
    for (byte number : numbers) {
      ones += Integer.bitCount(number & 7);
    }
    return ones;
  }

  private static long toggles(byte[] numbers) {
    long toggles = 0;
    for (byte number : numbers) {
      boolean low = (number & 1) != 0;
      boolean middle = (number & 2) != 0;
      toggles += (low != middle ? 1 : 0) + (middle != number < 0 ? 1 : 0);
    }
    return toggles;
  }

  private static long zeros(byte[] numbers) {
    long zeros = 0;
    for (byte number : numbers) {
      zeros += number == 0 ? 1 : 0;
    }
    return zeros;
  }

  /// 0: all numbers, 1: the lowest alone, 2: the highest alone.
  private static byte[] numbers(int count, SplittableRandom random, int kind) {
    byte[] numbers = new byte[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (byte) (kind == 0 ? random.nextInt(-4, 4) : kind == 1 ? -4 : 3);
    }
    return numbers;
  }

  @Test
  void what_does_not_fit_three_bits_is_refused() {
    BitSerialMacro macro = new BitSerialMacro(MACRO, Packing.dense(3), 1, 4);
    assertThatThrownBy(() -> macro.write(0, 0, new byte[] {0, 4, 0, 0}, NO_MASKS))
        .hasMessage("a weight must fit 3 bits, got 4");
    assertThatThrownBy(() -> macro.read(0, 0, new byte[] {0, 0, -5, 0}))
        .hasMessage("an input must fit 3 bits, got -5");
    assertThatThrownBy(() -> new BitSerialMacro(MACRO, new Packing(3, 8, 32), 1, 32))
        .hasMessageContaining("dense weights");
  }
}
