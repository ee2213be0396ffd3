package org.cimlet.report.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cimlet.plan.Resource;
import org.cimlet.report.html.SampleRuns;
import org.cimlet.run.Answer;
import org.cimlet.run.Result;
import org.junit.jupiter.api.Test;

class BottleneckWordsTest {
  private static final Result LLAMA = SampleRuns.llama7b();

  /// 537 MB = 2 x 32 layers x 4096 x 2048 bytes, read at 80 % of 460.8 GB/s.
  @Test
  void the_default_run_is_limited_by_the_KV_cache_in_host_memory() {
    BottleneckWords words = new BottleneckWords(LLAMA.figures(), LLAMA.answer());
    assertThat(words.peak()).isEqualTo("host memory (KV cache 537 MB/token at 369 GB/s).");
    assertThat(words.macros()).matches(" Macros at most [0-9.]+ % utilised\\.");
    assertThat(words.scenario()).matches("At batch 1 latency-bound: host memory [0-9]+ %\\.");
    assertThat(words.all()).startsWith(words.peak() + words.macros()).endsWith(words.scenario());
  }

  @Test
  void at_a_batch_that_saturates_the_limit_is_reached() {
    Result many = SampleRuns.llama7bWithAllBaselines();
    assertThat(new BottleneckWords(many.figures(), many.answer()).scenario())
        .isEqualTo("At batch 64 saturated.");
  }

  @Test
  void every_resource_that_can_limit_has_words_with_its_figures() {
    Set<Resource> own =
        EnumSet.of(Resource.MACROS, Resource.REFRESH, Resource.VECTOR_UNIT, Resource.STEP_CONTROL);
    for (Resource resource : Resource.values()) {
      BottleneckWords words = limitedBy(resource);
      assertThat(words.peak())
          .as("%s", resource)
          .startsWith(resource.label() + " (")
          .endsWith(").")
          .containsPattern("[0-9]");
      assertThat(words.macros().isEmpty()).as("%s", resource).isEqualTo(own.contains(resource));
    }
  }

  private static BottleneckWords limitedBy(Resource resource) {
    String name =
        List.of(Resource.CHIPLET_LINK, Resource.HOST_LINK).contains(resource)
            ? "chiplet1>chiplet0"
            : "chiplet12";
    Answer answer = LLAMA.answer();
    Answer.Decode decode = answer.decode();
    Answer.Bottleneck limit = new Answer.Bottleneck(resource, name, 1);
    return new BottleneckWords(
        LLAMA.figures(),
        new Answer(
            answer.prefill(),
            new Answer.Decode(
                decode.batch(),
                decode.context(),
                decode.tpotS(),
                decode.tpotBatch1S(),
                decode.throughputTokensPerS(),
                decode.peakThroughputTokensPerS(),
                decode.saturatingBatch(),
                decode.peakHeld(),
                decode.energyPerTokenJ(),
                decode.peakEnergyPerTokenJ(),
                decode.saturated(),
                limit,
                limit),
            answer.energy(),
            answer.chiplets(),
            answer.links(),
            answer.ceilings(),
            answer.actions()));
  }
}
