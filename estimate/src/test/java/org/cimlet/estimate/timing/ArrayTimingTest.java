package org.cimlet.estimate.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Stationary;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.machine.array.BankTiming;
import org.junit.jupiter.api.Test;

/// Passes through DRAM, by hand: 63 accesses of 1 ns and a turn of tRTP 6, tRP 16, tRCD 28 a page.
class ArrayTimingTest {
  private static DramBankTiming aim(int banksPerActivation) {
    return aim(banksPerActivation, 0);
  }

  private static DramBankTiming aim(int banksPerActivation, long modePs) {
    return aim(banksPerActivation, 1, 64, modePs);
  }

  private static DramBankTiming aim(int banksPerActivation, int sharing, int page, long modePs) {
    BankTiming timing =
        new BankTiming(
            1000, 1000, 1000, 0, 0, modePs, 28_000, 5500, 21_000, 27_000, 6000, 16_000, 1_666_500,
            105_000);
    Macro.DramBank bank =
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
            Stationary.INPUT,
            1024,
            1,
            timing,
            1,
            1,
            1,
            1);
    return DramBankTiming.of(bank, 16);
  }

  /// HBM-PIM by PIMSimulator's times, 4,096 x 4,096 on 512 units: 2,048 accesses of 4 ns, 64 pages
  /// turned in 33 ns each, in which 29 ns of the 66 are hidden that 8 inputs take with the bus's
  /// turns of 15 and 19. The first inputs come without a turn of the bus before them, while pages
  /// are opened in 18 ns; eight sums of 16 behind the last access, in which the last page is closed
  /// in 19. 13,166 with refreshes were simulated.
  @Test
  void hbmPimTurnsItsBusForEveryTileOfInputs() {
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
    DramBankTiming pim = DramBankTiming.of(unit, 8);
    double ns = 51 + 1984 * 4 + 63 * 33 + 31 * (66 - 29) + 4 + 128;
    assertThat(pim.passS(2048, 256)).isCloseTo(ns * 1e-9, withPercentage(0.001));
    assertThat(ns * pim.refreshOverhead() / 13_166).isBetween(1 / 1.15, 1.15);
  }

  @Test
  void aPageTakes113Nanoseconds() {
    assertThat(aim(16).passS(64 * 10_000, 64)).isCloseTo(10_000 * 113e-9, withPercentage(0.1));
  }

  /// 63 accesses of 1 ns, 16 to change to the registers after the last, a sum of 1, 16 to change
  /// back, tRP 16, tRCD 28.
  @Test
  void aChangeOfModeLetsNothingElseGoOn() {
    assertThat(aim(16, 16_000).passS(64 * 10_000, 64))
        .isCloseTo(10_000 * 141e-9, withPercentage(0.1));
  }

  /// With two banks at a unit 64 accesses and a sum follow each other, page by page; pages of 16
  /// are read in turn every 65 ns, 15 of reading and 50 of turning. Bank by bank two pages take a
  /// turn of 132.5 ns and 63 of reading; of four banks 16 activate commands of 5.5 ns decide.
  @Test
  void banksThatShareAUnitTurnTheirPagesMeanwhile() {
    assertThat(aim(16, 2, 64, 0).passS(64 * 10_000, 64))
        .isCloseTo(10_000 * 65e-9, withPercentage(0.1));
    assertThat(aim(16, 2, 16, 0).passS(16 * 10_000, 16))
        .isCloseTo(10_000 * 32.5e-9, withPercentage(0.1));
    assertThat(aim(1, 2, 64, 0).passS(64 * 10_000, 64))
        .isCloseTo(5000 * 195.5e-9, withPercentage(0.1));
    assertThat(aim(1, 4, 64, 0).passS(64 * 10_000, 64))
        .isCloseTo(10_000 * 88e-9, withPercentage(0.1));
  }

  /// A row of every bank: its input 1, 16 to change to the banks, tRCD 28, the access 1, a sum of 1
  /// between two changes, tRP 16. A second output adds an access and a sum between two changes.
  @Test
  void aShortPassIsMadeOfItsEnds() {
    double one = 1 + 16 + 28 + 1 + 16 + 1 + 16 + 16;
    assertThat(aim(16, 16_000).passS(1, 1)).isCloseTo(one * 1e-9, within(1e-15));
    assertThat(aim(16, 16_000).passS(2, 1)).isCloseTo((one + 34) * 1e-9, within(1e-15));
    // with nothing to change, a sum hides while the page is closed: tRCD 28, tRTP 6, tRP 16
    assertThat(aim(16).passS(1, 1)).isCloseTo(50e-9, within(1e-15));
  }

  @Test
  void fourBanksAWindowTakeLonger() {
    assertThat(aim(1).passS(64 * 10_000, 64))
        .isCloseTo(10_000 * (113 + 82.5) * 1e-9, withPercentage(0.1));
  }

  /// Half a gigabyte at 56.6 % of 512 GB/s, less refresh: 1,024 passes a second become 506.
  @Test
  void aDiePassesThroughItselfHalfAsOftenAsItsPeakSays() {
    DramBankTiming aim = aim(16);
    double passS = aim.passS(1 << 20, 256) * aim.refreshOverhead();
    assertThat(1 / passS).isCloseTo(1 / (16_384 * 113e-9) * (1 - 105 / 1666.5), within(5.0));
    assertThat(1 / passS).isCloseTo(506, within(5.0));
  }
}
