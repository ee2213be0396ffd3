package org.cimlet.simulate.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.DigitalNvm;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Stationary;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.cimlet.plan.machine.array.BankTiming;
import org.cimlet.plan.machine.array.CellWrite;
import org.junit.jupiter.api.Test;

/// Passes through each kind of memory, by hand, in nanoseconds.
class ArrayActivityTest {
  private static final CellWrite WRITE = new CellWrite(1, 1, 1, 1);

  /// GDDR6-AiM's times: tCCD 1, fill 1, result 1, tRCD 28, tRRD 5.5, tFAW 21, tRAS 27, tRTP 6, tRP
  /// 16.
  private static DramBankActivity aim(int banksPerActivation, Stationary stationary) {
    return aim(banksPerActivation, stationary, 0);
  }

  private static DramBankActivity aim(int banksPerActivation, Stationary stationary, long modePs) {
    return aim(banksPerActivation, 1, 64, stationary, modePs);
  }

  private static DramBankActivity aim(
      int banksPerActivation, int sharing, int page, Stationary stationary, long modePs) {
    BankTiming timing =
        new BankTiming(
            1000, 1000, 1000, 0, 0, modePs, 28_000, 5500, 21_000, 27_000, 6000, 16_000, 1_666_500,
            105_000);
    return new DramBankActivity(
        new Macro.DramBank(
            16,
            65_536,
            WordFormat.BF16,
            16,
            16,
            32,
            page,
            banksPerActivation,
            sharing,
            stationary,
            1024,
            2,
            timing,
            1,
            1,
            1,
            1),
        16);
  }

  @Test
  void a_page_is_opened_read_and_closed() {
    // 64 inputs-words are written by 64 ns; the page is open by 28 ns; 64 accesses end with that at
    // 127 ns; tRTP 6 and tRP 16 later the next page may be opened.
    assertThat(aim(16, Stationary.INPUT).passPs(64, 64)).isEqualTo(149_000);
  }

  /// 64 ns of writing inputs, 16 to change to the banks, 28 to open a page, 64 of accesses. From
  /// page to page the mode changes to read a sum and back: 64 accesses, 16, 1, 16, tRP 16, tRCD 28:
  /// 141. At the end a change, the sum, a change, tRP.
  @Test
  void aim_changes_its_mode_for_every_sum() {
    DramBankActivity aim = aim(16, Stationary.INPUT, 16_000);
    assertThat(aim.passPs(64, 64)).isEqualTo((64 + 16 + 28 + 64 + 16 + 1 + 16 + 16) * 1000L);
    assertThat(aim.passPs(64 * 1024, 64)).isEqualTo((221 + 1023 * 141) * 1000L);
  }

  /// Two banks at a unit. A turn of 50 ns passes while the other's page is read: 64 accesses and a
  /// sum, page after page, from 64 ns on, when the inputs are there. At the end tRTP from the last
  /// access, 2 ns before, and tRP.
  @Test
  void banks_that_share_a_unit_turn_their_pages_while_others_are_read() {
    long ps = aim(16, 2, 64, Stationary.INPUT, 0).passPs(64 * 1024, 64);
    assertThat(ps).isEqualTo((64 + 1024 * 65 - 2 + 6 + 16) * 1000L);
  }

  /// Pages of 16: one bank's are read from 28, 93, 158 ns on, 15 of reading and 50 of turning
  /// apart; those of the other from 45, when the first's sum was read, 110, 175.
  @Test
  void banks_that_share_a_unit_wait_where_pages_are_short() {
    long ps = aim(16, 2, 16, Stationary.INPUT, 0).passPs(16 * 1024, 16);
    assertThat(ps).isEqualTo((45 + 511 * 65 + 15 + 6 + 16) * 1000L);
  }

  /// Bank by bank, 16 activate commands of 5.5 ns a page, which alone decide where four banks share
  /// a unit; of two, a turn of 132.5 ns and 63 of reading bring two pages.
  @Test
  void activate_commands_limit_banks_that_share_a_unit() {
    DramBankActivity four = aim(1, 4, 64, Stationary.INPUT, 0);
    assertThat(four.passPs(64 * 1024, 64) - four.passPs(64 * 512, 64)).isEqualTo(512 * 88_000L);
    DramBankActivity two = aim(1, 2, 64, Stationary.INPUT, 0);
    assertThat(two.passPs(64 * 1024, 64) - two.passPs(64 * 512, 64)).isEqualTo(256 * 195_500L);
  }

