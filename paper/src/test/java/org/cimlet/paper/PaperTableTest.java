package org.cimlet.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.paper.row.Printed;
import org.cimlet.paper.row.Section;
import org.cimlet.paper.row.Status;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperTableTest {
  private static final List<PaperRow> ROWS = PaperTable.rows();

  @Test
  void everyFigureIsThere() {
    Map<Section, Long> counts =
        ROWS.stream()
            .collect(Collectors.groupingBy(PaperRow::section, TreeMap::new, Collectors.counting()));
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(Section.INTRODUCTION, 5L),
                Map.entry(Section.INTEGRATED_CHIPS, 24L),
                Map.entry(Section.BANDWIDTH_WALL, 21L),
                Map.entry(Section.WEIGHTS_AT_REST, 7L),
                Map.entry(Section.CHIPLET, 22L),
                Map.entry(Section.COMB, 21L),
                Map.entry(Section.MEMORY_KINDS, 26L),
                Map.entry(Section.LOCAL_ATTENTION, 7L),
                Map.entry(Section.COMPRESSION, 16L),
                Map.entry(Section.CHIP, 48L),
                Map.entry(Section.CHIP_VOLTAGES, 21L),
                Map.entry(Section.CHIP_PARTS, 8L)));
    assertThat(ROWS).hasSize(226);
  }

  @Test
  void noFigureHasRegressed() {
    assertThat(ROWS).flatExtracting(row -> row.regression().stream().toList()).isEmpty();
  }

  @Test
  void rowsFollowThePaper() {
    assertThat(ROWS).extracting(PaperRow::section).isSorted();
    assertThat(Arrays.asList(Section.values())).extracting(Section::number).isSorted();
  }

  @Test
  void noClaimIsMadeTwice() {
    assertThat(ROWS).extracting(row -> row.section() + row.claim()).doesNotHaveDuplicates();
  }

  @Test
  void aCorrectedFigureIsNotTheOnePrinted() {
    assertThat(ROWS)
        .filteredOn(row -> row.status() == Status.CORRECTED && row.printed() != null)
        .hasSize(9)
        .allSatisfy(row -> assertThat(row.ratio().orElseThrow()).isNotCloseTo(1, within(0.2)));
  }

  @Test
  void aReproducedFigureIsTheOnePrinted() {
    assertThat(ROWS)
        .filteredOn(row ->
            List.of(Status.REPRODUCED, Status.CALIBRATED, Status.RESTATED).contains(row.status()))
        .filteredOn(row -> row.printed() != null && row.printed().bound() == Printed.Bound.NONE)
        .hasSizeGreaterThan(25)
        // 6.74 G parameters are called 7 billion: the coarsest rounding printed
        .allSatisfy(row -> assertThat(row.ratio().orElseThrow()).isCloseTo(1, within(0.04)));
  }

  /// An audit of the paper's arithmetic made by hand before this code, to the digits it gave.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights of a layer                          | 202.375168",
        "weights of 32 layers                        | 6.476005376",
        "bandwidth to stream the weights             | 518.08043",
        "KV cache read at context 2,048              | 5.36870912",
        "activations to and from the chiplets, at most | 41.94304",
        "compute density                             | 0.0324675325",
        "chiplets for LLaMA-2-7B's layers            | 33",
        "chiplets with the head                      | 34",
        "chiplets for the layers packed 8:32         | 13",
        "area of 33 chiplets                         | 10164",
        "compute of three linears a layer            | 68.45104128",
        "compute of the feed-forward and W_o         | 97.3078528",
        "compute of all linears                      | 129.5201075",
        "storage of three linears a layer            | 3.422552064",
        "storage of the feed-forward and W_o         | 4.86539264",
        "storage of all linears                      | 6.476005376",
        "bytes for each multiplier of the 28 nm chip | 192",
        "COMB-MCM by the rule of section 2.2         | 1.695421",
        "size saved with the mask                    | 2.66666667",
        "LLaMA-2-7B's layers with masks              | 2.428502016",
        "power at 1.03 V, 320 MHz                    | 250.65",
        "system efficiency, lowest                   | 1.96096",
        "gain by voltage alone, 1.03 V to 0.64 V     | 1.89428"
      })
  void agreesWithTheAudit(String claim, double audited) {
    Double computed = row(claim).computed();
    assertThat(computed).isNotNull().isCloseTo(audited, within(2e-4 * audited));
  }

  @Test
  void anotherNetworkInThePlaceOfLlamaIsNoticed() {
    Subjects real = Subjects.read();
    Plan mistral =
        new Compiler(NetworkReader.read("mistral-7b"), WeightStorage.dense(8))
            .compile(MachineReader.read("comb-200mb-36"), new Scenario(2048, 2048, 1, 128));
    Subjects false_ =
        new Subjects(
            mistral,
            real.packedPlan(),
            real.hostVectors(),
            real.larger(),
            real.routed(),
            real.sparseChip(),
            real.fourChiplets(),
            real.dram(),
            real.resistive(),
            real.process());
    // 41.9 M + 176.2 M weights a layer (4 times fewer keys and values, wider feed-forwards)
    assertThat(regressed(BandwidthWallRows::rows, false_))
        .contains("weights of a layer", "bandwidth to stream the weights");
    assertThat(regressed(WeightsAtRestRows::rows, false_))
        .contains("activations to and from the chiplets, at most");
    assertThat(regressed(ChipletRows::rows, false_)).contains("chiplets for LLaMA-2-7B's layers");
    assertThat(regressed(CombRows::rows, false_)).contains("compute of all linears");
    assertThat(regressed(CompressionRows::rows, false_)).contains("multiplies saved");
  }

  @Test
  void anotherMachineInThePlaceOfTheChipIsNoticed() {
    Subjects real = Subjects.read();
    Subjects false_ =
        new Subjects(
            real.plan(),
            real.packedPlan(),
            real.hostVectors(),
            real.larger(),
            real.routed(),
            /* sparseChip= */ real.fourChiplets(),
            /* fourChiplets= */ real.sparseChip(),
            real.dram(),
            real.resistive(),
            real.process());
    assertThat(regressed(ChipRows::rows, false_))
        .contains(
            "peak of 768 multipliers, dense",
            "power at 1.03 V, 320 MHz",
            "macro efficiency, lowest");
    assertThat(regressed(MemoryRows::rows, false_)).contains("COMB-MCM, memory of four chiplets");
  }

  /// The losses that the table quotes stand in the study that was made by training.
  @Test
  void quotedLossesAreThoseOfTheStudy() throws IOException {
    String study = Files.readString(Path.of("../docs/studies/pruning.md"));
    assertThat(study)
        .contains("| retrained, straight through | 8:32 | 1.05 | 1 | 2.072 | +0.095 |")
        .contains(
            "| retrained, chosen from all weights together | 8:32 | 1.05 | 1 | 2.030 | +0.053 |")
        .contains("| retrained, straight through | 2:8 | 1.05 | 1 | 2.095 | +0.119 |")
        .contains("| retrained, straight through, distilled | 8:32 | 4.19 | 1 | 1.974 | +0.044 |")
        .containsPattern("(?s)text8.*\\| retrained, straight through \\| 8:32 .*\\+0.053");
    assertThat(row("loss of 8:32 on enwik8, retrained").computed()).isEqualTo(0.095);
    assertThat(row("loss of 8:32 on text8, retrained").computed()).isEqualTo(0.053);
    assertThat(row("loss of one threshold for all weights").computed()).isEqualTo(0.053);
    assertThat(row("loss of a coarser structure, 2:8").computed()).isEqualTo(0.119);
  }

  @Test
  void whatCannotFailIsNotCountedAsReproduced() {
    assertThat(List.of("compute density", "largest die, one reticle", "peak performance"))
        .allSatisfy(claim -> assertThat(row(claim).status()).isEqualTo(Status.RESTATED));
    assertThat(ROWS)
        .filteredOn(row -> row.basis() == Basis.ARITHMETIC)
        .noneMatch(row -> row.status() == Status.REPRODUCED);
  }

  private static List<String> regressed(
      Function<Subjects, List<PaperRow>> rows, Subjects subjects) {
    return rows.apply(subjects).stream().filter(PaperRow::regressed).map(PaperRow::claim).toList();
  }

  private static PaperRow row(String claim) {
    return ROWS.stream().filter(row -> row.claim().equals(claim)).findFirst().orElseThrow();
  }
}
