package org.cimlet.machine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.scaling.ThresholdVoltage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessPresetsTest {
  private static final Path PROCESSES =
      Path.of("src/main/resources/org/cimlet/machine/process/presets");
  private static final Path SUBSTRATES =
      Path.of("src/main/resources/org/cimlet/machine/substrate/presets");

  static Stream<String> processes() {
    return ProcessReader.presets().stream();
  }

  static Stream<String> substrates() {
    return SubstrateReader.presets().stream();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void shippedProcessPassesTheChecksThatReadingItByNameSpares(String preset) {
    assertThat(ProcessReader.read(PROCESSES.resolve(preset + ".yaml").toString()))
        .isEqualTo(ProcessReader.read(preset));
  }

  @ParameterizedTest
  @MethodSource("substrates")
  void shippedSubstratePassesThemToo(String preset) {
    assertThat(SubstrateReader.read(SUBSTRATES.resolve(preset + ".yaml").toString()))
        .isEqualTo(SubstrateReader.read(preset));
  }

  @Test
  void everyShippedFileHasAName() throws IOException {
    assertThat(names(PROCESSES)).containsExactlyInAnyOrderElementsOf(ProcessReader.presets());
    assertThat(names(SUBSTRATES)).containsExactlyInAnyOrderElementsOf(SubstrateReader.presets());
  }

  private static java.util.List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.replace(".yaml", ""))
          .toList();
    }
  }

  // Chiplet Actuary, parameter.ini; CarbonSpot
  @ParameterizedTest
  @CsvSource({
    "28nm, 2891, 0.07, 51e6, 8.71",
    "16nm, 3984, 0.08, 106e6, 9.81",
    "14nm, 3984, 0.08, 106e6, 9.86",
    "12nm, 3984, 0.08, 106e6, 10.41",
    "7nm, 9346, 0.09, 298e6, 11.58",
    "5nm, 16988, 0.11, 542e6, 15.53",
    "3nm, 30000, 0.2, 1e9, 16.03"
  })
  void processHasThePublishedPrices(
      String preset, double wafer, double defects, double design, double carbon) {
    ProcessSpec process = ProcessReader.read(preset);
    assertThat(process.waferUsd().value()).isEqualTo(wafer);
    assertThat(process.defectsPerCm2().value()).isEqualTo(defects);
    assertThat(process.designUsd().value()).isEqualTo(design);
    assertThat(process.carbonGPerMm2().value()).isEqualTo(carbon);
  }

  /// Files and the physics, which stands in where a machine names no process file, say the same.
  @ParameterizedTest
  @CsvSource({
    "65nm, 65",
    "55nm, 55",
    "40nm, 40",
    "28nm, 28",
    "22nm, 22",
    "16nm, 16",
    "14nm, 14",
    "12nm, 12",
    "10nm, 10",
    "7nm, 7",
    "5nm, 5",
    "3nm, 3"
  })
  void processHasTheThresholdOfItsNode(String preset, double nodeNm) {
    Sourced file =
        SourcedNumbers.read(ProcessReader.kept().open(preset).root().path("threshold_v"));
    Sourced table = ThresholdVoltage.of(nodeNm);
    assertThat(file.value()).isEqualTo(table.value());
    assertThat(file.evidence()).isEqualTo(table.evidence());
    assertThat(file.interval().low()).isCloseTo(table.interval().low(), within(0.0011));
    assertThat(file.interval().high()).isCloseTo(table.interval().high(), within(0.0011));
  }

  @Test
  void allThatIsWrongIsTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    String text = Files.readString(PROCESSES.resolve("14nm.yaml"));
    Files.writeString(
        file,
        text.replace("transistor: finfet", "transistor: fin")
            .replace("{value: 0.08,", "{value: 0.08, range: [0.1, 0.2],"));
    assertThatThrownBy(() -> ProcessReader.read(file.toString()))
        .hasMessageContaining(
            "transistor: must be one of planar, finfet, gate_all_around, got \"fin\"")
        .hasMessageContaining(
            "defects_per_cm2.range: must be low and high with the value 0.08 between them, got 0.1 to"
                + " 0.2");
  }
}
