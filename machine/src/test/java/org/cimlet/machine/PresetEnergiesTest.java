package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.stream.Stream;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.machine.MachineSpec.ZeroSkipper;
import org.cimlet.technology.scaling.ProcessPoint;
import org.junit.jupiter.api.Test;

/// The reasoning behind the energies in the shipped files, carried out again.
///
/// Scaling: Stillmaker and Baas, Integration 58 (2017): energy b2 V^2 + b1 V + b0 of a process,
/// ratios of which scale a circuit. 28 nm lies between their 32 and 20 nm, log-log.
class PresetEnergiesTest {
  /// Energy polynomial of a process.
  private record Scaling(double b2, double b1, double b0) {
    double at(double volts) {
      return b2 * volts * volts + b1 * volts + b0;
    }
  }

  private static final Scaling NM_45 = new Scaling(1.018, -0.3107, 0.1539);
  private static final Scaling NM_32 = new Scaling(0.8367, -0.4341, 0.1701);
  private static final Scaling NM_20 = new Scaling(0.373, -0.1582, 0.04104);
  private static final Scaling NM_14 = new Scaling(0.2363, -0.09675, 0.02239);

  /// 8-bit multiply 200 fJ and adders 100 fJ at 45 nm, 0.9 V (Horowitz, ISSCC 2014).
  private static final double MULTIPLY_45NM_FJ = 300;

  /// 250.65 mW at 1.03 V and 320 MHz, of which 3.72 mW leak; 2.52 TOPS/W of the macros.
  private static final double CHIP_W = 250.65e-3;

  private static final double LEAKAGE_W = 3.72e-3;
  private static final double MACRO_28NM_FJ = 2 / 2.52e12 * 1e15 * (1 - LEAKAGE_W / CHIP_W);

  private static final List<String> COMB_200MB =
      List.of(
          "comb-200mb-36",
          "comb-200mb-16",
          "comb-200mb-36-stacked",
          "comb-200mb-36-aim-36",
          "comb-200mb-36-aim-72");

  private static final List<String> LEAK_AS_THE_28NM_CHIP =
      Stream.concat(Stream.of("fudan-28nm", "comb-mcm-28nm"), COMB_200MB.stream()).toList();

  private static double nm28(double volts) {
    double weight = Math.log(28.0 / 32) / Math.log(20.0 / 32);
    return Math.exp((1 - weight) * Math.log(NM_32.at(volts)) + weight * Math.log(NM_20.at(volts)));
  }

  @Test
  void leakageAndSwitchedCapacitanceFollowFromTheChipsTwoOperatingPoints() {
    // P = C V^2 f + L V / 0.64 through (0.64 V, 20 MHz, 8.27 mW) and (1.03 V, 320 MHz, 250.65 mW)
    double rise = 1.03 / 0.64;
    double slow = 0.64 * 0.64 * 20e6;
    double fast = 1.03 * 1.03 * 320e6;
    double farad = (CHIP_W - rise * 8.27e-3) / (fast - rise * slow);
    double leakageAt064W = 8.27e-3 - farad * slow;
    assertThat(farad).isCloseTo(0.727e-9, withPercentage(0.1));
    assertThat(leakageAt064W).isCloseTo(2.31e-3, withPercentage(0.2));

    assertThat(chiplet("fudan-28nm").leakageMw().value())
        .isCloseTo(leakageAt064W * rise * 1e3, withPercentage(0.2));
    assertThat(chiplet("comb-mcm-28nm").leakageMw().value())
        .isCloseTo(leakageAt064W * 0.63 / 0.64 / 3.93 * 8.702 * 1e3, withPercentage(0.2));
    for (String preset : COMB_200MB) {
      assertThat(chiplet(preset).leakageMw().value())
          .isCloseTo(leakageAt064W * 0.8 / 0.64 / 3.93 * 308 * 1e3, withPercentage(0.2));
    }
  }

  /// What a preset states is what the law of macros by their parts gives for its process and areas.
  @Test
  void statedLeakageIsThatOfTheLawOfParts() {
    for (String preset : LEAK_AS_THE_28NM_CHIP) {
      MachineSpec machine = MachineReader.read(preset);
      Chiplet chiplet = machine.chiplet();
      double mm2 =
          chiplet.computeMm2().value() + chiplet.memoryMm2().value() + chiplet.otherMm2().value();
      ProcessPoint process =
          ProcessPoint.usual(
              machine.process().nodeNm().value(), machine.process().voltageV().value());
      assertThat(chiplet.leakageMw().value())
          .isCloseTo(process.leakageWPerMm2() * mm2 * 1e3, withPercentage(0.2));
    }
  }

  @Test
  void everyPackageOfThePapersChipletCarriesTheSameOne() {
    Chiplet paper = chiplet("comb-200mb-36");
    for (String preset : COMB_200MB) {
      Chiplet other = chiplet(preset);
      assertThat(other.macro()).as(preset).isEqualTo(paper.macro());
      assertThat(other.leakageMw()).as(preset).isEqualTo(paper.leakageMw());
      assertThat(other.memoryMm2()).as(preset).isEqualTo(paper.memoryMm2());
      assertThat(other.computeMm2()).as(preset).isEqualTo(paper.computeMm2());
    }
  }

