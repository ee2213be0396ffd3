package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.junit.jupiter.api.Test;

/// A macro described by its parts instead of by energies.
class PartNumbersTest {
  private static final Path PRESET =
      Path.of("src/main/resources/org/cimlet/machine/presets/comb-200mb-36.yaml");

  private static String described(String parts) throws IOException {
    return Files.readString(PRESET)
        .replaceAll("(?m)^    clock_mhz:.*\n", "    parts: " + parts + "\n")
        .replaceAll("(?m)^    (read_fj_per_bit|multiply_fj):.*\n", "")
        .replaceAll("(?m)^      (decode_fj|route_fj):.*\n", "")
        .replaceAll("(?m)^  (compute_mm2|memory_mm2|leakage_mw):.*\n", "");
  }

  private static final String SIX_T = "{cell: 6T, bitline_rows: 250, input_bits_per_cycle: 8}";

  @Test
  void whatTheFileLeavesOutFollowsFromTheParts() throws IOException {
    MachineSpec.Chiplet chiplet =
        MachineReader.parse("mine.yaml", described(SIX_T)).machine().chiplet();
    // 1,250 macros x 1.28 Mbit x 0.064 um2 / 0.7
    assertThat(chiplet.memoryMm2().value())
        .isCloseTo(1250 * 1.28e6 * 0.064 / 0.7 / 1e6, within(0.001));
    assertThat(chiplet.memoryMm2().source()).isEqualTo("by the macro's parts at 14 nm and 0.8 V");
    assertThat(chiplet.memoryMm2().statedRange()).isPresent();
  }

  @Test
  void aCellOfOnesOwnStandsInForThePublishedOne() throws IOException {
    String own =
        described(SIX_T.replace("cell: 6T", "cell: 6T, cell_um2: {value: 0.032, assumed: x}"));
    assertThat(MachineReader.parse("mine.yaml", own).machine().chiplet().memoryMm2().value())
        .isCloseTo(1250 * 1.28e6 * 0.032 / 0.7 / 1e6, within(0.001));
  }

  @Test
  void whatTheFileStatesStands() throws IOException {
    String stated =
        described(SIX_T)
            .replace("    parts:", "    read_fj_per_bit: {value: 20, assumed: x}\n    parts:");
    MachineSpec machine = MachineReader.parse("mine.yaml", stated).machine();
    assertThat(machine.provenance())
        .filteredOn(line -> line.key().equals("chiplet.macro.read_fj_per_bit"))
        .extracting(line -> line.number().value())
        .containsExactly(20.0);
  }

  @Test
  void beyondATableTheSourceSaysSo() throws IOException {
    String at3 =
        described(SIX_T)
            .replace("node_nm: {value: 14", "node_nm: {value: 3")
            .replace("preset: 14nm", "preset: 3nm");
    Provenance logic =
        MachineReader.parse("mine.yaml", at3).machine().provenance().stream()
            .filter(line -> line.key().equals("chiplet.compute_mm2"))
            .findFirst()
            .orElseThrow();
    assertThat(logic.number().evidence()).isEqualTo(Evidence.EXTRAPOLATED);
    assertThat(logic.number().source())
        .isEqualTo(
            "by the macro's parts at 3 nm and 0.8 V; the logic table of Stillmaker and Baas ends at"
                + " 7 and 90 nm, asked at 3 nm");
  }

  @Test
  void partsThatDoNotFitAreTold() throws IOException {
    String wrong = described("{cell: 9T, bitline_rows: 20001, input_bits_per_cycle: 4}");
    assertThatThrownBy(() -> MachineReader.parse("mine.yaml", wrong))
        .hasMessageContaining(
            "chiplet.macro.parts.cell: must be one of 6T, 8T, 10T, 12T, got \"9T\"")
        .hasMessageContaining(
            "chiplet.macro.parts.bitline_rows: must be at most chiplet.macro.rows = 20000, got 20001")
        .hasMessageContaining(
            "chiplet.macro.parts.input_bits_per_cycle: must bring all 8 bits of an input within the 1"
                + " cycles of a row, got 4 a cycle");
  }
}
