package org.cimlet.conformance.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.Request;
import org.cimlet.plan.Plan;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole requests take as long by both engines: prompts that follow each other, and answers whose
/// context grows.
class RequestAgreementTest {
  /// At batch 1, and where all wait for weights together, within 5 %. At larger batches the closed
  /// form lets no answer wait for a later prompt, and is shorter by so much; so it is where
  /// replicas, as `auto` takes for the last, read their prompts beside each other at one host.
  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, comb-200mb-36, 256, 64, 1, 0.95",
    "demo, fudan-28nm, 64, 16, 1, 0.95",
    "demo, fudan-28nm, 64, 16, 8, 0.95",
    "llama-2-7b, comb-200mb-36-aim-36, 100, 28, 4, 0.93",
    "llama-2-7b, comb-200mb-36, 128, 32, 4, 0.78",
    "llama-2-7b, comb-200mb-36, 64, 64, 16, 0.85",
    "llama-3.2-1b, comb-200mb-36, 300, 20, 8, 0.7"
  })
  void bothEnginesTimeThemAlike(
      String network, String machine, int prompt, int answer, int batch, double least) {
    Job job = Job.of(network, machine).prompt(prompt).generate(answer).batch(batch).build();
    Plan plan = new Runner().plan(job);
    Request estimated = Estimator.request(plan, answer);
    Simulation.WholeRequests simulated =
        Simulator.request(plan, SimulationOptions.measuring(2), answer, Simulator.Progress.NONE);
    assertThat(estimated.seconds() / (1e-12 * simulated.timePs()))
        .as("%s against %s", estimated, simulated)
        .isBetween(least, 1.05);
    assertThat(simulated.promptsPs()).isLessThan(simulated.timePs());
  }
}
