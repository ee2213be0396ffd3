package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.cimlet.compile.Compiler;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.technology.adc.AdcSurvey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shipped DRAM, RRAM and crossbar machines against what is published of them.
class MemoryPresetsTest {
  private static Chiplet chiplet(String preset) {
    return Compiler.machine(MachineReader.read(preset)).chiplet();
  }

  /// GDDR6-AiM: 512 GFLOPS and 512 GB/s a die of 0.5 GiB (SK hynix, Hot Chips 2024). HBM-PIM: 1.2
  /// TFLOPS a stack of four such dies (Samsung). LPDDR5-PIM: 102.4 GFLOPS and GB/s.
  @ParameterizedTest
  @CsvSource({
    "aim-gddr6, 512, 512, 0.5, 0.1",
    "hbm-pim, 300, 300, 0.5, 3",
    "lpddr5-pim, 102.4, 102.4, 2, 0.1"
  })
  void dramDiesHaveTheirPublishedPeaks(
      String preset, double gflops, double gbS, double gib, double percent) {
    Chiplet die = chiplet(preset);
    assertThat(die.peakOpsPerS() / 1e9).isCloseTo(gflops, withPercentage(percent));
    double bytesPerS = die.macros() * die.macro().macsPerS() * die.macro().weightBits() / 8;
    assertThat(bytesPerS / 1e9).isCloseTo(gbS, withPercentage(percent));
    assertThat(die.capacityBytes()).isEqualTo((long) (gib * (1L << 30)));
  }

  /// 3 x 438.15 mW x 1 ns for 16 banks (CENT's power tables): 82.2 pJ a column access of a bank.
  @Test
  void anAccessOfAimTakesWhatCentsTablesSay() {
    Macro.DramBank bank = (Macro.DramBank) chiplet("aim-gddr6").macro();
    double accessPj = 16 * (16 * bank.readFjPerBit() + bank.multiplyFj()) / 1000;
    assertThat(accessPj).isCloseTo(3 * 438.15 / 16, withPercentage(0.5));
  }

  @Test
  void theCrossbarsConverterIsOfTheSurvey() {
    Macro.AnalogCrossbar array = (Macro.AnalogCrossbar) chiplet("analog-rram-crossbar").macro();
    double rate = 1e12 / array.adc().conversionPs();
    assertThat(array.adc().conversionFj() / 1000)
        .isCloseTo(AdcSurvey.energyPj(28, array.adc().bits(), rate).value(), withPercentage(0.1));
    double convertersMm2 =
        chiplet("analog-rram-crossbar").macros()
            * AdcSurvey.areaUm2(28, array.adc().bits(), rate).value()
            / 1e6;
    assertThat(chiplet("analog-rram-crossbar").computeMm2())
        .isBetween(convertersMm2, 1.2 * convertersMm2);
  }

  /// Published 8-bit RRAM macros with converters: 11.91 TOPS/W (ISSCC 2021, 22 nm) and 9.1
  /// (NeuRRAM, 130 nm, 8-bit inputs, 6-bit outputs). Nothing was fitted: 8 pulses x (8 cells x 2 fJ
  /// + 4 slices x 1,361 fJ / 128 inputs + 60 fJ / 128 outputs) = 472 fJ, 4.2 TOPS/W, a third to a
  ///   half of them.
  @Test
  void theCrossbarsEfficiencyIsAThirdToAHalfOfPublishedMacros() {
    double topsPerW = 2000 / chiplet("analog-rram-crossbar").macro().macFj();
    assertThat(topsPerW).isCloseTo(4.24, withPercentage(1));
    assertThat(topsPerW / 11.91).isBetween(0.3, 0.5);
    assertThat(topsPerW / 9.1).isBetween(0.3, 0.5);
  }

  /// IMAGINE (arXiv 2412.19750): 150 TOPS/W of the macro at 8 bits, 187 kB/mm2. Nothing was fitted
  /// to it; its capacitors are assumed.
  @Test
  void theChargeSramIsNearTheMacroItFollows() {
    Chiplet die = chiplet("charge-sram-22nm");
    assertThat(2000 / die.macro().macFj()).isBetween(150 / 1.5, 150 * 1.5);
    double kilobytes = die.capacityBytes() / 1e3;
    assertThat(kilobytes / (die.memoryMm2() + die.computeMm2())).isBetween(187 / 1.5, 187 * 1.5);
  }

  /// 1T1R of 2.37 Mbit/mm2 at 40 nm (ISSCC 2022), scaled to 22 nm, 3.6 times by stacking.
  @Test
  void stackedCellsAreAsDenseAsTheirSourcesSay() {
    Chiplet die = chiplet("rram-1tnr");
    double mbitPerMm2 = die.capacityBytes() * 8 / 1e6 / die.memoryMm2();
    assertThat(mbitPerMm2).isCloseTo(2.37 * 40 * 40 / 22 / 22 * 3.6, withPercentage(2));
  }
}
