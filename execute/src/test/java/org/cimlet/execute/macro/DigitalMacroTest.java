package org.cimlet.execute.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.junit.jupiter.api.Test;

/// Single rows, sums by hand. Whole machines are in `PlacedMacroTest`.
class DigitalMacroTest {
  private static final long[] NO_MASKS = {};

  private static Macro macro(int columns) {
    return new Macro.DigitalSram(
        columns, 192, 8, 8, 32, 1, 1, 320_000_000, 69, 213, new Macro.ZeroSkipper(32, 446, 300));
  }

  @Test
  void a_dense_row_meets_its_tile_of_the_inputs() {
    DigitalMacro macro = new DigitalMacro(macro(4), Packing.dense(8), 2, 6);
    byte[] weights = {1, 2, 3, 4, 5, 6};
    macro.write(0, 0, weights, NO_MASKS);
    macro.write(1, 1, weights, NO_MASKS);
    byte[] x = {10, -10, 1, -1, 7, -128};
    assertThat(macro.read(0, 0, x)).isEqualTo(10 - 20 + 3 - 4);
    assertThat(macro.read(1, 1, x)).isEqualTo(35 - 768);
    // the second row's last two words pad, and are read and multiplied like all others
    assertThat(macro.actions()).isEqualTo(new MacroActions(2, 2 * 4 * 8, 8, 0, 0));
  }

  @Test
  void a_packed_row_brings_its_masks() {
    DigitalMacro macro = new DigitalMacro(macro(8), new Packing(8, 4, 16), 1, 20);
    // inputs 1, 4, 9, 15 of the first group; the second has four inputs and keeps all
    long[] masks = {0x8212, 0xF};
    macro.write(0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, masks);
    byte[] x = new byte[20];
    for (int i = 0; i < 20; i++) {
      x[i] = (byte) i;
    }
    assertThat(macro.read(0, 0, x))
        .isEqualTo(1 + 2 * 4 + 3 * 9 + 4 * 15 + 5 * 16 + 6 * 17 + 7 * 18 + 8 * 19);
    assertThat(macro.actions()).isEqualTo(new MacroActions(1, 8 * 8 + 2 * 16, 8, 12, 2));
    // ones and toggles of 1, 4, 9, 15, 16, 17, 18, 19 and of 1 to 8
    assertThat(macro.operands())
        .isEqualTo(
            new OperandCounts(
                new OperandCounts.Words(
                    8, 8, 1 + 1 + 2 + 4 + 1 + 2 + 2 + 3, 1 + 2 + 3 + 1 + 2 + 3 + 4 + 3, 0),
                new OperandCounts.Words(
                    8, 8, 1 + 1 + 2 + 1 + 2 + 2 + 3 + 1, 1 + 2 + 1 + 2 + 3 + 2 + 1 + 2, 0)));
  }

  @Test
  void a_group_wider_than_a_row_is_gathered_once() {
    DigitalMacro macro = new DigitalMacro(macro(2), new Packing(8, 4, 8), 2, 8);
    byte[] weights = {1, 10, 100, 127};
    long[] masks = {0b1011_0001};
    macro.write(0, 0, weights, masks);
    macro.write(1, 1, weights, masks);
    byte[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(macro.read(0, 0, x)).isEqualTo(1 + 10 * 5);
    assertThat(macro.read(1, 1, x)).isEqualTo(100 * 6 + 127 * 8);
    assertThat(macro.actions()).isEqualTo(new MacroActions(2, 2 * 2 * 8 + 8, 4, 4, 1));
  }

  @Test
  void groups_must_fill_rows() {
    assertThatThrownBy(() -> new DigitalMacro(macro(8), new Packing(8, 3, 16), 1, 16))
        .hasMessageContaining("rows of 8 columns must hold whole groups of 3");
  }

  @Test
  void an_accumulator_holds_its_range_and_refuses_the_next_number() {
    Accumulator accumulator = new Accumulator(16);
    accumulator.add(32_000);
    accumulator.add(767);
    assertThat(accumulator.sum()).isEqualTo(32_767);
    assertThatThrownBy(() -> accumulator.add(1))
        .isInstanceOf(AccumulatorOverflowException.class)
        .hasMessage(
            "an accumulator of 16 bits must hold -32768 to 32767, got 32768; widen it or cut the"
                + " inputs");
    Accumulator low = new Accumulator(32);
    low.add(Integer.MIN_VALUE);
    assertThat(low.sum()).isEqualTo(Integer.MIN_VALUE);
    assertThatThrownBy(() -> low.add(-1)).isInstanceOf(AccumulatorOverflowException.class);
  }
}
