package org.cimlet.serve.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Demand;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// What a plan says of tokens and prompts, between the contexts at which it is worked out and
/// beyond the longest prompt that is walked.
class ChipletLawTest {
  @Test
  void long_prompts_go_on_along_the_line_of_shorter_ones() {
    Plan plan =
        new Runner()
            .plan(
                Job.of("llama-3.2-1b", "comb-200mb-36-aim-36")
                    .weights(WeightStorage.dense(8))
                    .context(2000)
                    .prompt(1500)
                    .prefillChunk(64)
                    .mapping(Parallelism.parse("mixed:6", 0))
                    .build());
    ChipletLaw law = ChipletLaw.of(plan, 16_400);
    Demand walked =
        Demand.ofPrompt(
            new Plan(
                plan.machine(),
                plan.program(),
                plan.placement(),
                new Scenario(12_000, 12_000, 1, 64)));
    long longestPs = 0;
    for (int station = 0; station < law.stations(); station++) {
      double seconds = walked.of(law.kinds().get(station));
      assertThat(law.promptPs(station, 12_000) * 1e-12).isCloseTo(seconds, within(0.01 * seconds));
      longestPs = Math.max(longestPs, law.promptPs(station, 12_000));
    }
    assertThat(law.spacingPs(12_000)).isGreaterThanOrEqualTo(longestPs);
    assertThat((law.spacingPs(12_000) + law.promptTailPs(12_000)) * 1e-12)
        .isCloseTo(walked.seconds(), within(0.03 * walked.seconds()));
    double tokenS = Demand.ofToken(plan.at(3000)).seconds();
    assertThat(law.latencyPs(3000) * 1e-12).isCloseTo(tokenS, within(0.01 * tokenS));
  }
}
