package org.cimlet.report.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Resource;
import org.cimlet.report.html.SampleRuns;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.junit.jupiter.api.Test;

class BottleneckParagraphTest {
  @Test
  void a_host_that_limits_is_named_with_what_it_reads() {
    // 2 x 32 x 4096 x 2048 bytes at 80 % of 460.8 GB/s
    BottleneckParagraph paragraph = new BottleneckParagraph(facts(SampleRuns.llama7b()));
    assertThat(paragraph.throughput())
        .isEqualTo(
            "The host's memory limits throughput: it reads 537 MB of keys and values for every"
                + " token, 1.46 ms at 369 GB/s.");
    assertThat(paragraph.chiplets()).startsWith(" The chiplets wait for it:");
    assertThat(paragraph.scenario())
        .startsWith("With 1 stream in flight nothing is saturated: it waits for its own steps,")
        .endsWith("of the time for host memory.");
  }

  @Test
  void a_batch_that_saturates_says_so() {
    assertThat(new BottleneckParagraph(facts(SampleRuns.llama7bBesideAll())).scenario())
        .isEqualTo("With 64 streams in flight that limit is reached, and each waits for its turn.");
  }

  @Test
  void every_part_has_a_sentence_of_its_own() {
    Set<String> sentences = new HashSet<>();
    for (Resource part : Resource.values()) {
      BottleneckParagraph paragraph = limitedBy(part);
      sentences.add(paragraph.throughput());
      assertThat(paragraph.throughput()).contains("throughput: ").endsWith(".");
      boolean chiplets =
          EnumSet.of(Resource.MACROS, Resource.REFRESH, Resource.DISTRIBUTION, Resource.VECTOR_UNIT)
              .contains(part);
      assertThat(paragraph.chiplets().isEmpty()).as("%s", part).isEqualTo(chiplets);
    }
    assertThat(sentences).hasSize(Resource.values().length);
  }

  private static BottleneckParagraph limitedBy(Resource part) {
    Result result = SampleRuns.fourChiplets();
    Estimate estimate = result.estimate();
    Estimate.Decode decode = estimate.decode();
    Bottleneck limit = new Bottleneck(part, "chiplet0>host", true, 1);
    Estimate.Decode limited =
        new Estimate.Decode(
            decode.batch(),
            decode.context(),
            decode.tpotS(),
            decode.throughputTokensPerS(),
            decode.energyPerTokenJ(),
            limit,
            decode.tpotBatch1S(),
            decode.peakThroughputTokensPerS(),
            decode.saturatingBatch(),
            limit);
    return new BottleneckParagraph(
        new Figures(
            result.plan(),
            new Estimate(
                estimate.prefill(),
                limited,
                estimate.time(),
                estimate.energy(),
                estimate.chiplets(),
                estimate.links(),
                estimate.actions(),
                estimate.layerMacros(),
                estimate.programming(),
                null)));
  }

  private static Figures facts(Result result) {
    return result.figures();
  }
}