  /// A linear of 4,096 x 4,096 on 64 pseudo channels of eight HBM-PIM units: 8 outputs of 256
  /// column accesses each. Times are PIMSimulator's at 1 ns, of which the bus's turns are WL 8 +
  /// BL/2 2 + tWTRL 9 and RL 20 + BL/2 2 + tRTRS 1 - WL 8.
  ///
  /// The first eight inputs are written by 32 ns and read from 51; two pages of 32 accesses end
  /// with that at 51 + 31 x 4 + 33 + 31 x 4 = 332. Each of 31 more tiles takes 15 + 32 + 19 + 4 ns
  /// to be written, and 31 x 4 + 33 + 31 x 4: 351. Eight sums of 16 ns follow the last access.
  @Test
  void hbm_pim_multiplies_as_its_simulator_nearly_does() {
    BankTiming timing =
        new BankTiming(
            4000, 4000, 16_000, 19_000, 15_000, 0, 14_000, 4000, 16_000, 33_000, 5000, 14_000,
            3_900_000, 350_000);
    Macro.DramBank unit =
        new Macro.DramBank(
            16,
            524_288,
            WordFormat.FP16,
            16,
            16,
            32,
            32,
            8,
            1,
            Stationary.OUTPUT,
            128,
            8,
            timing,
            1,
            1,
            1,
            1);
    long ps = new DramBankActivity(unit, 8).passPs(8 * 256, 256);
    assertThat(ps).isEqualTo((332 + 31 * 351 + 4 + 8 * 16) * 1000L);
    // 13,166 cycles of PIMSimulator, refreshes among them
    double refreshed = ps / 1000.0 * 3900 / (3900 - 350);
    assertThat(refreshed / 13_166).isBetween(1 / 1.15, 1.15);
  }

  @Test
  void from_page_to_page_the_sum_is_read_unseen() {
    // 63 accesses, tRTP 6, tRP 16, tRCD 28: 113 ns a page, in which reading a sum takes 1
    DramBankActivity aim = aim(16, Stationary.INPUT);
    assertThat(aim.passPs(128, 64)).isEqualTo(262_000);
    assertThat(aim.passPs(64 * 1024, 64)).isEqualTo((149 + 1023 * 113) * 1000L);
    assertThat(aim.activations(64 * 1024)).isEqualTo(1024);
    assertThat(aim.activations(65)).isEqualTo(2);
  }

  @Test
  void four_banks_a_window_open_one_after_the_other() {
    // bank by bank: 4 in 22 ns (4 x tRRD is more than tFAW): the 16th at 3 x 22 + 3 x 5.5 = 82.5
    long one = aim(1, Stationary.INPUT).passPs(128, 64);
    assertThat(one - aim(16, Stationary.INPUT).passPs(128, 64))
        .isEqualTo((82_500 + 28_000 - 64_000) + 82_500);
  }

  @Test
  void where_outputs_stay_inputs_are_written_for_each_pair_of_them() {
    // 4 outputs of 128 rows, two accumulators: 2 rounds x 2 buffers of 64 rows, 64 ns each; pages
    // hold 64 rows. First access at 64; each page turn 50; a fill of 64 instead of a turn of 50
    // between rounds and buffers, plus 2 results between rounds.
    long ps = aim(16, Stationary.OUTPUT).passPs(512, 128);
    long seenFills = 64 + 3 * (65 - 50);
    long results = 2;
    assertThat(ps).isEqualTo((seenFills + 8 * 63 + 7 * 50 + results + 22) * 1000L);
  }

  @Test
  void resistive_rows_are_sensed_while_others_are_multiplied() {
    // a word line of 10 ns for every 4 rows of 5 ns, then a cycle of 2 ns for the last
    DigitalNvm rram =
        new DigitalNvm(8, 64, 8, 8, 32, 1, 1, 4, 10_000, 5000, 500_000_000, 1, 1, 1, WRITE);
    assertThat(new DigitalNvmActivity(rram).passPs(10, 2)).isEqualTo((3 * 10 + 10 * 5 + 2) * 1000L);
    // multipliers of 10 ns hold the sense amplifiers up
    DigitalNvm slow =
        new DigitalNvm(8, 64, 8, 8, 32, 1, 1, 64, 10_000, 5000, 100_000_000, 1, 1, 1, WRITE);
    assertThat(new DigitalNvmActivity(slow).passPs(10, 2)).isEqualTo((10 + 5 + 10 * 10) * 1000L);
  }

  @Test
  void crossbars_settle_while_other_pulses_are_converted() {
    Macro.AnalogCrossbar array =
        new Macro.AnalogCrossbar(
            128,
            16,
            8,
            8,
            32,
            2,
            15_000,
            new Adc(8, 2, 10_000, 1, 64),
            new AnalogCell(0, 0, 0),
            1,
            1,
            1,
            WRITE);
    // 3 outputs x 4 slices on 2 converters: 60 ns; 2 tiles x 8 pulses
    assertThat(new AnalogActivity(array).passPs(6, 2)).isEqualTo((15 + 16 * 60) * 1000L);
    // 1 output: 20 ns, more than settling
    assertThat(new AnalogActivity(array).passPs(1, 1)).isEqualTo((15 + 8 * 20) * 1000L);
  }

  @Test
  void charge_is_shared_while_that_of_other_pulses_is_converted() {
    ChargeSram array =
        new ChargeSram(
            128,
            16,
            8,
            8,
            32,
            2,
            15_000,
            new Adc(8, 12, 10_000, 1, 64),
            new AnalogCell(0, 0, 0),
            1,
            1,
            1);
    // 3 outputs x 8 bits on 12 converters: 20 ns; 2 tiles x 4 pulses of 2 bits
    assertThat(new AnalogActivity(array).passPs(6, 2)).isEqualTo((15 + 8 * 20) * 1000L);
    // 1 output: 10 ns, less than settling
    assertThat(new AnalogActivity(array).passPs(1, 1)).isEqualTo((4 * 15 + 10) * 1000L);
  }
}
