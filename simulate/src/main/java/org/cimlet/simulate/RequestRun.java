package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.token.EqualSpacing;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Sequence;

/// Requests that are all there at once: a prompt sets out when the part that prompts have busy
/// longest is through with the one before, and each answer is written as soon as its prompt is
/// read. Where weights are reloaded all gather before each set, so all set out together.
final class RequestRun {
  private final Plan plan;
  private final PackageRun run;
  private final int answerTokens;

  RequestRun(Plan plan, SimulationOptions options, int answerTokens) {
    this.plan = plan;
    this.answerTokens = answerTokens;
    Scenario scenario = plan.scenario();
    List<Sequence> requests = new ArrayList<>();
    for (int id = 0; id < scenario.batch(); id++) {
      requests.add(
          Sequence.prompted(
              id, scenario.promptTokens(), scenario.prefillChunkTokens(), false, answerTokens));
    }
    run =
        new PackageRun(
            plan,
            options.packets(plan.machine().topology()),
            options.seed(),
            new EqualSpacing(requests, spacingPs(plan, options)),
            null);
  }

  private static long spacingPs(Plan plan, SimulationOptions options) {
    if (plan.scenario().batch() == 1 || plan.placement().isReloaded()) {
      return 0;
    }
    Simulation.Prefill prompt = new PrefillRun(plan, options).prefill(Simulator.Progress.NONE);
    return prompt.bottleneck().busyPs() / plan.placement().ranks();
  }

  Simulation.WholeRequests request(Simulator.Progress progress) {
    Scenario scenario = plan.scenario();
    long tokens = (long) scenario.batch() * answerTokens;
    long promptsPs = 0;
    long done = 0;
    int firsts = 0;
    while (!run.isOver()) {
      long generated = run.nextPass().sequence().generated();
      if (generated == 0) {
        continue;
      }
      done++;
      progress.tokens(done, tokens);
      if (generated == 1 && ++firsts == scenario.batch()) {
        promptsPs = run.nowPs();
      }
    }
    return new Simulation.WholeRequests(answerTokens, promptsPs, run.nowPs(), run.events());
  }
}
