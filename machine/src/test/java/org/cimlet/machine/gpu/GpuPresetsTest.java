package org.cimlet.machine.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The shipped GPUs against what their makers print.
class GpuPresetsTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/cimlet/machine/gpu/presets");

  static List<String> presets() {
    return GpuReader.presets();
  }

  @Test
  void everyShippedFileHasAName() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(file -> file.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              presets().stream().map(name -> name + ".yaml").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void shippedFileIsJudgedLikeAUsersOwn(String preset, @TempDir Path folder) throws IOException {
    Path copy = folder.resolve("mine.yaml");
    Files.copy(FOLDER.resolve(preset + ".yaml"), copy);
    assertThat(GpuReader.read(copy.toString())).isEqualTo(GpuReader.read(preset));
  }

  // Dense peaks, capacity in the makers' GB, bandwidth, board power: the makers' data sheets.
  @ParameterizedTest
  @CsvSource({
    "h100,         989,  1979,  80, 3.35, 700",
    "h100-pcie,    756,  1513,  80, 2.0,  350",
    "h200,         989,  1979, 141, 4.8,  700",
    "a100,         312,   624,  80, 2.04, 400",
    "l40s,         362,   733,  48, 0.864, 350",
    "mi250x,       383,   383, 128, 3.2,  560",
    "mi300x,      1307,  2615, 192, 5.3,  750",
    "ascend-910,   256,   512,  32, 1.2,  350",
    "ascend-910b,  320,   640,  64, 1.6,  310"
  })
  void peaksAreThePrintedOnes(
      String preset, long fp16, long int8, double gb, double tbS, double powerW) {
    GpuSpec gpu = GpuReader.read(preset);
    assertThat(Math.round(gpu.fp16Tops().value())).isEqualTo(fp16);
    Sourced eightBits = Objects.requireNonNull(gpu.int8Tops());
    assertThat(Math.round(eightBits.value())).isEqualTo(int8);
    // what software sees of an L40S is 6.3 % less, of the others at most 0.5 %
    assertThat(gpu.memoryGib().value()).isBetween(gb * 0.93, gb);
    assertThat(gpu.memoryTbS().value()).isBetween(tbS - 0.005, tbS + 0.005);
    assertThat(gpu.powerW().value()).isEqualTo(powerW);
  }

  @Test
  void onlyMeasuredGpusCallTheirEfficienciesCalibrated() {
    for (String preset : presets()) {
      GpuSpec gpu = GpuReader.read(preset);
      Evidence expected =
          List.of("h100", "a100", "l40s").contains(preset) ? Evidence.CALIBRATED : Evidence.ASSUMED;
      assertThat(Stream.of(gpu.computeEfficiency(), gpu.memoryEfficiency(), gpu.layerOverheadUs()))
          .as(preset)
          .allMatch(number -> number.evidence() == expected);
    }
  }

  @Test
  void provenanceNamesEveryNumberInTheOrderOfTheRecord() {
    assertThat(GpuReader.read("h100").provenance().stream().map(Provenance::key))
        .startsWith(
            "fp16_tops",
            "int8_tops",
            "memory_gib",
            "memory_tb_s",
            "link_gb_s",
            "power_w",
            "die_mm2",
            "compute_efficiency",
            "memory_efficiency",
            "layer_overhead_us",
            "capacity_efficiency")
        .endsWith("making.memory_usd_per_gib");
  }

  @Test
  void aGpuMayHaveNoFasterPathFor8Bits() throws IOException {
    String yaml = Files.readString(FOLDER.resolve("a100.yaml"));
    String without = yaml.replaceAll("(?m)^int8_tops.*$", "");
    GpuSpec gpu = GpuReader.parse("without.yaml", without);
    assertThat(gpu.int8Tops()).isNull();
    assertThat(gpu.provenance()).hasSize(10 + 8 + 14 + 1); // itself, process, interposer, memory
  }
}
