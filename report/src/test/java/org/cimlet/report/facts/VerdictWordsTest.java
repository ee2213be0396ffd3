package org.cimlet.report.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.quantity.Interval;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.run.Verdict;
import org.cimlet.run.Verdict.Measure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How much better one system is, in words, with the range of that where it is known.
class VerdictWordsTest {
  private static final Verdict LLAMA =
      new Runner()
          .run(Job.of("llama-2-7b", "comb-200mb-36").baselines("h100").build())
          .verdicts()
          .getFirst();

  private static VerdictWords words(double machine, double baseline, @Nullable Interval range) {
    Measure measure = new Measure("speed", "tokens/s", machine, baseline, true, range, null);
    return new VerdictWords(new Verdict(LLAMA.machine(), LLAMA.baseline(), List.of(measure)));
  }

  @Test
  void a_range_is_said_from_the_side_it_lies_on() {
    assertThat(words(40, 10, new Interval(20, 80)).sentence())
        .isEqualTo("Against H100 SXM, comb-200mb-36 is better in speed (4.00 x, 2.00 to 8.00 x).");
    assertThat(words(10, 40, new Interval(5, 20)).sentence())
        .isEqualTo("Against H100 SXM, comb-200mb-36 is worse in speed (4.00 x, 2.00 to 8.00 x).");
  }

  @Test
  void a_range_across_both_sides_says_so() {
    assertThat(words(20, 10, new Interval(5, 40)).rows().getFirst().timesRange())
        .isEqualTo("2.00 x worse to 4.00 x better");
    assertThat(words(10, 10, new Interval(5, 40)).sentence())
        .isEqualTo(
            "Against H100 SXM, comb-200mb-36 is equal in speed (2.00 x worse to 4.00 x better).");
  }

  @Test
  void without_samples_there_is_a_factor_alone() {
    assertThat(words(40, 10, null).sentence())
        .isEqualTo("Against H100 SXM, comb-200mb-36 is better in speed (4.00 x).");
  }
}