  @Test
  void sparseChipSpendsItsMacroEnergyOnMultiplyingAndReading() {
    double multiplyFj = MULTIPLY_45NM_FJ * nm28(1.03) / NM_45.at(0.9);
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet("fudan-28nm").macro();
    assertThat(macro.multiplyFj().value()).isCloseTo(multiplyFj, withPercentage(0.5));
    assertThat(macro.readFjPerBit().value())
        .isCloseTo((MACRO_28NM_FJ - multiplyFj) / 8, withPercentage(0.5));
  }

  /// Multiplying is Horowitz's, reading that of an array of 20 segments: 250 rows on a bit line of
  /// cells 0.179 um high, 4 x 64 lines that fall by 0.2 V, 64 bits that travel to the middle.
  @Test
  void paperChipletMultipliesScaledAndReadsADeepArray() {
    double multiplyFj = MULTIPLY_45NM_FJ * NM_14.at(0.8) / NM_45.at(0.9);
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet("comb-200mb-36").macro();
    assertThat(macro.multiplyFj().value()).isCloseTo(multiplyFj, withPercentage(0.5));

    double scale = Math.sqrt(0.064 / 0.127);
    double height = Math.sqrt(0.064 / 2);
    double bitLines = 4 * 250 * (0.1 * scale + 0.2 * height) * 0.8 * 0.2;
    double wordLine = 4 * (0.1 * scale + 0.2 * 2 * height) * 0.64;
    double gates = (3 + 60 / 64.0) * scale * 0.64;
    double cells = 1.28e6 * 0.064 * (250 + 48) / 250 * (256 + 48) / 256;
    double travelUm = Math.sqrt(cells) * (1 - 1 / Math.sqrt(20));
    double wire = travelUm * 0.2 * 1.6 * 0.64 / 4;
    assertThat(macro.readFjPerBit().value())
        .isCloseTo(bitLines + wordLine + gates + wire, withPercentage(0.5));
  }

  @Test
  void zeroSkipperSpendsItsGatesSwitching() {
    // NAND2 of 0.7 fF at 28 nm (ZigZag-IMC), every second cycle
    double at28Fj = 0.5 * 0.7 * 1.03 * 1.03;
    double at14Fj = 0.5 * 0.7 * 0.9 * 0.9 * NM_14.at(0.8) / nm28(0.9);
    expectSkipper("fudan-28nm", at28Fj);
    expectSkipper("comb-200mb-36", at14Fj);
  }

  private static void expectSkipper(String preset, double gateFj) {
    ZeroSkipper skipper = MachineReader.read(preset).zeroSkipper().orElseThrow();
    int decoderGates = 57 * 14 + 80 * 5; // popcount bits, control bits
    int butterflyGates = 120 * 8 * 3; // muxes a bit, bits, gates a mux
    assertThat(skipper.decodeFj().value()).isCloseTo(decoderGates * gateFj, withPercentage(1));
    assertThat(skipper.routeFj().value()).isCloseTo(butterflyGates * gateFj, withPercentage(1));
  }

  /// Not fitted: the published 11.83 TOPS/W for generating queries, keys and values at 75 % pruned.
  @Test
  void zeroSkipperForetellsTheSparseChipsEfficiencyOnQueriesKeysAndValues() {
    Chiplet chip = chiplet("fudan-28nm");
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chip.macro();
    ZeroSkipper skipper = MachineReader.read("fudan-28nm").zeroSkipper().orElseThrow();
    double denseRowFj = (CHIP_W - LEAKAGE_W) / (96 * 320e6) * 1e15;
    double maskFj = 32 * macro.readFjPerBit().value();
    double packedRowFj =
        denseRowFj + maskFj + skipper.decodeFj().value() + skipper.routeFj().value();

    // at 0.64 V and 20 MHz, with 2.31 mW of leakage
    double scale = Math.pow(0.64 / 1.03, 2);
    double watts = 96 * 20e6 * packedRowFj * 1e-15 * scale + 2.31e-3;
    double tops = 4 * 2 * 768 * 20e6 * 1e-12;
    assertThat(tops / watts).isCloseTo(11.83, withPercentage(10));
  }

  @Test
  void hostMemoryAndHostLinkCarryWhatTheirStandardsSay() {
    MachineSpec machine = MachineReader.read("comb-200mb-36");
    assertThat(machine.host().memory().bandwidthGbS().value())
        .isCloseTo(12 * 8 * 4.8, withPercentage(0.01));
    assertThat(machine.links().host().bandwidthGbitS().value())
        .isCloseTo(32 * 16 * 128 / 130.0, withPercentage(0.1));
    assertThat(machine.host().computeTops().value())
        .isCloseTo(96 * 2.4e9 * 128 * 1e-12, withPercentage(0.1));
  }

  private static Chiplet chiplet(String preset) {
    return MachineReader.read(preset).chiplet();
  }
}
