package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.cimlet.plan.Resource;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// Figures the report works out itself, against hand arithmetic on LLaMA-2-7B: hidden size 4096, 32
/// layers, 32 key/value heads of 128, context 2048.
class RooflineFiguresTest {
  private static final Percentage EXACT = Percentage.withPercentage(1e-9);

  @Test
  void a_machine_held_up_by_its_host_memory_works_on_that_roof() {
    // 460.8 GB/s of DDR5 at 80 %
    Roof roof = new RooflineFigures(SampleRuns.llama7b()).memories().getFirst();
    Roof.Spot saturated = roof.spots().getLast();
    assertThat(roof.achievedBytesPerS()).isCloseTo(368.64e9, EXACT);
    assertThat(saturated.opsPerS() / saturated.opsPerByte()).isCloseTo(368.64e9, EXACT);
  }

  /// 36 dies keep the KV cache and attend: the host's memory has no roof, theirs limits.
  @Test
  void where_dies_attend_theirs_is_the_limiting_roof() {
    Result result =
        new Runner()
            .run(Job.of("llama-2-7b", "comb-200mb-36-aim-36").batch(8).baselines("none").build());
    List<Roof> memories = new RooflineFigures(result).memories();
    assertThat(memories).extracting(Roof::name).containsExactly("attention memory");
    Roof.Spot peak = memories.getFirst().spots().getLast();
    assertThat(result.answer().decode().peakBottleneck().resource())
        .isEqualTo(Resource.ATTENTION_MEMORY);
    assertThat(peak.opsPerS() / peak.opsPerByte())
        .isCloseTo(memories.getFirst().achievedBytesPerS(), Percentage.withPercentage(0.1));
    assertThat(HtmlReport.of(result)).doesNotContain("the KV cache its host reads");
  }

  /// 880,640 bytes over 10.24 Gbit/s.
  @Test
  void weights_that_are_reloaded_have_a_roof() {
    Result result =
        new Runner().run(Job.of("demo", "fudan-28nm").batch(8).baselines("none").build());
    Roof reload = new RooflineFigures(result).memories().getLast();
    assertThat(reload.name()).isEqualTo("weight reload");
    assertThat(reload.achievedBytesPerS()).isCloseTo(10.24e9 / 8, Percentage.withPercentage(1));
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
    for (Result result :
        List.of(
            SampleRuns.llama7bWithAllBaselines(), SampleRuns.packed7b(), SampleRuns.oneChiplet())) {
      RooflineFigures figures = new RooflineFigures(result);
      List<Roof> roofs = new ArrayList<>(figures.baselines());
      roofs.add(figures.macros());
      roofs.addAll(figures.memories());
      assertThat(roofs).hasSize(result.baselines().size() + 2);
      for (Roof roof : roofs) {
        for (Roof.Spot spot : roof.spots()) {
          double bound = Math.min(roof.peakOpsPerS(), spot.opsPerByte() * roof.peakBytesPerS());
          assertThat(spot.opsPerS()).as("%s, %s", roof.name(), spot.label()).isLessThan(bound);
        }
      }
    }
  }
}
