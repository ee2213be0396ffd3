package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Part;
import org.cimlet.report.RunReport;
import org.cimlet.report.facts.RunFacts;
import org.junit.jupiter.api.Test;

/// Figures the report works out itself, against hand arithmetic on LLaMA-2-7B: hidden size 4096, 32
/// layers, 32 key/value heads of 128, context 2048.
class RunFactsTest {
  private static final RunFacts LLAMA = facts(SampleRuns.llama7b());
  private static final Percentage EXACT = Percentage.withPercentage(1e-9);

  @Test
  void a_token_reads_537_MB_of_keys_and_values() {
    // 2 x 32 layers x 4096 elements x 2048 positions x 1 byte
    assertThat(LLAMA.cacheBytesPerToken()).isEqualTo(536_870_912);
    assertThat(LLAMA.cacheBytesKept()).isEqualTo(536_870_912);
  }

  @Test
  void a_token_takes_14_billion_operations() {
    // 2 x (6,476,005,376 in the layers + 131,072,000 in the head + 2 x 4096 x 2048 x 32 of
    // attention)
    assertThat(LLAMA.operationsPerToken()).isEqualTo(2.0 * 7_143_948_288L);
  }

  @Test
  void the_macros_read_180_terabytes_a_second() {
    // 36 chiplets x 1250 macros x 8 bytes x 500 MHz
    assertThat(LLAMA.macroBytesPerS()).isCloseTo(180e12, EXACT);
  }

  @Test
  void energy_at_saturation_is_that_of_a_batch_that_saturates() {
    double batch64 = SampleRuns.llama7bBesideAll().estimate().decode().energyPerTokenJ();
    assertThat(LLAMA.saturatedEnergyPerTokenJ()).isCloseTo(batch64, EXACT);
    assertThat(LLAMA.saturatedEnergyPerTokenJ())
        .isLessThan(LLAMA.estimate().decode().energyPerTokenJ());
  }

  @Test
  void the_host_memory_is_busy_all_the_time_where_it_limits() {
    Estimate.Decode decode = LLAMA.estimate().decode();
    assertThat(decode.peakBottleneck().part()).isEqualTo(Part.HOST_MEMORY);
    assertThat(LLAMA.hostMemoryBusy(decode.peakThroughputTokensPerS())).isCloseTo(1, within(1e-9));
  }

  @Test
  void a_machine_held_up_by_its_host_memory_works_on_that_roof() {
    // 460.8 GB/s of DDR5 at 80 %
    Roof roof = new RooflineFigures(SampleRuns.llama7b()).hostMemory();
    Roof.Spot saturated = roof.spots().getLast();
    assertThat(roof.achievedBytesPerS()).isCloseTo(368.64e9, EXACT);
    assertThat(saturated.opsPerS() / saturated.opsPerByte()).isCloseTo(368.64e9, EXACT);
  }

  @Test
  void macros_of_8_bit_weights_reach_their_peak_at_2_operations_a_byte() {
    Roof roof = new RooflineFigures(SampleRuns.llama7b()).macros();
    assertThat(roof.peakOpsPerS()).isCloseTo(360e12, EXACT);
    assertThat(roof.ridge()).isCloseTo(2, EXACT);
  }

  @Test
  void packed_8_of_32_a_row_of_12_bytes_stands_for_32_weights() {
    // 16 chiplets x 1250 macros x (8 values + 4 bytes of mask) x 500 MHz; 64 operations a row
    Roof roof = new RooflineFigures(SampleRuns.packed7b()).macros();
    assertThat(roof.peakOpsPerS()).isCloseTo(4 * 160e12, EXACT);
    assertThat(roof.peakBytesPerS()).isCloseTo(120e12, EXACT);
    assertThat(roof.ridge()).isCloseTo(64.0 / 12, EXACT);
  }

  @Test
  void no_device_works_above_its_peak() {
    for (RunReport report :
        List.of(SampleRuns.llama7bBesideAll(), SampleRuns.packed7b(), SampleRuns.oneChiplet())) {
      RooflineFigures figures = new RooflineFigures(report);
      List<Roof> roofs = new ArrayList<>(figures.baselines());
      roofs.add(figures.macros());
      roofs.add(figures.hostMemory());
      assertThat(roofs).hasSize(report.baselines().size() + 2);
      for (Roof roof : roofs) {
        for (Roof.Spot spot : roof.spots()) {
          double bound = Math.min(roof.peakOpsPerS(), spot.opsPerByte() * roof.peakBytesPerS());
          assertThat(spot.opsPerS()).as("%s, %s", roof.name(), spot.label()).isLessThan(bound);
        }
      }
    }
  }

  private static RunFacts facts(RunReport report) {
    return new RunFacts(report.plan(), report.estimate());
  }
}
