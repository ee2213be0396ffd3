package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The shipped machines against what was printed about them.
class MachinePresetsTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/cimlet/machine/presets");

  static List<String> presets() {
    return MachineReader.presets();
  }

  @Test
  void everyShippedFileHasAName() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(MachinePresetsTest::isYaml))
          .containsExactlyInAnyOrderElementsOf(
              presets().stream().map(name -> name + ".yaml").toList());
    }
  }

  private static boolean isYaml(String file) {
    return file.endsWith(".yaml");
  }

  @ParameterizedTest
  @MethodSource("presets")
  void shippedFilePassesTheChecksThatReadingItByNameSpares(String preset) {
    assertThat(MachineReader.read(FOLDER.resolve(preset + ".yaml").toString()))
        .isEqualTo(MachineReader.read(preset));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void machineIsCalledByTheNameItIsReadBy(String preset) {
    assertThat(MachineReader.read(preset).name()).isEqualTo(preset);
  }

  // Peaks: He, Mu, Chen 2024, 2.1; ISSCC 2022 15.3; 2 x 768 multiplies x 320 MHz (ISSCC 2023 16.2).
  // 262 BLOCKFP8 TFLOPS a card of two dies (docs.tenstorrent.com, Wormhole). 127.8 TOPS / 36 (VLSI
  // 2019). 2,400 TOPS and 2 GB a card of eight dies (d-Matrix, 2024). Of the 362 TFLOPS of a D1,
  // what
  // 192 weights a cycle meet, one token each.
  // Bytes: 200 MB; 32 x 36 Kb; 32 x 54 Kb; 144 KiB; 64 x 1,464 KiB. Areas: 8 + 300; 0.25 / 0.022;
  // 8.702; 3.93 mm2.
  @ParameterizedTest
  @CsvSource({
    "comb-200mb-36, 36, 10,     200000000, 308",
    "comb-200mb-16, 16, 10,     200000000, 308",
    "comb-200mb-36-stacked, 36, 10, 200000000, 308",
    "comb-mcm-65nm,  4, 0.25,      147456, 11.36",
    "comb-mcm-28nm,  4, 0.97,      221184, 8.702",
    "fudan-28nm,     1, 0.49152,   147456, 3.93",
    "wormhole-n300,  2, 131.072, 95944704, 670",
    "simba-16nm,    36, 3.55,     524288, 6",
    "corsair,       64, 300,   268435456, 400",
    "dojo-tile,     25, 271.872, 463949568, 645"
  })
  void chipletHasThePublishedPeakCapacityAndArea(
      String preset, int chiplets, double tops, long bytes, double mm2) {
    MachineSpec machine = MachineReader.read(preset);
    assertThat(machine.topology().chiplets()).isEqualTo(chiplets);
    assertThat(2 * macsPerS(machine.chiplet()) * 1e-12).isCloseTo(tops, withPercentage(0.01));
    assertThat(capacityBits(machine.chiplet())).isEqualTo(8 * bytes);
    assertThat(areaMm2(machine.chiplet())).isCloseTo(mm2, withPercentage(0.1));
  }

  @Test
  void paperChipletHasItsPrintedDensity() {
    Chiplet chiplet = MachineReader.read("comb-200mb-36").chiplet();
    double topsPerMm2 = 2 * macsPerS(chiplet) * 1e-12 / areaMm2(chiplet);
    assertThat(topsPerMm2).isCloseTo(0.0325, within(0.0001)); // He, Mu, Chen 2024, 2.1
  }

  @Test
  void paperChipletMakesAPassOverItsWeightsIn40Microseconds() {
    MacroSpec.DigitalSram macro =
        (MacroSpec.DigitalSram) MachineReader.read("comb-200mb-36").chiplet().macro();
    double passS = macro.rows() * (double) macro.cyclesPerRow() / (macro.clockMhz().value() * 1e6);
    assertThat(passS).isCloseTo(40e-6, withPercentage(0.01)); // 25,000 passes a second
  }

  @Test
  void defaultPackageHoldsAllLinearsOfLlama2With7BillionWeights() {
    // 32 x (4 x 4096^2 + 3 x 4096 x 11008) + head 32000 x 4096 bytes at INT8
    long bytes = 32L * (4L * 4096 * 4096 + 3L * 4096 * 11008) + 32000L * 4096;
    MachineSpec machine = MachineReader.read("comb-200mb-36");
    assertThat(machine.topology().chiplets() * capacityBits(machine.chiplet()) / 8)
        .isGreaterThan(bytes);
  }

  // 2.52 TOPS/W of the macros and 1.96 of the chip are 2 op over these energies: facts of ISSCC
  // 2023.
  @Test
  void sparseChipDrawsItsPublishedPowerDense() {
    MachineSpec machine = MachineReader.read("fudan-28nm");
    Chiplet chip = machine.chiplet();
    double busyW = busyW(machine);
    assertThat(busyW).isCloseTo(250.65e-3, withPercentage(1));
    assertThat(2 * macsPerS(chip) * 1e-12 / busyW).isCloseTo(1.96, withPercentage(1));
    double macroShare = macroW(chip) / (busyW - chip.leakageMw().value() * 1e-3);
    assertThat(macroShare).isCloseTo(1.96 / 2.52, withPercentage(1));
  }

  // Both chiplets' figures: ISSCC 2022 15.3 at 0.71 V and 0.63 V.
  @ParameterizedTest
  @CsvSource({"comb-mcm-65nm, 14.1", "comb-mcm-28nm, 45.7"})
  void combMcmReachesItsPublishedEfficiency(String preset, double topsPerW) {
    MachineSpec machine = MachineReader.read(preset);
    assertThat(2 * macsPerS(machine.chiplet()) * 1e-12 / busyW(machine))
        .isCloseTo(topsPerW, withPercentage(1));
  }

  @Test
  void macroDepthOfTheSparseChipIs192BytesAMultiplier() {
    Chiplet chip = MachineReader.read("fudan-28nm").chiplet();
    assertThat(capacityBits(chip) / 8 / chip.macros() / chip.macro().inputsPerRow()).isEqualTo(192);
  }

  @Test
  void bothPackagesCarryTheSameChiplet() {
    MachineSpec large = MachineReader.read("comb-200mb-36");
    MachineSpec small = MachineReader.read("comb-200mb-16");
    assertThat(small.chiplet()).isEqualTo(large.chiplet());
    assertThat(small.host()).isEqualTo(large.host());
    assertThat(small.topology()).isEqualTo(new TopologySpec.Mesh(4, 4, List.of(0)));
    assertThat(large.topology()).isEqualTo(new TopologySpec.Mesh(6, 6, List.of(0)));
  }

  @Test
  void provenanceNamesEverySourcedNumberInTheOrderOfTheFile() {
    assertThat(MachineReader.read("comb-200mb-36").provenance().stream().map(Provenance::key))
        .startsWith(
            "process.node_nm",
            "process.voltage_v",
            "chiplet.macro.clock_mhz",
            "chiplet.macro.read_fj_per_bit",
            "chiplet.macro.multiply_fj",
            "chiplet.macro.zero_skipper.decode_fj",
            "chiplet.macro.zero_skipper.route_fj",
            "chiplet.distribution_gbit_s",
            "chiplet.buffer_fj_per_bit",
            "chiplet.vector_unit.operation_fj",
            "chiplet.compute_mm2",
            "chiplet.memory_mm2",
            "chiplet.other_mm2",
            "chiplet.leakage_mw",
            "chiplet.losses.step_control_ns",
            "chiplet.losses.sustained_share",
            "chiplet.losses.control_energy_share",
            "chiplet.losses.clock_pf_per_mm2",
            "chiplet.losses.clock_memory_share",
            "links.chiplet.bandwidth_gbit_s",
            "links.chiplet.latency_ns",
            "links.chiplet.energy_fj_per_bit",
            "links.host.bandwidth_gbit_s",
            "links.host.latency_ns",
            "links.host.energy_fj_per_bit",
            "substrate.spacing_mm",
            "host.compute_tops",
            "host.compute_efficiency",
            "host.dispatch_ns",
            "host.operation_fj",
            "host.idle_w",
            "host.price_usd",
            "host.memory.capacity_gb",
            "host.memory.bandwidth_gb_s",
            "host.memory.bandwidth_efficiency",
            "host.memory.energy_fj_per_bit")
        .contains("process.wafer_usd", "substrate.organic.bond_yield", "production.volume")
        .endsWith("cooling.sink_k_w", "cooling.leakage.at_c", "cooling.leakage.doubling_k");
  }

  @Test
  void provenanceCarriesValueEvidenceAndSource() {
    Provenance area = MachineReader.read("comb-200mb-36").provenance().get(11);
    assertThat(area.key()).isEqualTo("chiplet.memory_mm2");
    assertThat(area.number().value()).isEqualTo(300);
    assertThat(area.number().evidence()).isEqualTo(Evidence.PUBLISHED);
    assertThat(area.number().source()).contains("He, Mu, Chen 2024");
  }

  private static double macsPerS(Chiplet chiplet) {
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet.macro();
    double rowsPerS = macro.clockMhz().value() * 1e6 / macro.cyclesPerRow();
    return rowsPerS * macro.inputsPerRow() * macro.inputVectors() * chiplet.macros();
  }

  private static long capacityBits(Chiplet chiplet) {
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet.macro();
    return (long) chiplet.macros() * macro.inputsPerRow() * macro.rows() * macro.weightBits();
  }

  private static double areaMm2(Chiplet chiplet) {
    return chiplet.computeMm2().value() + chiplet.memoryMm2().value() + chiplet.otherMm2().value();
  }

  private static double macroW(Chiplet chiplet) {
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet.macro();
    double macFj = macro.weightBits() * macro.readFjPerBit().value() + macro.multiplyFj().value();
    return macsPerS(chiplet) * macFj * 1e-15;
  }

  /// Every multiplier and the whole distribution busy, control, clock and leakage.
  private static double busyW(MachineSpec machine) {
    Chiplet chiplet = machine.chiplet();
    double distributionW =
        chiplet.distributionGbitS().value() * 1e9 * chiplet.bufferFjPerBit().value() * 1e-15;
    return macroW(chiplet) * (1 + chiplet.losses().controlEnergyShare().value())
        + distributionW
        + clockW(machine)
        + chiplet.leakageMw().value() * 1e-3;
  }

  /// Capacitance of the clock x V^2 f.
  private static double clockW(MachineSpec machine) {
    Chiplet chiplet = machine.chiplet();
    MachineSpec.Losses losses = chiplet.losses();
    double clockedMm2 =
        chiplet.computeMm2().value()
            + chiplet.otherMm2().value()
            + Objects.requireNonNull(losses.clockMemoryShare()).value()
                * chiplet.memoryMm2().value();
    double farad = Objects.requireNonNull(losses.clockPfPerMm2()).value() * 1e-12 * clockedMm2;
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) chiplet.macro();
    return farad
        * Math.pow(machine.process().voltageV().value(), 2)
        * macro.clockMhz().value()
        * 1e6;
  }
}
